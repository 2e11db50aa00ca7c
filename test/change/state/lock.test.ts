import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLock } from '../../../src/change/state/lock.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { tempFolder } from '../../support/files.ts';
import { runProgram } from '../../support/programs/process.ts';
import { bundleChild } from '../child.ts';
import { stateFolder } from '../folder.ts';

let child: string;
let removeChild: () => Promise<void>;
const folders: (() => Promise<void>)[] = [];
const holders: Holder[] = [];
beforeAll(async () => {
  const folder = await tempFolder();
  removeChild = folder.remove;
  child = await bundleChild(new URL('./lock-child.ts', import.meta.url), folder.path);
});
afterAll(async () => {
  for (const holder of holders) await holder.kill();
  for (const remove of [...folders, removeChild]) await remove();
});

async function folder(): Promise<StateDir> {
  const { dir, remove } = await stateFolder();
  folders.push(remove);
  return dir;
}

interface Holder {
  pid: number | undefined;
  /** SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>;
}

/** A process that holds the lock for a minute at most. */
async function holderOf(dir: StateDir): Promise<Holder> {
  const process = spawn(execPath, [child, 'hold', dir.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(process, 'exit');
  const holder = {
    pid: process.pid,
    async kill() {
      process.kill('SIGKILL');
      await gone;
    },
  };
  holders.push(holder);
  await Promise.race([once(process.stdout, 'data'), gone.then(() => Promise.reject(new Error('it ended')))]);
  return holder;
}

/** On Windows the lock is an empty file, which stays. */
const names = async (dir: StateDir) => (await readdir(dir.path)).filter((name) => name !== 'lock');

const now = { waitMs: 0 };
const done = async () => 'done';

describe('the lock', () => {
  it('that a living process holds is refused, with its number and its start', async () => {
    const dir = await folder();
    const holder = await holderOf(dir);
    await expect(withLock(dir, now, done)).rejects.toMatchObject({
      code: 'locked',
      where: dir.path,
      message: expect.stringContaining(`process ${holder.pid}`),
      evidence: { pid: holder.pid, startedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    await expect(withLock(dir, { waitMs: 120 }, done)).rejects.toMatchObject({ code: 'locked' });
  });

  it('that a process held when it was killed is free at once', async () => {
    const dir = await folder();
    const holder = await holderOf(dir);
    await holder.kill();
    expect(await names(dir)).toContain('lock-holder.json');
    expect(await withLock(dir, now, done)).toBe('done');
    // The socket of the killed process too.
    expect(await names(dir)).toEqual([]);
  });

  it('is waited for', async () => {
    const dir = await folder();
    const holder = await holderOf(dir);
    const waiting = withLock(dir, { waitMs: 20_000 }, done);
    await holder.kill();
    expect(await waiting).toBe('done');
  });

  it('lets several processes count without losing one', async () => {
    const dir = await folder();
    const file = join(dir.path, 'number');
    await writeFile(file, '0');
    const counting = [1, 2, 3].map(() =>
      runProgram(execPath, [child, 'count', dir.path, file, '5'], { timeoutMs: 60_000 }),
    );
    for (const { code, stderr } of await Promise.all(counting))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await readFile(file, 'utf8')).toBe('15');
  });
});
