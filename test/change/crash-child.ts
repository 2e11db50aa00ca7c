import { argv, kill, pid } from 'node:process';
import { createBackup } from '../../src/change/backup/backup.ts';
import { beginJournal } from '../../src/change/state/journal.ts';
import { withLock } from '../../src/change/state/lock.ts';
import { openStateDir } from '../../src/change/state/state-dir.ts';
import { logWrites } from '../../src/change/state/write-log.ts';
import { nodeFiles } from '../../src/files/node-files.ts';
import type { FilePort } from '../../src/files/port.ts';
import { openRecordedMachine, sha256 } from '../../src/machine/recorded/recorded.ts';
import { CRASH_STEPS } from './crash-steps.ts';

/** `FOLDER FILE N`: one whole change of a recording, killed without warning at the N-th place where the disk changes. */
const [, , folder = '', file = '', deadline = '0'] = argv;
let place = 0;
function reach(): void {
  if (++place === Number(deadline)) kill(pid, 'SIGKILL');
}

const plain = nodeFiles(reach);
async function around<T>(work: () => Promise<T>): Promise<T> {
  reach();
  const result = await work();
  reach();
  return result;
}
const files: FilePort = {
  ...plain,
  replace: (...args) => around(() => plain.replace(...args)),
  append: (...args) => around(() => plain.append(...args)),
  remove: (...args) => around(() => plain.remove(...args)),
  makeFolder: (...args) => around(() => plain.makeFolder(...args)),
};

const dir = await openStateDir({
  explicit: folder,
  platform: process.platform,
  env: {},
  files,
});
const machine = await openRecordedMachine(file, { mode: { inPlace: true }, files });
const recording = machine.recording;
if (recording === null) throw new Error('not a recording');
const identity = await machine.identity();
const now = new Date(0);
await withLock(dir, { waitMs: 0 }, async () => {
  const bytes = await recording.read();
  const backup = await createBackup(
    dir,
    {
      reason: 'apply',
      planId: null,
      machine: identity,
      values: CRASH_STEPS.map(({ write: { key, name, expected } }) => ({ key, name, value: expected })),
      createdKeys: [],
      file: { bytes, sha256: sha256(bytes), leftSha256: sha256(recording.edit(bytes, CRASH_STEPS)) },
    },
    now,
  );
  const start = { backup: backup.number, planId: null, machine: identity, steps: CRASH_STEPS };
  const journal = await beginJournal(dir, start, now);
  const { outcomes } = await machine.write(CRASH_STEPS, { notify: false });
  await journal.mark(outcomes);
  await logWrites(dir, { machine: identity, backup: backup.number, now }, CRASH_STEPS, outcomes);
  await journal.finish();
});
