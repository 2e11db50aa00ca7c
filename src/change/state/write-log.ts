import { join } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { errnoOf, errnoReason, OTHER_STATE_DIR } from '../../files/errno.ts';
import type { MachineIdentity, StepOutcome, StepStatus, WriteStep } from '../../machine/port.ts';
import type { StateDir } from './state-dir.ts';

/** The steps that touched, or may have touched, the machine. */
const TOUCHED: readonly StepStatus[] = ['written', 'failed'];

/** One line of `writes.ndjson`. No values: they may hold credentials. */
export interface WriteLogEntry {
  time: string;
  machine: MachineIdentity;
  backup: string | null;
  id: string;
  key: string;
  name: string;
  status: StepStatus;
  how: StepOutcome['how'];
}

/** Appends what was written to the log of this program; a run without writes adds nothing. */
export async function logWrites(
  dir: StateDir,
  run: { machine: MachineIdentity; backup: string | null; now: Date },
  steps: readonly WriteStep[],
  outcomes: readonly StepOutcome[],
): Promise<void> {
  const lines = outcomes.flatMap(({ id, status, how }) => {
    const write = steps.find((step) => step.id === id)?.write;
    if (write === undefined || !TOUCHED.includes(status)) return [];
    const { key, name } = write;
    const { machine, backup, now } = run;
    const entry: WriteLogEntry = { time: now.toISOString(), machine, backup, id, key, name, status, how };
    return [`${JSON.stringify(entry)}\n`];
  });
  if (lines.length === 0) return;
  const path = join(dir.path, 'writes.ndjson');
  try {
    await dir.files.append(path, Buffer.from(lines.join('')));
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    throw new P2sError('state-dir', say`The write log cannot be written: ${errnoReason(error)}.`, {
      where: path,
      next: OTHER_STATE_DIR,
      cause: error,
    });
  }
}
