import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordApplied, recordRestored } from '../../../src/change/applied.ts';
import { createBackup, listBackups, pruneBackups, readBackup } from '../../../src/change/backup/backup.ts';
import { backupToJson } from '../../../src/change/backup/backup-schema.ts';
import { seal } from '../../../src/change/state/sealed.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { say } from '../../../src/core/model/say.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { FilePort } from '../../../src/files/port.ts';
import { failing } from '../../support/files.ts';
import { MACHINE, NOW } from '../folder.ts';

const CONTENT = {
  ...({ reason: 'apply', planId: null, machine: MACHINE, file: null } as const),
  ...{ values: [], createdKeys: [] },
};
const OTHER = { ...MACHINE, id: 'other' };
const backup = (number: string, more: object = {}) =>
  seal(backupToJson({ number, createdAt: NOW.toISOString(), ...CONTENT, ...more }));

/** A folder of backups in memory, and what is done to it. */
function folder(files: Record<string, Uint8Array | string>) {
  const held = new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  const done: unknown[][] = [];
  const path = join('state', 'backups');
  const nameOf = (of: string) => (of.startsWith(join(path, '/')) ? of.slice(path.length + 1) : `?${of}`);
  const port: FilePort = {
    ...nodeFiles(),
    async read(of, maxBytes) {
      done.push(['read', nameOf(of), maxBytes]);
      const bytes = held.get(nameOf(of));
      if (bytes === undefined) throw Object.assign(new Error('not there'), { code: 'ENOENT' });
      if (bytes.length > maxBytes) throw new P2sError('input', say('It is too large.'));
      return new Uint8Array(bytes);
    },
    async replace(of, bytes, options) {
      done.push(['replace', nameOf(of), options]);
      held.set(nameOf(of), Buffer.from(bytes));
      return true;
    },
    async remove(of) {
      done.push(['remove', nameOf(of)]);
      held.delete(nameOf(of));
    },
    list: async (of) => (of === path ? [...held.keys()] : []),
    makeFolder: async (...args) => void done.push(['makeFolder', ...args]),
  };
  const dir: StateDir = { path: 'state', files: port };
  return { dir, done, held, path };
}

describe('the folder of backups', () => {
  it('is made for us alone, and so are its files, the number before the backup', async () => {
    const { dir, done, path } = folder({});
    await createBackup(dir, CONTENT, NOW);
    const mode = { mode: 0o600 };
    expect(done).toEqual([
      ['makeFolder', path, 0o700],
      ['read', 'last-number', 64],
      ['replace', 'last-number', mode],
      ['replace', '0001.json', mode],
    ]);
  });

  it.each<[Record<string, string>, string]>([
    [{}, '0001'],
    [{ '0009.json': '' }, '0010'],
    [{ '0009.json': '', 'last-number': '0011\n' }, '0012'],
    [{ '0012.json': '', 'last-number': '0011\n' }, '0013'],
    [{ '9999.json': '', '10000.json': '' }, '10001'],
    [{ 'last-number': ' 7 ' }, '0008'],
    [{ 'last-number': '999999998' }, '999999999'],
    [{ 'last-number': '999999999' }, '0001'],
    [{ '0012.json': '', 'last-number': '999999999' }, '0013'],
    [{ '999999998.json': '', 'last-number': '999999999' }, '999999999'],
    [{ 'last-number': '1234567890' }, '0001'],
    [{ 'last-number': '7x' }, '0001'],
    [{ 'last-number': 'x7' }, '0001'],
    [{ 'last-number': '' }, '0001'],
    [{ '0012.json': '', 'last-number': '7'.repeat(65) }, '0013'],
    [{ '007.json': '', '1234567890.json': '', 'x0007.json': '', '0008.jsonx': '', '0009xjson': '' }, '0001'],
  ])('with %j gives the next backup the number %s', async (files, number) => {
    const { dir, held } = folder(files);
    expect(await createBackup(dir, CONTENT, NOW)).toEqual({
      ...{ number, path: join('state', 'backups', `${number}.json`) },
    });
    expect(held.get('last-number')?.toString()).toBe(`${number}\n`);
  });

  it('writes no backup after the one with the highest number', async () => {
    const { dir, done } = folder({ '999999999.json': '', 'last-number': '12' });
    await expect(createBackup(dir, CONTENT, NOW)).rejects.toMatchObject({
      code: 'state-dir',
      message: expect.stringContaining('highest possible number'),
      where: join('state', 'backups', '999999999.json'),
      next: expect.stringContaining('--state-dir DIR'),
    });
    expect(done.map(([what]) => what)).not.toContain('replace');
  });

  it('takes no number while the last one cannot be read', async () => {
    const { dir } = folder({});
    const closed = { ...dir, files: failing(dir.files, { read: 'EACCES' }) };
    const error = await createBackup(closed, CONTENT, NOW).catch((e) => e);
    expect(error).toMatchObject({
      code: 'state-dir',
      message: 'The backup cannot be written: permission is denied. Nothing was changed.',
      where: join('state', 'backups'),
      next: expect.stringContaining('--state-dir DIR'),
      evidence: { errno: 'EACCES' },
      cause: { code: 'EACCES' },
    });
  });

  it('does not hide a fault of the program', async () => {
    const fault = new TypeError('made to fail');
    const { dir } = folder({ '0001.json': '' });
    const broken = (name: 'list' | 'read') => ({
      ...dir,
      files: { ...dir.files, [name]: () => Promise.reject(fault) },
    });
    await expect(createBackup(broken('list'), CONTENT, NOW)).rejects.toBe(fault);
    await expect(readBackup(broken('read'), '1', MACHINE)).rejects.toBe(fault);
  });
});

describe('a backup that cannot be used', () => {
  it.each<[unknown, string]>([
    [Object.assign(new Error('closed'), { code: 'EACCES' }), 'permission is denied'],
    [new P2sError('input', say('It is too large.')), 'It is too large.'],
  ])('cannot be read: %s', async (error, reason) => {
    const { dir } = folder({ '0001.json': backup('0001') });
    const closed = { ...dir, files: { ...dir.files, read: () => Promise.reject(error) } };
    await expect(readBackup(closed, '1', MACHINE)).rejects.toMatchObject({
      code: 'backup-unusable',
      message: `The backup cannot be used: ${reason}.`,
      where: join('state', 'backups', '0001.json'),
      next: 'p2s-fix rollback --list shows the backups that can be used.',
    });
    const [{ problem } = { problem: null }] = await listBackups(closed);
    expect(problem).toEqual(error instanceof P2sError ? error.messages.message : say('permission is denied'));
  });

  it.each<[Uint8Array, string]>([
    [backup('0001', { machine: OTHER }), 'it was made on another computer (local other)'],
    [backup('0001', { machine: { kind: 'recorded', id: 'a\u0007b' } }), '(recorded a'],
    [backup('0002'), 'it is backup 0002 under another name'],
    [seal({}), 'it is not a backup of a supported version'],
    [new Uint8Array(), 'it was changed or cut off after it was written'],
  ])('has a reason: %#', async (bytes, reason) => {
    const { dir } = folder({ '0001.json': bytes });
    const error = await readBackup(dir, '1', MACHINE).catch((e) => e);
    expect(error).toMatchObject({ code: 'backup-unusable', message: expect.stringContaining(reason) });
    expect(error.message).not.toContain('\u0007');
  });

  it('is read up to 100 MB', async () => {
    const { dir, done } = folder({ '0001.json': backup('0001') });
    await readBackup(dir, '0001', MACHINE);
    expect(done).toEqual([['read', '0001.json', 104_857_600]]);
  });

  it.each(['2', '00001', '', 'x', '../0001'])('has no such number: %j', async (number) => {
    const { dir } = folder({ '0001.json': backup('0001') });
    await expect(readBackup(dir, number, MACHINE)).rejects.toMatchObject({
      code: 'input',
      where: join('state', 'backups'),
      next: 'p2s-fix rollback --list shows the backups.',
    });
  });
});

describe('backups that are deleted', () => {
  const numbers = ['0001', '0002', '0003', '0004'];
  const files = (of: (number: string) => object) =>
    folder(Object.fromEntries(numbers.map((number) => [`${number}.json`, backup(number, of(number))])));

  it.each([
    [5, []],
    [4, []],
    [3, ['0001']],
    [1, ['0001', '0002', '0003']],
    [0, ['0001', '0002', '0003']],
    [-1, ['0001', '0002', '0003']],
  ])('are the oldest beyond %i', async (keep, gone) => {
    const { dir, done } = files(() => ({}));
    expect(await pruneBackups(dir, keep, MACHINE)).toEqual(gone);
    const removed = gone.map((number) => ['remove', `${number}.json`]);
    expect(done.filter(([what]) => what === 'remove')).toEqual(removed);
    // Where nothing can be deleted, no backup is read.
    expect(done.some(([what]) => what === 'read')).toBe(keep < 4);
  });

  it('are not the one of the apply in effect, nor the one that was restored last', async () => {
    const { dir, held } = files(() => ({}));
    const applied = { backup: '0002', appliedAt: NOW.toISOString(), values: [] };
    await recordApplied(dir, MACHINE, applied);
    await recordApplied(dir, OTHER, { ...applied, backup: '0001' });
    expect(await pruneBackups(dir, 1, MACHINE)).toEqual(['0001', '0003']);
    held.set('0001.json', Buffer.from(backup('0001')));
    await recordRestored(dir, MACHINE, '0001');
    expect(await pruneBackups(dir, 1, MACHINE)).toEqual(['0002']);
  });

  it('are those of the machine; others and damaged ones do not count', async () => {
    const { dir, held } = files((number) => (number === '0003' ? { machine: OTHER } : {}));
    held.set('0004.json', Buffer.from('damaged'));
    held.set('0005.json', Buffer.from(backup('0005', { machine: { ...MACHINE, kind: 'remote' } })));
    expect(await pruneBackups(dir, 1, MACHINE)).toEqual(['0001']);
    expect([...held.keys()]).toEqual(['0002.json', '0003.json', '0004.json', '0005.json']);
  });
});
