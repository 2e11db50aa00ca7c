import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { type ChangeLab, changeLab } from '../../support/lab/lab-changes.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';

const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const STATE = 'C:\\Program Files\\p2s-fix\\state';

/** A file in the state folder of administrators. */
describe('the lock of writers in the lab', () => {
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

  const hold = async () => {
    release = await lab.background('Hold-Lock.ps1', 'held', 'release');
  };

  /** Runs a writer; by default it waits for a second. */
  function write(url: string, lockWaitMs = 1000) {
    const key = `HKEY_USERS\\${lab.computer.user}\\${SETTINGS}`;
    const next = { kind: 'string', text: url };
    const writes = [{ id: '0', key, name: 'AutoConfigURL', expected: null, next }];
    const request = { writes, notify: false, lockWaitMs };
    return driver.ask(lab.computer, { host: 'oneShot', script: 'Set-P2SRegistry', request });
  }
  async function written(): Promise<boolean> {
    const { exitCode } = await lab.computer.reg(['query', `HKCU\\${SETTINGS}`, '/v', 'AutoConfigURL']);
    if (exitCode === 0) await lab.computer.reg(['delete', `HKCU\\${SETTINGS}`, '/v', 'AutoConfigURL', '/f']);
    return exitCode === 0;
  }

  it('is held while a value is written, and leaves no file', async () => {
    expect((await write('http://x/')).result).toMatchObject({
      lock: 'held',
      outcomes: [{ status: 'written' }],
    });
    expect(await written()).toBe(true);
    expect(readdirSync(lab.computer.unixPath(STATE))).toEqual([]);
  });

  it('the file that only administrators can open keeps a second one out', async () => {
    await hold();
    const where = `${STATE}\\write-lock`;
    expect((await write('http://x/')).error).toMatchObject({ code: 'locked', where });
    expect(await written()).toBe(false);
  });

  it('a file of that name that a power failure left is taken over', async () => {
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
    expect(existsSync(left)).toBe(false);
    await hold();
    expect((await write('http://x/')).error).toMatchObject({ code: 'locked' });
  });

  it('a folder of that name is refused at once', async () => {
    await write('http://x/');
    await written();
    const where = `${STATE}\\write-lock`;
    const folder = lab.computer.unixPath(where);
    mkdirSync(folder);
    try {
      expect((await write('http://x/', 500_000)).error).toMatchObject({ code: 'state-dir', where });
      expect(await written()).toBe(false);
    } finally {
      rmdirSync(folder);
    }
  });

  async function ask(request: Record<string, unknown>): Promise<unknown> {
    const call = { host: 'oneShot', script: 'Test-Folder' as ScriptName, request } as const;
    const { result, error } = await driver.ask(lab.computer, call);
    expect(error).toBeUndefined();
    return result;
  }

  it('a file that somebody holds is replaced when it is free', async () => {
    expect(await ask({ replace: 'C:\\windows\\temp\\held.json' })).toEqual({ sleeps: 3, length: 2 });
  });
});
