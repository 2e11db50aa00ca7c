import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { type SimulatedServers, startSimulatedServers } from '../../scripts/simulated/simulated-servers.ts';
import { followUpOptions } from '../../src/core/options/follow-ups.ts';
import { runCall } from '../../src/pipeline/calls/run-call.ts';
import { systemPorts } from '../../src/pipeline/run/ports.ts';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { endedEarly, transcript } from '../path/transcript/transcripts.ts';
import { tempFolder } from '../support/files.ts';
import { localEvidence, rasClient } from '../support/machines/evidence.ts';
import { phonebookText } from '../support/machines/phonebooks.ts';
import { alwaysOnProfile, base64Of, openVpnProfile, vpnSettings } from '../support/machines/profiles.ts';
import { captured, recordings } from '../support/machines/recordings.ts';
import { machineText } from '../support/machines/reg-text.ts';
import { makeZip } from '../support/machines/zip.ts';
import { CHROMIUM } from '../support/programs/browser.ts';
import { callOf } from '../support/programs/call.ts';
import { FIREFOX } from '../support/programs/firefox.ts';
import { skipWithout } from '../support/programs/process.ts';
import { openInFirefox } from './firefox.ts';
import { exported, importReg } from './import-reg.ts';
import { type Dropped, type JudgingPage, openPage } from './support.ts';

/** Removes what differs between runs, the version of a program that was not built, and the folder of the files. */
function lines(document: ReportDocument | undefined, folder: string): string[] {
  return JSON.stringify({ ...document, tool: null, startedAt: '', durationMs: 0 }, null, 1)
    .replaceAll(folder, '')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, 'TIME')
    .split('\n');
}

const json = (name: string, content: unknown): Dropped => ({
  name,
  bytes: Buffer.from(JSON.stringify(content)),
});

/** Some forty recordings, one after the other, each with its repair and undo. */
const ALL_MS = 600_000;

/**
 * Chromium is given everything, and Firefox one recording and transcript in `of` and each with a PAC file: the judging
 * is the same script in both.
 */
const BROWSERS = [
  { browser: 'Chromium', of: 1, openIn: (): Promise<JudgingPage> => openPage() },
  { browser: 'Firefox', of: 4, openIn: (): Promise<JudgingPage> => openInFirefox() },
];

describe.skipIf(skipWithout(CHROMIUM, FIREFOX)).each(BROWSERS)('the page in $browser', ({ of, openIn }) => {
  let simulated: SimulatedServers;
  let open: JudgingPage;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    [simulated, open, folder] = await Promise.all([startSimulatedServers(), openIn(), tempFolder()]);
  });
  afterAll(async () => {
    await Promise.all([simulated?.close(), open?.close(), folder?.remove()]);
  });

  /** The document of the command line, from files with these names. */
  async function byCommand(argv: readonly string[]): Promise<ReportDocument> {
    // Names as in the folder of the files.
    const named = argv.map((word) => word.replace(`${folder.path}/`, ''));
    const run = { followUps: followUpOptions(callOf(named), 'sh') };
    return runCall(callOf(argv), { ...systemPorts('/none/'), env: {} }, run, null);
  }

  /** The results of the page and of the command for these files. */
  async function both(files: readonly Dropped[], argv: readonly string[], text = '') {
    for (const { name, bytes } of files) await writeFile(join(folder.path, name), bytes);
    await open.give(files, text);
    const [document] = await open.documents();
    const expected = lines(await byCommand(argv), folder.path);
    return { document, shown: lines(document, folder.path), expected };
  }
  const at = (name: string) => join(folder.path, name);

  /** Imports the offered repair into the recording with the readers of p2s-fix, and undoes it. */
  async function roundTrip(file: string, content: Buffer): Promise<string> {
    const saved = await open.saved(0, ['repair.reg', 'undo.reg']);
    const [repair, undo] = [saved.get('repair.reg'), saved.get('undo.reg')];
    const out = at(`applied-${file}`);
    await byCommand([
      'apply',
      `--machine=${at(file)}`,
      `--out=${out}`,
      `--state-dir=${at('state')}`,
      '--yes',
    ]);
    const applied = await readFile(out).catch(() => content);
    if (repair === undefined || undo === undefined)
      return applied.equals(content) ? 'nothing to repair' : 'no repair, and apply changes something';
    const repaired = importReg(content, repair);
    if (applied.equals(content) || exported(repaired) !== exported(applied)) return 'not what apply makes';
    return exported(importReg(repaired, undo)) === exported(content) ? 'and back' : 'not undone';
  }

  it('says of every recording what p2s-fix --machine FILE --json says, and repairs it as p2s-fix apply does', {
    timeout: ALL_MS,
  }, async () => {
    const differing: string[] = [];
    const repairs: string[] = [];
    for (const [number, { name, content, pac }] of recordings(simulated).entries()) {
      if (number % of !== 0 && pac === undefined) continue;
      const isJson = content.toString('latin1').trimStart().startsWith('{');
      const file = `computer-${number}.${isJson ? 'json' : 'reg'}`;
      const files = [{ name: file, bytes: content }];
      const argv = [`--machine=${at(file)}`];
      if (pac !== undefined) {
        files.push({ name: `${number}.pac`, bytes: Buffer.from(pac) });
        argv.push(`--pac-file=${at(`${number}.pac`)}`);
      }
      const { shown, expected } = await both(files, argv);
      const first = expected.findIndex((line, place) => line !== shown[place]);
      if (first >= 0 || shown.length !== expected.length)
        differing.push(
          `${name}: ${shown.slice(first - 1, first + 2)} instead of ${expected.slice(first - 1, first + 2)}`,
        );
      repairs.push(`${name}: ${await roundTrip(file, content)}`);
    }
    expect(differing).toEqual([]);
    const unlike = repairs.filter((line) => !/: (?:nothing to repair|and back)$/.test(line));
    expect(unlike).toEqual([]);
    expect(repairs.filter((line) => line.endsWith(': and back')).length).toBeGreaterThan(20 / of);
  });

  it('says the same of profiles: settings, an Always On profile, OpenVPN, a package, a phonebook', async () => {
    const { root } = await createCa({ name: 'Contoso Root' });
    const settings = Buffer.from(
      vpnSettings({
        server: 'azuregateway-1.vpn.azure.com',
        certificates: [base64Of(root.der)],
      }),
    );
    const kinds: Dropped[] = [
      { name: 'VpnSettings.xml', bytes: settings },
      { name: 'always-on-vpn.xml', bytes: Buffer.from(alwaysOnProfile('gw.contoso.example', 'Sstp')) },
      { name: 'gateway.ovpn', bytes: Buffer.from(openVpnProfile('gw.contoso.example', root.pem)) },
      { name: 'package.zip', bytes: makeZip([{ name: 'Generic/VpnSettings.xml', content: settings }]) },
      {
        name: 'rasphone.pbk',
        bytes: Buffer.from(phonebookText([{ name: 'Contoso', server: 'gw.contoso.example', strategy: 6 }])),
      },
    ];
    const computer = { name: 'computer.reg', bytes: machineText({ flags: 1 }) };
    for (const file of kinds) {
      const argv = [`--machine=${at(computer.name)}`, `--profile=${at(file.name)}`];
      const { shown, expected } = await both([computer, file], argv);
      expect([file.name, shown]).toEqual([file.name, expected]);
      await open.give([file]);
      const [alone] = await open.documents();
      expect([file.name, alone?.gateways.map(({ host }) => host)]).toEqual([
        file.name,
        [expect.stringMatching(/^(?:azuregateway-1\.vpn\.azure\.com|gw\.contoso\.example)$/)],
      ]);
      expect(alone?.error?.code).toBe('not-judged');
    }
  });

  it('says the same of client certificates in a capture, whose chain it verifies', async () => {
    // Their authorities have the same names.
    const [ca, twin] = await Promise.all([createCa(), createCa()]);
    const [notBefore, notAfter] = [new Date('2026-01-01'), new Date('2027-01-01')];
    const { der } = await ca.issue({ names: [], purposes: ['clientAuth'], notBefore, notAfter });
    const problems = [];
    for (const { root, intermediate } of [ca, twin]) {
      const issuers = [
        { der: intermediate.der, stores: ['CurrentUser\\CA'] },
        { der: root.der, stores: ['CurrentUser\\Root', 'LocalMachine\\Root'] },
      ];
      const own = [{ der, hasPrivateKey: true }];
      const evidence = localEvidence({
        events: [rasClient(20227, '798')],
        certificates: { state: 'read', hresult: null, own, omitted: 0, issuers, unread: [] },
      });
      const file = { name: 'capture.json', bytes: captured({ evidence }) };
      const { document, shown, expected } = await both([file], [`--machine=${at(file.name)}`]);
      expect(shown).toEqual(expected);
      const finding = document?.findings.find(({ code }) => code === 'client-certificate');
      problems.push(finding?.evidence.problem);
    }
    expect(problems).toEqual([null, 'chain-incomplete']);
  });

  it('says the same of a fleet, of an error code, and of a file that is damaged', async () => {
    const captures = recordings(simulated)
      .filter(({ content }) => content.toString('latin1').trimStart().startsWith('{'))
      .slice(0, 2)
      .map(({ content }, number) => ({ name: `fleet-${number}.json`, bytes: content }));
    const fleet = await both(captures, ['fleet', 'report', ...captures.map(({ name }) => at(name))]);
    expect(fleet.shown).toEqual(fleet.expected);
    const code = await both([], ['explain', 'error 798'], 'error 798');
    expect(code.shown).toEqual(code.expected);
    const bytes = Buffer.from('Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\r\n');
    const damaged = await both([{ name: 'damaged.reg', bytes }], [`--machine=${at('damaged.reg')}`]);
    expect(damaged.shown).toEqual(damaged.expected);
  });

  it('says the same of transcripts without certificates', async () => {
    for (const [verdict, made] of Object.entries(endedEarly()).filter((_, number) => number % of === 0)) {
      const argv = ['verify', `--transcript=${at('path.json')}`];
      const { document, shown, expected } = await both([json('path.json', made)], argv);
      expect(shown).toEqual(expected);
      for (const { en } of document?.requests ?? [])
        expect(en).toContain(made.collectedAt.slice(0, 19).replace('T', ' '));
      expect(document?.verdicts.map((one) => one.verdict)).toEqual([verdict]);
    }
  });

  it('judges a computer by a profile, names a damaged one once, and leaves certificates to the command', async () => {
    const path = json('path.json', transcript());
    const computer = { name: 'computer.reg', bytes: machineText({ flags: 1 }) };
    const profile = {
      name: 'VpnSettings.xml',
      bytes: Buffer.from(vpnSettings({ server: 'gateway.example' })),
    };
    const audit = await both(
      [path, profile, computer],
      [`--machine=${at(computer.name)}`, `--profile=${at(profile.name)}`],
    );
    expect(audit.shown).toEqual(audit.expected);

    await open.give([path, { name: 'VpnSettings.xml', bytes: Buffer.from('<VpnProfile><cut') }, computer]);
    const [first, error, left, ...rest] = await open.documents();
    expect(first?.mode).toBe('audit');
    expect(error?.error).toMatchObject({ code: 'input', where: expect.stringContaining('VpnSettings.xml') });
    expect(left).toMatchObject({ checks: [], verdicts: [] });
    expect(left?.error).toMatchObject({ code: 'usage', next: expect.stringContaining('--transcript') });
    expect(rest).toEqual([]);
  });

  it('gives the repair that export repair gives, byte for byte', async () => {
    const [first] = recordings(simulated);
    if (first === undefined) throw new Error('no recording');
    await both([{ name: 'broken.reg', bytes: first.content }], [`--machine=${at('broken.reg')}`]);
    const out = at('repair');
    const ports = { ...systemPorts(fileURLToPath(new URL('../../dist/ps1/', import.meta.url))), env: {} };
    const call = callOf(['export', 'repair', `--machine=${at('broken.reg')}`, `--out=${out}`]);
    expect(await runCall(call, ports, {}, null)).toMatchObject({ exitCode: 0 });
    const saved = await open.saved(0);
    for (const name of ['repair.reg', 'undo.reg', 'repair.json', 'Repair-P2SRegistry.ps1'])
      expect([name, saved.get(name)?.toString('hex')]).toEqual([
        name,
        (await readFile(join(out, name))).toString('hex'),
      ]);
    expect(saved.get('README.txt')?.toString()).toContain('Repair-P2SRegistry.ps1');
  });

  it('asks for nothing while it does all that', () => {
    expect(open.asked()).toEqual([]);
  });
});
