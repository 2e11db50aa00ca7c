import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScheduledRun } from '../../src/core/schedule/record.ts';
import { nodeFiles } from '../../src/files/node-files.ts';
import { appendLog, logFiles, logPath } from '../../src/schedule/log.ts';
import { onWindows } from '../support/files.ts';
import { stateDirEach } from '../support/stories/state-dir.ts';

const RUN: ScheduledRun = {
  at: '2026-11-25T10:00:00.000Z',
  durationMs: 1,
  exitCode: 0,
  move: { act: 'align', why: 'as-wanted' },
  changed: [],
  backup: null,
  verdicts: [],
  undone: null,
  notFollowed: null,
  error: null,
};

describe('the log of scheduled runs', () => {
  const dir = stateDirEach({ ...nodeFiles(), append: quickly });

  /** Like the real one, but without a sync, because thousands of lines are written here. */
  async function quickly(path: string, bytes: Uint8Array): Promise<void> {
    const { appendFile } = await import('node:fs/promises');
    await appendFile(path, bytes);
  }

  it('has one whole line for each run, and moves on when it is full, five files at most', async () => {
    const message = 'x'.repeat(7000);
    for (let index = 0; index < 300; index++)
      await appendLog(dir, { ...RUN, durationMs: index, error: { code: 'input', message } });
    const names = (await readdir(dir.path)).sort();
    expect(names).toEqual([
      'schedule.1.log',
      'schedule.2.log',
      'schedule.3.log',
      'schedule.4.log',
      'schedule.log',
    ]);
    const numbers: number[] = [];
    for (const file of logFiles(dir.path).toReversed()) {
      expect((await stat(file)).size).toBeLessThanOrEqual(256 * 1024);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      numbers.push(...lines.map((line) => (JSON.parse(line) as ScheduledRun).durationMs));
    }
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => 300 - numbers.length + at));
    expect(numbers.length).toBeGreaterThan(150);
  });

  it('has a line that can be read also of a run that says too much', async () => {
    const error = { code: 'input', message: 'x'.repeat(100_000) };
    await appendLog(dir, { ...RUN, exitCode: 3, error });
    const line = JSON.parse(await readFile(logPath(dir.path), 'utf8'));
    expect(line).toEqual({ at: RUN.at, exitCode: 3, move: RUN.move, cut: true });
  });

  it.skipIf(onWindows)('does not grow without end where it cannot move on', async () => {
    // A folder of that name cannot be replaced, like an open file on Windows.
    await mkdir(join(dir.path, 'schedule.1.log', 'x'), { recursive: true });
    for (const name of ['2', '3', '4'])
      await mkdir(join(dir.path, `schedule.${name}.log`, 'x'), { recursive: true });
    const message = 'x'.repeat(7000);
    for (let index = 0; index < 150; index++)
      await appendLog(dir, { ...RUN, error: { code: 'input', message } });
    expect((await stat(logPath(dir.path))).size).toBeLessThan(520 * 1024 + 8192);
  });
});
