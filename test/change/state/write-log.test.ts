import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { logWrites } from '../../../src/change/state/write-log.ts';
import type { StepOutcome, StepStatus, WriteStep } from '../../../src/machine/port.ts';
import { failing, onWindows } from '../../support/files.ts';
import { MACHINE, NOW, stateFolder } from '../folder.ts';

let dir: StateDir;
let remove: () => Promise<void>;
beforeEach(async () => ({ dir, remove } = await stateFolder()));
afterEach(() => remove());

const run = { machine: MACHINE, backup: '0001', now: NOW };
const secret = { kind: 'string' as const, text: 'http://user:secret@proxy' };
const step = (id: string): WriteStep => ({
  id,
  write: { key: 'HKEY_CURRENT_USER\\A', name: `v${id}`, expected: null, next: secret },
});
const outcome = (id: string, status: StepStatus): StepOutcome => ({
  id,
  status,
  how: status === 'written' ? 'registry' : null,
  found: null,
  now: secret,
  createdKey: false,
  hresult: null,
});

describe('the write log', () => {
  it('has one line for each write that was done or may have been, and never a value', async () => {
    const statuses: StepStatus[] = ['written', 'unchanged', 'changed', 'denied', 'not-done', 'failed'];
    const outcomes = statuses.map((status, i) => outcome(String(i), status));
    await logWrites(
      dir,
      run,
      outcomes.map(({ id }) => step(id)),
      outcomes,
    );
    await logWrites(dir, { ...run, backup: null }, [step('9')], [outcome('9', 'written')]);
    const path = join(dir.path, 'writes.ndjson');
    const text = await readFile(path, 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const common = { time: NOW.toISOString(), machine: MACHINE, key: 'HKEY_CURRENT_USER\\A' };
    expect(lines).toEqual([
      { ...common, backup: '0001', id: '0', name: 'v0', status: 'written', how: 'registry' },
      { ...common, backup: '0001', id: '5', name: 'v5', status: 'failed', how: null },
      { ...common, backup: null, id: '9', name: 'v9', status: 'written', how: 'registry' },
    ]);
    expect(text).not.toContain('secret');
    if (!onWindows) expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is not even made by a run that writes nothing', async () => {
    await logWrites(dir, run, [step('1')], [outcome('1', 'unchanged')]);
    expect(await readdir(dir.path)).toEqual([]);
  });

  it('never loses a line that is there', async () => {
    await appendFile(join(dir.path, 'writes.ndjson'), 'old\n');
    await logWrites(dir, run, [step('1')], [outcome('1', 'written')]);
    expect((await readFile(join(dir.path, 'writes.ndjson'), 'utf8')).split('\n')).toHaveLength(3);
  });

  it('has nothing about a result without a step', async () => {
    await logWrites(dir, run, [step('1'), step('2')], [outcome('2', 'written'), outcome('3', 'written')]);
    const lines = (await readFile(join(dir.path, 'writes.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).name)).toEqual(['v2']);
  });

  it('says when it cannot be written', async () => {
    const full = { ...dir, files: failing(dir.files, { append: 'ENOSPC' }) };
    const error = await logWrites(full, run, [step('1')], [outcome('1', 'written')]).catch((e) => e);
    expect(error).toMatchObject({
      code: 'state-dir',
      message: 'The write log cannot be written: the disk is full.',
      where: join(dir.path, 'writes.ndjson'),
      cause: { code: 'ENOSPC' },
    });
  });

  it('does not hide a fault of the program', async () => {
    const fault = new TypeError('made to fail');
    const broken = { ...dir, files: { ...dir.files, append: () => Promise.reject(fault) } };
    await expect(logWrites(broken, run, [step('1')], [outcome('1', 'written')])).rejects.toBe(fault);
  });
});
