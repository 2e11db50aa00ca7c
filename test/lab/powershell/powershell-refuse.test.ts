import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/files.ts';
import { binary, dword, MACHINE, RegistryLab, SETTINGS, text } from '../../support/lab/registry-lab.ts';
import { waitFor } from '../../support/ports.ts';

/** E_ACCESSDENIED. */
const DENIED = -2147024891;

let lab: RegistryLab;

beforeAll(async () => {
  lab = await RegistryLab.open('refuse');
  await lab.write([
    { key: lab.user, name: 'ProxyEnable', expected: null, next: dword(0xffffffff) },
    { key: lab.user, name: 'ProxyServer', expected: null, next: text('p:80') },
    {
      key: lab.user,
      name: 'ProxyOverride',
      expected: null,
      next: { kind: 'expand-string', text: '%SystemRoot%\\x' },
    },
    { key: `${MACHINE}\\Connections`, name: 'WinHttpSettings', expected: null, next: binary('2800') },
  ]);
});
afterAll(() => lab?.close());

describe('not writing', () => {
  it('says when it is there already, and stops at what is not what it expects', async () => {
    const { outcomes, notified } = await lab.write(
      [
        { key: lab.user, name: 'ProxyEnable', expected: dword(0xffffffff), next: dword(0xffffffff) },
        { key: lab.user, name: 'ProxyServer', expected: text('other'), next: text('new') },
        { key: lab.user, name: 'ProxyEnable', expected: dword(0xffffffff), next: dword(0) },
      ],
      true,
    );
    expect(outcomes.map(({ status, how }) => [status, how])).toEqual([
      ['unchanged', null],
      ['changed', null],
      ['not-done', null],
    ]);
    expect(outcomes[1]?.found).toMatchObject({ kind: 'string' });
    expect(notified).toBeNull();
    expect(await lab.stored(`HKCU\\${SETTINGS}`, 'ProxyEnable')).toEqual({
      kind: 'dword',
      number: 0xffffffff,
    });
  });

  it('takes the kind into account, and absence', async () => {
    const ends = await Promise.all([
      lab.write([{ key: lab.user, name: 'ProxyOverride', expected: text('%SystemRoot%\\x'), next: null }]),
      lab.write([{ key: lab.user, name: 'AutoConfigURL', expected: text(''), next: text('x') }]),
      lab.write([{ key: lab.user, name: 'ProxyEnable', expected: null, next: dword(1) }]),
    ]);
    expect(ends.map(({ outcomes }) => outcomes[0]?.status)).toEqual(['changed', 'changed', 'changed']);
  });

  it('refuses every other target before anything is written', async () => {
    const { error } = await lab.write([
      { key: lab.user, name: 'ProxyServer', expected: null, next: text('x') },
      {
        key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
        name: 'x',
        expected: null,
        next: text('calc'),
      },
    ]);
    expect(error).toMatchObject({ code: 'powershell-failed', evidence: { code: 'target-not-allowed' } });
    const misplaced = {
      key: lab.user,
      name: 'ProxyServer',
      expected: null,
      next: null,
      winHttp: { proxy: null, bypass: null },
    };
    expect((await lab.write([misplaced])).error).toMatchObject({ evidence: { code: 'invalid-request' } });
  });

  it('makes no key in a hive that is not loaded', async () => {
    const key = `HKEY_USERS\\S-1-5-21-9-9-9-9999\\${SETTINGS}`;
    const { outcomes } = await lab.write([{ key, name: 'ProxyEnable', expected: null, next: dword(1) }]);
    expect(outcomes[0]).toMatchObject({ status: 'failed', createdKey: false });
    const users = await lab.computer.reg(['query', 'HKU']);
    expect([users.exitCode, users.stdout]).toEqual([0, expect.stringContaining(lab.computer.user)]);
    expect(users.stdout).not.toContain('S-1-5-21-9-9-9-9999');
  });

  it('waits for the lock and gives up', async () => {
    const folder = await tempFolder();
    const script = join(import.meta.dirname, '../ps', 'Hold-Lock.ps1');
    const args = ['-Folder', lab.computer.path(folder.path)];
    const holder = lab.computer.pwsh(script, args, { deadlineMs: 0 });
    try {
      const held = () => (existsSync(join(folder.path, 'held')) ? true : undefined);
      await waitFor('the lock to be held', held, 60_000);
      const step = { key: lab.user, name: 'AutoConfigURL', expected: null, next: text('http://x/') };
      expect((await lab.write([step])).error).toMatchObject({
        code: 'locked',
        evidence: { code: 'busy' },
      });
    } finally {
      await writeFile(join(folder.path, 'release'), '');
      await holder;
      await folder.remove();
    }
    expect(await lab.stored(`HKCU\\${SETTINGS}`, 'AutoConfigURL')).toBeNull();
  });

  it('says when it is denied, and leaves the value', async () => {
    const key = `${MACHINE}\\Connections`;
    const target = { key, name: 'WinHttpSettings' };
    const stored = () => lab.stored(key, 'WinHttpSettings');
    const before = { kind: 'binary', bytes: new Uint8Array([0x28, 0]) };
    expect(await stored()).toEqual(before);
    await lab.computer.denyKey(key, 'write');
    const step = { ...target, expected: binary('2800'), next: binary('28000000') };
    const refused = () =>
      lab.write([step, { key: lab.user, name: 'ProxyEnable', expected: null, next: null }]);
    for (const { outcomes } of [await refused(), await lab.constrained(refused)]) {
      expect(outcomes).toMatchObject([
        { status: 'denied', hresult: DENIED, win32: 5 },
        { status: 'not-done', hresult: null },
      ]);
    }
    expect(await stored()).toEqual(before);
  });
});
