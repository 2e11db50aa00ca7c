import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { type ChangeLab, changeLab } from '../../support/lab/lab-changes.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';

const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const STATE = 'C:\\ProgramData\\p2s-fix';

/** The lock that any user can take, and the one that only an administrator can. */
describe('the locks of writers in the lab', () => {
  let lab: ChangeLab;
  let driver: LabDriver;
  let release: (() => Promise<void>) | null = null;

  beforeAll(async () => {
    [lab, driver] = await Promise.all([changeLab('write-lock'), buildLabDriver()]);
  });
  afterEach(async () => {
    await release?.();
    release = null;
  });
  afterAll(async () => {
    driver?.remove();
    await lab?.destroy();
  });

  const hold = async (how: string) => {
    release = await lab.background('Hold-Name.ps1', 'held', 'release', ['-How', how]);
  };

  /** Runs a writer that waits for a second. */
  function write(url: string) {
    const key = `HKEY_USERS\\${lab.computer.user}\\${SETTINGS}`;
    const next = { kind: 'string', text: url };
    const writes = [{ id: '0', key, name: 'AutoConfigURL', expected: null, next }];
    const request = { writes, notify: false, lockWaitMs: 1000 };
    return driver.ask(lab.computer, { host: 'oneShot', script: 'Set-P2SRegistry', request });
  }
  async function written(): Promise<boolean> {
    const { exitCode } = await lab.computer.reg(['query', `HKCU\\${SETTINGS}`, '/v', 'AutoConfigURL']);
    if (exitCode === 0) await lab.computer.reg(['delete', `HKCU\\${SETTINGS}`, '/v', 'AutoConfigURL', '/f']);
    return exitCode === 0;
  }

  it.each(['held', 'closed', 'event'])(
    'a name that is taken delays an administrator, and stops nothing: %s',
    async (how) => {
      await hold(how);
      const { result, error } = await write('http://x/');
      expect(error).toBeUndefined();
      expect(result).toMatchObject({ lock: 'held', outcomes: [{ status: 'written' }] });
      expect(await written()).toBe(true);
      // The lock is gone. The folder stays: otherwise any user could create it.
      expect(readdirSync(lab.computer.unixPath(STATE))).toEqual([]);
    },
  );

  it('the file that only administrators can open keeps a second one out', async () => {
    await hold('file');
    const where = `${STATE}\\write-lock`;
    expect((await write('http://x/')).error).toMatchObject({ code: 'locked', where });
    expect(await written()).toBe(false);
  });

  it('a file of that name that a power failure left is held as it is, and not deleted', async () => {
    // Makes the folder.
    await write('http://x/');
    await written();
    const left = lab.computer.unixPath(`${STATE}\\write-lock`);
    writeFileSync(left, 'left');
    expect((await write('http://x/')).result).toMatchObject({
      lock: 'held',
      outcomes: [{ status: 'written' }],
    });
    expect(await written()).toBe(true);
    expect(readFileSync(left, 'utf8')).toBe('left');
    await hold('file');
    expect((await write('http://x/')).error).toMatchObject({ code: 'locked' });
    rmSync(left, { force: true });
  });

  async function ask(request: Record<string, unknown>): Promise<unknown> {
    const call = { host: 'oneShot', script: 'Test-Folder' as ScriptName, request } as const;
    const { result, error } = await driver.ask(lab.computer, call);
    expect(error).toBeUndefined();
    return result;
  }

  it('a folder that somebody else makes between the look and the making is not ours', async () => {
    expect(await ask({ path: 'C:\\plant\\p2s-fix', above: 'C:\\plant' })).toEqual({
      made: false,
      beside: ['C:\\plant\\p2s-fix'],
    });
  });

  it('a file that somebody holds is replaced when it is free', async () => {
    expect(await ask({ replace: 'C:\\windows\\temp\\held.json' })).toEqual({ sleeps: 3, length: 2 });
  });
});
