import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listBackups, readBackup } from '../../src/change/backup/backup.ts';
import { readJournal } from '../../src/change/state/journal.ts';
import { withLock } from '../../src/change/state/lock.ts';
import { findStateDir } from '../../src/change/state/state-dir.ts';
import { openRecordedMachine, sha256 } from '../../src/machine/recorded/recorded.ts';
import { regText } from '../machine/samples.ts';
import { tempFolder } from '../support/files.ts';
import { runProgram } from '../support/programs/process.ts';
import { bundleChild } from './child.ts';
import { CRASH_STEPS } from './crash-steps.ts';

const BEFORE = Buffer.from(`\ufeff${regText()}`, 'utf16le');
const SIDE_BY_SIDE = 4;

let root: string;
let remove: () => Promise<void>;
let child: string;
beforeAll(async () => {
  ({ path: root, remove } = await tempFolder());
  child = await bundleChild(new URL('./crash-child.ts', import.meta.url), root);
});
afterAll(() => remove());

/** Runs the change up to the given place and reads what is left, as the next run would. */
async function crashAt(place: number) {
  const own = join(root, String(place));
  await mkdir(own);
  const file = join(own, 'machine.reg');
  const folder = join(own, 'state');
  await writeFile(file, BEFORE);
  const { code, stderr } = await runProgram(execPath, [child, folder, file, String(place)], {
    timeoutMs: 30_000,
  });
  expect(stderr).toBe('');
  const dir = await findStateDir({ explicit: folder, platform: process.platform, env: {} });
  const content = await readFile(file);
  const journal = dir === null ? null : await readJournal(dir);
  const backups = dir === null ? [] : await listBackups(dir);
  const log = (await readFile(join(folder, 'writes.ndjson'), 'utf8').catch(() => '')).trimEnd();
  return {
    killed: code !== 0,
    file,
    dir,
    changed: !content.equals(BEFORE),
    content,
    journal,
    backups,
    log,
  };
}

describe('a change that is killed', () => {
  it('at any place where the disk changes is found by the next run, and can be rolled back byte for byte', async () => {
    const machine = await openRecordedMachine(await copy('foretold'), { mode: { inPlace: true } });
    const after = Buffer.from(machine.recording?.edit(BEFORE, CRASH_STEPS) ?? []);
    const seen = { untouched: 0, begun: 0, written: 0, finished: 0 };
    let whole = false;
    for (let first = 1; !whole; first += SIDE_BY_SIDE) {
      const places = Array.from({ length: SIDE_BY_SIDE }, (_, i) => first + i);
      for (const left of await Promise.all(places.map(crashAt))) {
        const { dir, journal, backups, changed } = left;
        // The recording is the old one or the new one, never a part of either.
        expect(left.content.equals(BEFORE) || left.content.equals(after)).toBe(true);
        expect(backups.map(({ problem }) => problem)).toEqual(backups.map(() => null));
        if (!left.killed) {
          whole = true;
          expect(journal).toBeNull();
          expect(left.log.split('\n')).toHaveLength(CRASH_STEPS.length);
          expect(await readdir(dir?.path ?? '')).toEqual(
            expect.not.arrayContaining(['journal.json', 'lock-holder.json']),
          );
        } else if (changed && journal === null) {
          // Only the removal of the journal, or a later step, is missing: all writes are done and logged.
          expect(left.log.split('\n')).toHaveLength(CRASH_STEPS.length);
          seen.finished++;
        } else {
          seen[changed ? 'written' : journal === null ? 'untouched' : 'begun']++;
        }
        if (journal !== null) expect(journal.backup).toBe('0001');
        if (changed || journal !== null) {
          if (dir === null) throw new Error('no state folder');
          const again = await openRecordedMachine(left.file, { mode: { inPlace: true } });
          const { file } = await withLock(dir, { waitMs: 0 }, async () =>
            readBackup(dir, '1', await again.identity()),
          );
          expect(file?.sha256).toBe(sha256(BEFORE));
          await again.recording?.restore(file?.bytes ?? new Uint8Array(), [
            file?.sha256 ?? '',
            file?.leftSha256 ?? '',
          ]);
          expect(await readFile(left.file)).toEqual(BEFORE);
        }
      }
    }
    // Each window was hit: before the journal, between journal and write, between write and end, after it.
    expect(Object.entries(seen).filter(([, hits]) => hits === 0)).toEqual([]);
  }, 300_000);
});

async function copy(name: string): Promise<string> {
  const file = join(root, `${name}.reg`);
  await writeFile(file, BEFORE);
  return file;
}
