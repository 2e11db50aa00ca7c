import { join } from 'node:path';
import { type Message, say } from '../../core/model/say.ts';
import type { MachineIdentity, StepOutcome, StepStatus, WriteStep } from '../../machine/port.ts';
import type { StateDir } from './state-dir.ts';
import { stored } from './stored.ts';

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
  const failed = (reason: Message) => say('The write log cannot be written: {reason}.', { reason });
  await stored(path, failed, () => dir.files.append(path, Buffer.from(lines.join(''))));
}
