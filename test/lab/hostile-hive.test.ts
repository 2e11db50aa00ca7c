import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTargetChange } from '../../src/machine/fleet/target-wire.ts';
import { type Computer, newComputer } from '../support/lab.ts';
import { buildLabDriver, type LabDriver } from '../support/powershell-lab.ts';

const WINDOWS = 'Software\\Microsoft\\Windows\\CurrentVersion';
const SETTINGS = `${WINDOWS}\\Internet Settings`;
const MACHINE = `HKEY_LOCAL_MACHINE\\SOFTWARE\\${SETTINGS.slice('Software\\'.length)}\\Connections`;
const HOSTILE = fileURLToPath(new URL('ps/Set-HostileHive.ps1', import.meta.url));
const binary = (hex: string) => ({ kind: 'binary', hex });

/** What a user may do to the own hive while a change that nobody confirmed waits to go back. */
describe('a change goes back beside the hive of a hostile user', () => {
  let computer: Computer;
  let driver: LabDriver;
  beforeAll(async () => {
    [computer, driver] = await Promise.all([newComputer('hostile-hive'), buildLabDriver()]);
  });
  afterAll(async () => {
    driver?.remove();
    await computer?.destroy();
  });

  /** As the task that puts back does, the user's value first; WinHTTP is what the change left. */
  async function putBack(
    user: string,
    write: { key: string; name: string; expected: unknown; next: unknown },
  ) {
    await computer.reg(['add', MACHINE, '/v', 'WinHttpSettings', '/t', 'REG_BINARY', '/d', '02', '/f']);
    const writes = [
      { id: 'theirs', ...write, key: `HKEY_USERS\\${user}\\${write.key}` },
      { id: 'ours', key: MACHINE, name: 'WinHttpSettings', expected: binary('02'), next: binary('01') },
    ];
    const files = { exists: false, seen: [], before: [], after: [], undone: [] };
    const request = { ...files, exists: true, writes, notify: false, leaveForeign: true };
    const folder = {
      host: 'oneShot',
      script: 'Set-P2SRegistry',
      request: { writes: [], notify: false },
    } as const;
    const call = { host: 'oneShot', script: 'Invoke-P2SChange', request } as const;
    // The lock of the first one leaves the folder.
    const [, answer] = await driver.make(computer, [folder, call]);
    expect(answer?.error).toBeUndefined();
    const { ending, outcomes } = parseTargetChange(answer?.result);
    return { ending, statuses: outcomes.map(({ status }) => status) };
  }
  async function hostile(...args: string[]) {
    const { stderr, exitCode } = await computer.pwsh(HOSTILE, args, { retry: false });
    expect([stderr, exitCode]).toEqual(['', 0]);
  }
  const pac = {
    ...{ key: SETTINGS, name: 'AutoConfigURL' },
    ...{ expected: null, next: { kind: 'string', text: 'http://pac.contoso.example/' } },
  };

  it('with a second value that passes for the one to be put back', async () => {
    const [key, name] = [`${SETTINGS}\\Connections`, 'DefaultConnectionSettings'];
    await computer.reg(['add', `HKCU\\${key}`, '/v', name, '/t', 'REG_BINARY', '/d', '02', '/f']);
    await hostile('-Twin', name);
    const write = { key, name, expected: binary('02'), next: binary('01') };
    expect(await putBack(computer.user, write)).toEqual({
      ending: 'written',
      statuses: ['written', 'written'],
    });
  });

  it('whose keys let nothing into them that stays', async () => {
    await hostile('-Volatile', WINDOWS);
    expect(await putBack(computer.user, pac)).toEqual({ ending: 'written', statuses: ['failed', 'written'] });
  });

  it('who has signed out', async () => {
    const found = await putBack('S-1-5-21-1-2-3-4444', pac);
    expect(found).toEqual({ ending: 'written', statuses: ['failed', 'written'] });
  });
});
