import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/core/model/observation.ts';
import { redactKeyPath, redactStoreId } from '../../src/core/redact/names.ts';
import { redactObservation } from '../../src/core/redact/observation.ts';
import { Pseudonyms } from '../../src/core/redact/pseudonyms.ts';
import { hasRule } from '../../src/core/redact/registry.ts';
import { serializeCapture } from '../../src/machine/recorded/capture.ts';
import { readRecording } from '../../src/machine/recorded/recording.ts';
import { folderForAll } from '../support/files.ts';
import { Random } from '../support/fuzz/random.ts';
import { entryLines } from '../support/machines/phonebooks.ts';
import { randomMachine } from '../support/machines/random-machines.ts';
import { audit, type ReportDocument } from '../support/stories/runs.ts';

const MACHINES = 60;
const NAMED =
  /contoso|odd\.|branch|office|plant|PC-01|東京|CONTOSO|2001:db8|10\.0\.0\.8|192\.168|-1-2-3-100|ana\b/i;
const names = new Pseudonyms(Buffer.from('a key for this test'));

/** A machine with names in every place that a capture has. */
function observed(random: Random): Observation {
  const observation = readRecording(randomMachine(random)).observation(new Date(1_790_000_000_000));
  const sid = 'S-1-5-21-1-2-3-1001';
  const lines = entryLines({
    name: 'Contoso VPN',
    server: 'vpn.contoso.example',
    strategy: 5,
    thirdParty: ['contoso'],
  });
  const phonebook = {
    sid,
    path: 'C:\\Users\\ana\\AppData\\Roaming\\Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk',
  };
  return {
    ...observation,
    advProxy:
      'Contoso\r\n{ "Proxy": "proxy.contoso.example:8080", "ProxyBypass": "*.contoso.example", "AutoConfigUrl": "" }',
    ...(random.chance(50)
      ? { phonebooks: [{ ...phonebook, bytes: Buffer.from(`${lines.join('\r\n')}\r\n`) }] }
      : {}),
  };
}

/** The whole text of a capture, with the text of its blobs decoded. */
function textOf(observation: Observation): string {
  const json = JSON.stringify(serializeCapture(observation));
  const blobs = [...json.matchAll(/"hex":"([0-9a-f]*)"/gi)].map(([, hex = '']) =>
    Buffer.from(hex, 'hex').toString('latin1'),
  );
  return [json, ...blobs].join('\n');
}

describe('a capture without names', () => {
  const folder = folderForAll();

  async function audited(observation: Observation): Promise<ReportDocument> {
    const file = join(folder, 'machine.json');
    await writeFile(file, JSON.stringify(serializeCapture(observation)));
    return audit({
      machine: { file },
      path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
      desired: { source: 'wininet' },
      user: null,
      stateDir: join(folder, 'state'),
    });
  }

  /** The judgement, without the names in it. */
  function judgement(
    { findings, plan, exitCode, error, stores, gateways }: ReportDocument,
    id: (store: string) => string,
  ) {
    return {
      exitCode,
      error: error?.code,
      findings: findings
        .map(({ code, severity, store }) => [code, severity, store === null ? null : id(store)])
        .sort(),
      changes: plan?.changes.map(({ store, action }) => [id(store), action]).sort(),
      stores: stores
        .map(({ id: store, present, managedBy, raw, settings }) => {
          const { version, counter, flags, length, unreadable } = raw ?? {};
          const issues = settings?.proxy.issues?.map(({ code }) => code);
          return [id(store), present, managedBy, version, counter, flags, length, unreadable, issues];
        })
        .sort(),
      gateways: gateways.length,
    };
  }

  it(`of ${MACHINES} machines names nobody, and is judged as they are`, async () => {
    const codes = new Set<string>();
    for (let seed = 0; seed < MACHINES; seed++) {
      const observation = observed(new Random(seed));
      expect(textOf(observation)).toMatch(NAMED);
      const redacted = redactObservation(names, observation);
      expect([seed, NAMED.exec(textOf(redacted))?.[0]]).toEqual([seed, undefined]);
      const [before, after] = [await audited(observation), await audited(redacted)];
      for (const { code } of before.findings) codes.add(code);
      expect([seed, judgement(after, (store) => store)]).toEqual([
        seed,
        judgement(before, (store) => redactStoreId(names, store)),
      ]);
    }
    expect(codes.size).toBeGreaterThan(12);
  }, 120_000);

  it('has a rule for everything that the collecting script reads', () => {
    const script = readFileSync(
      fileURLToPath(new URL('../../ps1/lib/machine/Machine.ps1', import.meta.url)),
      'latin1',
    );
    const entries = [...script.matchAll(/^ {4}'((?:Software|SYSTEM|Volatile)[^']*)'/gim)].map(
      ([, entry = '']) => entry,
    );
    expect(entries.length).toBeGreaterThan(20);
    // Only its own machine uses it.
    const left = entries.flatMap((entry) => {
      const [key = '', ...values] = entry.split('|');
      return [...values, '*']
        .filter((name) => !hasRule(`HKEY_LOCAL_MACHINE\\${key}`, name.replace(/^\?/, '')))
        .map((name) => `${key}|${name}`);
    });
    expect(left).toEqual(['SOFTWARE\\Microsoft\\Cryptography|MachineGuid']);
  });

  it('leaves out what nobody asks for, and keeps that of another hive apart', () => {
    const reg = [
      'Windows Registry Editor Version 5.00',
      '[HKEY_USERS\\S-1-5-21-9-8-7-1001\\Software\\Contoso]',
      '"Secret"="x"',
      '[HKEY_USERS\\S-1-5-21-9-8-7-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]',
      '"ProxyServer"="proxy.contoso.example:1"',
      '"User Agent"="Contoso"',
      '[HKEY_USERS\\S-1-5-21-9-8-7-1001\\Volatile Environment]',
      '"USERNAME"="ana"',
      '',
    ].join('\r\n');
    const redacted = redactObservation(names, readRecording(Buffer.from(reg)).observation(new Date(0)));
    const keys = [...redacted.registry.keys].filter(({ visibility }) => visibility === 'present');
    expect(keys.map(({ path, values }) => [path, [...values.keys()]])).toEqual([
      [
        `HKEY_USERS\\${redactKeyPath(names, 'S-1-5-21-9-8-7-1001')}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings`,
        ['ProxyServer'],
      ],
      [`HKEY_USERS\\${redactKeyPath(names, 'S-1-5-21-9-8-7-1001')}\\Volatile Environment`, ['USERNAME']],
    ]);
    expect(keys[1]?.values.get('USERNAME')).toEqual({ kind: 'string', text: names.word('ana') });
  });
});
