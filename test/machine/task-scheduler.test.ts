import { win32 } from 'node:path';
import { expect, it } from 'vitest';
import type { FileInfo } from '../../src/files/port.ts';
import { hasTask } from '../../src/machine/task-scheduler.ts';

const LIBRARY = 'C:\\Windows\\System32\\Tasks';

/** Whether the task `p2s-fix\\schedule` is found among these entries, and what was read. */
async function findIn(entries: Record<string, FileInfo['kind']>): Promise<[boolean, string[]]> {
  const seen: string[] = [];
  const found = await hasTask(LIBRARY, 'p2s-fix\\schedule', async (path) => {
    const name = win32.relative(LIBRARY, path);
    seen.push(name);
    const kind = entries[name];
    return kind === undefined ? null : { kind, mode: 0, uid: 0, gid: 0, modifiedAt: new Date(0) };
  });
  return [found, seen];
}

const TASK = 'p2s-fix\\schedule';

it('finds the file of a task', async () => {
  expect(await findIn({ 'p2s-fix': 'folder', [TASK]: 'file' })).toEqual([true, ['p2s-fix', TASK]]);
  expect(await findIn({ 'p2s-fix': 'folder' })).toEqual([false, ['p2s-fix', TASK]]);
  expect(await findIn({})).toEqual([false, ['p2s-fix']]);
});

it('reads nothing beyond a link, which any user can create there', async () => {
  expect(await findIn({ 'p2s-fix': 'link', [TASK]: 'file' })).toEqual([false, ['p2s-fix']]);
  expect(await findIn({ 'p2s-fix': 'folder', [TASK]: 'link' })).toEqual([false, ['p2s-fix', TASK]]);
});
