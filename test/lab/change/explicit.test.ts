import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeWinInetBlob, encodeWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { readDocument, runJson } from '../../support/programs/cli.ts';

const READER = join(dirname(fileURLToPath(import.meta.url)), '../ps/Read-EffectiveProxy.ps1');
const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const HKCU = `HKEY_CURRENT_USER\\${SETTINGS}`;
const STATE = 'C:\\p2s-state';
const TAIL = new Uint8Array(455).map((_, i) => i);
/** PAC and auto-detect on, strings stored but switched off, a filled tail, counter 64. */
const START = {
  version: 0x46 as const,
  counter: 64,
  flags: 13,
  proxy: 'old.contoso.example:1',
  bypass: 'x',
  pac: 'http://pac.contoso.example/p.pac',
  tail: TAIL,
};

/** A named desired state, written into both stores of a live Windows and rolled back. */
describe('a named state in the lab', () => {
  let computer: Computer;
  let commands: Commands;
  let before: string;

  beforeAll(async () => {
    computer = await newComputer('explicit');
    commands = commandsOn(computer);
    const hex = Buffer.from(encodeWinInetBlob(START)).toString('hex').match(/../g)?.join(',');
    await computer.regImport(
      [
        'Windows Registry Editor Version 5.00',
        `[${HKCU}]`,
        '"ProxyEnable"=dword:00000000',
        '"AutoConfigURL"="http://pac.contoso.example/p.pac"',
        `[${HKCU}\\Connections]`,
        `"DefaultConnectionSettings"=hex:${hex}`,
        `"SavedLegacySettings"=hex:${hex}`,
        '',
      ].join('\n'),
    );
    before = await dump();
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
  });

  const dump = async () => (await computer.regExport(HKCU)).toString('utf16le');

  async function run(...args: string[]): Promise<ReportDocument> {
    const { stdout, stderr } = await commands.run([...args, '--state-dir', STATE, '--json']);
    expect(stderr).toBe('');
    return readDocument(stdout);
  }

  async function stored(name: string) {
    const snapshot = toSnapshot(parseRegFile(await computer.regExport(HKCU)));
    const value = snapshot.value(`${HKCU}\\Connections`, name);
    const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
    return decoded?.ok === true ? decoded.blob : null;
  }

  const desired = ['--proxy', 'proxy.contoso.example:8080', '--bypass', '<local>'];

  it('shows a PAC as what it is, refuses to carry it over, and writes nothing', async () => {
    const document = await run('apply');
    expect(document.exitCode).toBe(8);
    expect(document.findings.map(({ code }) => code)).toContain('alignment-refused');
    expect(await dump()).toBe(before);
  });

  it('changes flags, strings and counter of the blob, the mirror, and nothing else', async () => {
    const plan = await run(...desired);
    expect(plan.exitCode).toBe(2);
    expect(await dump()).toBe(before);
    const document = await run('apply', ...desired);
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    const expected = {
      ...START,
      counter: 65,
      flags: 3,
      proxy: 'proxy.contoso.example:8080',
      bypass: '<local>',
    };
    expect(await stored('DefaultConnectionSettings')).toEqual(expected);
    expect(await stored('SavedLegacySettings')).toEqual(expected);
    const mirror = toSnapshot(parseRegFile(await computer.regExport(HKCU))).key(HKCU).values;
    expect(mirror.get('ProxyEnable')).toEqual({ kind: 'dword', number: 1 });
    expect(mirror.get('ProxyServer')).toEqual({ kind: 'string', text: 'proxy.contoso.example:8080' });
    expect(mirror.get('ProxyOverride')).toEqual({ kind: 'string', text: '<local>' });
    expect(mirror.has('AutoConfigURL')).toBe(false);
  });

  it('is what Windows itself now says', async () => {
    const { stdout } = await computer.script(READER, ['-Url', 'https://gateway.example/']);
    const proxy = 'proxy.contoso.example:8080';
    expect(JSON.parse(stdout)).toMatchObject({
      winhttp: { proxy, bypass: '<local>' },
      ie: { autoDetect: false, autoConfigUrl: null, proxy, bypass: '<local>' },
      dotnet: `http://${proxy}/`,
    });
  });

  it('writes nothing the second time', async () => {
    const now = await dump();
    const document = await run('apply', ...desired);
    expect(document.exitCode).toBe(0);
    expect(document.result?.changed).toEqual([]);
    expect(await dump()).toBe(now);
  });

  it('can be captured, and the capture says the same on a system without Windows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'p2s-capture-'));
    try {
      const file = join(folder, 'machine.json');
      const { exitCode, stderr } = await commands.run(['capture', '--out', computer.path(file), '--plain']);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ kind: 'p2s-fix-capture' });
      const elsewhere = await runJson(['--machine', file, '--direct']);
      const here = await run('--direct');
      expect(elsewhere.stores).toEqual(here.stores);
      expect(elsewhere.plan).toEqual(here.plan);
      expect(elsewhere.exitCode).toBe(2);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('rolls back byte for byte', async () => {
    expect((await run('rollback')).exitCode).toBe(0);
    expect(await dump()).toBe(before);
  });
});
