import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '../../../src/change/state/sealed.ts';
import { parseTargetChange } from '../../../src/machine/fleet/target-wire.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { type ChangeLab, changeLab, resetTo } from '../../support/lab/lab-changes.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';

const WINDOWS = 'Software\\Microsoft\\Windows\\CurrentVersion';
const SETTINGS = `${WINDOWS}\\Internet Settings`;
const MACHINE = `HKEY_LOCAL_MACHINE\\SOFTWARE\\${SETTINGS.slice('Software\\'.length)}\\Connections`;
const HOSTILE = fileURLToPath(new URL('../ps/Set-HostileHive.ps1', import.meta.url));
const NOTE = 'C:\\Program Files\\p2s-fix\\state\\unconfirmed.json';
const binary = (hex: string) => ({ kind: 'binary', hex });

/** What a user may do to their own hive before an unconfirmed change is rolled back. */
describe('a change is rolled back beside the hive of a hostile user', () => {
  let computer: Computer;
  let driver: LabDriver;
  beforeAll(async () => {
    [computer, driver] = await Promise.all([newComputer('hostile-hive'), buildLabDriver()]);
    // The lock of this run leaves the folder.
    const request = { writes: [], notify: false };
    const { error } = await driver.ask(computer, { host: 'oneShot', script: 'Set-P2SRegistry', request });
    expect(error).toBeUndefined();
  });
  afterAll(async () => {
    driver?.remove();
    await computer?.destroy();
  });

  /** Does what the rollback task does, the user's value first; WinHTTP is what the change left. */
  async function restore(
    user: string,
    write: { key: string; name: string; expected: unknown; next: unknown },
  ) {
    await computer.reg(['add', MACHINE, '/v', 'WinHttpSettings', '/t', 'REG_BINARY', '/d', '02', '/f']);
    const writes = [
      { id: 'theirs', ...write, key: `HKEY_USERS\\${user}\\${write.key}` },
      { id: 'ours', key: MACHINE, name: 'WinHttpSettings', expected: binary('02'), next: binary('01') },
    ];
    const base64 = Buffer.from(seal({ left: [] })).toString('base64');
    const files = { seen: [], before: [], after: [{ path: 'unconfirmed.json', base64 }], rolledBack: [] };
    const request = { ...files, exists: true, writes, notify: false, leaveForeign: true };
    const call = { host: 'oneShot', script: 'Invoke-P2SChange', request } as const;
    const { error, result } = await driver.ask(computer, call);
    expect(error).toBeUndefined();
    const { ending, outcomes } = parseTargetChange(result);
    const note = JSON.parse(await readFile(computer.unixPath(NOTE), 'utf8'));
    const left = note.content.left.map(({ name }: { name: string }) => name);
    return { ending, statuses: outcomes.map(({ status }) => status), left };
  }
  async function hostile(...args: string[]) {
    const { stderr, exitCode } = await computer.pwsh(HOSTILE, args, { retry: false });
    expect([stderr, exitCode]).toEqual(['', 0]);
  }
  const pac = {
    ...{ key: SETTINGS, name: 'AutoConfigURL' },
    ...{ expected: null, next: { kind: 'string', text: 'http://pac.contoso.example/' } },
  };

  const refused = (status: string) => {
    return { ending: 'written', statuses: [status, 'written'], left: ['AutoConfigURL'] };
  };

  it('with a second value that imitates the one to restore', async () => {
    const [key, name] = [`${SETTINGS}\\Connections`, 'DefaultConnectionSettings'];
    await computer.reg(['add', `HKCU\\${key}`, '/v', name, '/t', 'REG_BINARY', '/d', '02', '/f']);
    await hostile('-Twin', name);
    const write = { key, name, expected: binary('02'), next: binary('01') };
    expect(await restore(computer.user, write)).toEqual({
      ending: 'written',
      statuses: ['written', 'written'],
      left: [],
    });
  });

  it('whose keys let nothing into them that stays', async () => {
    await hostile('-Volatile', WINDOWS);
    expect(await restore(computer.user, pac)).toEqual(refused('failed'));
  });

  it('who has signed out', async () => {
    const found = await restore('S-1-5-21-1-2-3-4444', pac);
    expect(found).toEqual(refused('failed'));
  });

  it('who has signed out, where nothing was before', async () => {
    const write = { ...pac, expected: pac.next, next: null };
    const found = await restore('S-1-5-21-1-2-3-4444', write);
    expect(found).toEqual(refused('failed'));
  });

  it('whose old value is of a type that nobody can write', async () => {
    const next = { kind: 'other', type: 0xffffffff, hex: '' };
    expect(await restore(computer.user, { ...pac, next })).toEqual(refused('failed'));
  });

  // The last test: the key stays closed.
  it('whose key cannot be read, where nothing was before', async () => {
    await hostile('-Closed', SETTINGS);
    const write = { ...pac, expected: pac.next, next: null };
    expect(await restore(computer.user, write)).toEqual(refused('denied'));
  });
});

/** Values of types that only Windows' own functions can write. */
const ODD = {
  ProxyEnable: 'hex(5):00,00,00,01',
  ProxyServer: 'hex(6):61,00',
  ProxyOverride: 'hex(8):01',
  AutoConfigURL: 'hex(ffff):01,02',
};

describe('a change over a hive with values of such types', () => {
  let lab: ChangeLab;
  beforeAll(async () => {
    lab = await changeLab('hostile-types');
  });
  afterAll(() => lab?.destroy());

  it('is rolled back for the machine, and says what stays', async () => {
    await resetTo(lab.computer);
    const values = Object.entries(ODD).map(([name, value]) => `"${name}"=${value}`);
    const text = ['Windows Registry Editor Version 5.00', `[HKEY_CURRENT_USER\\${SETTINGS}]`, ...values, ''];
    await lab.computer.regImport(text.join('\r\n'));
    const [, ...machine] = await lab.dump();
    const applied = await lab.run('apply', '--proxy', 'p.contoso.example:8080', '--no-probe', '--yes');
    expect([applied.error, applied.exitCode]).toEqual([undefined, 0]);
    expect((await lab.dump()).slice(1)).not.toEqual(machine);
    const back = await lab.run('rollback');
    expect([back.error, back.exitCode]).toEqual([undefined, 0]);
    expect((await lab.dump()).slice(1)).toEqual(machine);
    const left = back.findings.find(({ code }) => code === 'values-not-put-back')?.evidence.unwritable;
    expect(left).toEqual(expect.arrayContaining([expect.stringMatching(/\\AutoConfigURL$/)]));
  });

  it('asks before it replaces them, and restores REG_NONE beside them', async () => {
    await resetTo(lab.computer);
    const key = `HKCU\\${SETTINGS}\\Connections`;
    const none = ['add', key, '/v', 'DefaultConnectionSettings', '/t', 'REG_NONE', '/d', '4600', '/f'];
    await lab.computer.reg(none);
    const text = [
      'Windows Registry Editor Version 5.00',
      `[HKEY_CURRENT_USER\\${SETTINGS}\\Connections]`,
      '"SavedLegacySettings"=hex(63):01,02',
      '',
    ];
    await lab.computer.regImport(text.join('\r\n'));
    const start = await lab.dump();
    const change = ['--proxy', 'p.contoso.example:8080', '--no-probe'];
    const evidence = { value: 'SavedLegacySettings', type: 'unknown' };
    for (const [mode, ...expected] of [
      ['audit', undefined, 2],
      ['apply', 'refused', 8],
    ] as const) {
      const found = await lab.run(mode, ...change);
      expect([found.error?.code, found.exitCode]).toEqual(expected);
      const lost = found.findings.filter(({ code }) => code === 'value-not-restorable');
      expect(lost.map((one) => one.evidence)).toEqual([evidence]);
      expect(await lab.dump()).toEqual(start);
    }

    expect((await lab.run('apply', ...change, '--yes')).exitCode).toBe(0);
    expect((await lab.run('apply', ...change, '--yes')).result?.changed).toEqual([]);
    const back = await lab.run('rollback');
    expect(back.exitCode).toBe(0);
    const left = back.findings.find(({ code }) => code === 'values-not-put-back');
    expect(left?.evidence).toMatchObject({
      values: [],
      unwritable: [expect.stringMatching(/\\SavedLegacySettings$/)],
    });
    // Except the named value, everything is as it was, REG_NONE byte for byte.
    await lab.computer.regImport(text.join('\r\n'));
    expect(await lab.dump()).toEqual(start);
  });
});
