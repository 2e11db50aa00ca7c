import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginJournal, readJournal, removeJournal } from '../../../src/change/state/journal.ts';
import { seal } from '../../../src/change/state/sealed.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { failing } from '../../support/files.ts';
import { MACHINE, NOW, stateFolder } from '../folder.ts';

let dir: StateDir;
let remove: () => Promise<void>;
beforeEach(async () => ({ dir, remove } = await stateFolder()));
afterEach(() => remove());

const before: RegistryValue = { kind: 'binary', bytes: new Uint8Array([0x46, 0]) };
const after: RegistryValue = { kind: 'qword', number: 5n };
const start = {
  backup: '0001',
  planId: 'sha256:1',
  machine: MACHINE,
  steps: [
    { id: 'a', write: { key: 'HKEY_CURRENT_USER\\A', name: 'x', expected: before, next: after } },
    {
      id: 'b',
      write: { key: 'HKEY_CURRENT_USER\\A', name: 'y', expected: null, next: null },
      winHttp: { proxy: null, bypass: null },
    },
  ],
};
const begin = () => beginJournal(dir, start, NOW);
const statuses = async () => (await readJournal(dir))?.steps.map(({ status }) => status);

describe('a journal', () => {
  it('stands from the beginning of a change to its end', async () => {
    expect(await readJournal(dir)).toBeNull();
    const journal = await begin();
    expect(await readJournal(dir)).toEqual({
      startedAt: NOW.toISOString(),
      backup: '0001',
      planId: 'sha256:1',
      machine: MACHINE,
      steps: [
        { id: 'a', key: 'HKEY_CURRENT_USER\\A', name: 'x', expected: before, next: after, status: 'pending' },
        { id: 'b', key: 'HKEY_CURRENT_USER\\A', name: 'y', expected: null, next: null, status: 'pending' },
      ],
    });
    await journal.mark([{ id: 'a', status: 'written' }]);
    expect(await statuses()).toEqual(['written', 'pending']);
    await journal.finish();
    expect(await readJournal(dir)).toBeNull();
  });

  it('takes marks that come faster than they can be written', async () => {
    const journal = await begin();
    void journal.mark([{ id: 'a', status: 'written' }]);
    const last = journal.mark([{ id: 'b', status: 'failed' }]);
    await last;
    expect(await statuses()).toEqual(['written', 'failed']);
    expect(await readJournal(dir)).not.toBeNull();
    await journal.finish();
    expect(await readJournal(dir)).toBeNull();
  });

  it('ends after its last mark, not before it', async () => {
    const slow = { ...dir, files: { ...dir.files } };
    const journal = await beginJournal(slow, start, NOW);
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    slow.files.replace = async (...args) => {
      await gate;
      return dir.files.replace(...args);
    };
    const ends = [journal.mark([{ id: 'b', status: 'written' }]), journal.finish()];
    open();
    await Promise.all(ends);
    expect(await readJournal(dir)).toBeNull();
  });

  it('goes on after a mark that could not be written', async () => {
    const flaky = { ...dir, files: { ...dir.files } };
    const journal = await beginJournal(flaky, start, NOW);
    flaky.files.replace = failing(dir.files, { replace: 'ENOSPC' }).replace;
    await expect(journal.mark([{ id: 'a', status: 'written' }])).rejects.toMatchObject({ code: 'state-dir' });
    flaky.files.replace = dir.files.replace;
    await journal.mark([{ id: 'b', status: 'failed' }]);
    expect(await statuses()).toEqual(['written', 'failed']);
    await journal.finish();
    expect(await readJournal(dir)).toBeNull();
  });

  it('that waits is not overwritten', async () => {
    await begin();
    await expect(beginJournal(dir, { ...start, backup: '0002' }, NOW)).rejects.toMatchObject({
      code: 'interrupted-change',
    });
    expect(await readJournal(dir)).toMatchObject({ backup: '0001' });
    await removeJournal(dir);
    await removeJournal(dir);
    await expect(begin()).resolves.toBeDefined();
  });

  it('that is damaged is never taken for none', async () => {
    await begin();
    const path = join(dir.path, 'journal.json');
    const whole = new Uint8Array(await readFile(path));
    const spoilt = [...whole.keys()].map((i) => whole.with(i, (whole[i] ?? 0) ^ 1));
    for (const bytes of [
      ...spoilt,
      new Uint8Array(),
      whole.slice(0, 50),
      seal({ schemaVersion: 2 }),
      seal(null),
    ]) {
      await writeFile(path, bytes);
      await expect(readJournal(dir)).rejects.toMatchObject({
        code: 'interrupted-change',
        where: path,
        evidence: { damaged: true },
      });
      await expect(begin()).rejects.toMatchObject({ code: 'interrupted-change' });
    }
  });

  it('that cannot be written stops the change', async () => {
    const full = { ...dir, files: failing(dir.files, { replace: 'ENOSPC' }) };
    await expect(beginJournal(full, start, NOW)).rejects.toMatchObject({ code: 'state-dir' });
    const stuck = { ...dir, files: failing(dir.files, { remove: 'EIO' }) };
    await expect((await beginJournal(stuck, start, NOW)).finish()).rejects.toMatchObject({
      code: 'state-dir',
    });
    expect(await readJournal(dir)).not.toBeNull();
  });
});
