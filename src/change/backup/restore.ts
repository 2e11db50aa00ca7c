import { P2sError } from '../../core/model/errors.ts';
import {
  isWritable,
  type RegistrySnapshot,
  type RegistryValue,
  sameValue,
} from '../../core/model/registry.ts';
import { say } from '../../core/model/say.ts';
import { isElevated } from '../../core/security/elevated.ts';
import type { Machine, RecordingFile, StepOutcome, WriteStep } from '../../machine/port.ts';
import type { Backup, BackupFile } from './backup-schema.ts';
import { type Intent, type Old, planRestore } from './restore-plan.ts';

const READ_DEADLINE_MS = 60_000;
/** Another program may write at the same moment; after this many attempts the restore gives up. */
const TRIES = 3;
/** The hive of a person, up to its SID. */
const USERS = /^HKEY_USERS\\S-1-(?:5-21|12-1)-[^\\]*/i;

/**
 * Errors of a write that users can cause in their own hive: no access, no effect, a value that changed meanwhile.
 * Each of them makes the change restore all its values.
 */
export const CAUSED_BY_USER: readonly string[] = ['needs-elevation', 'write-failed', 'stale'];

/** The hive of a person that a path is in, in lower case; `null` for any other path. */
export function personsHive(place: string): string | null {
  return USERS.exec(place)?.[0].toLowerCase() ?? null;
}

/** The steps from the current values to those of a backup; none where they are equal. */
export function rollbackSteps(
  registry: RegistrySnapshot,
  backup: Pick<Backup, 'values' | 'createdKeys'>,
): WriteStep[] {
  return backup.values.toReversed().flatMap(({ key, name, value }, index): WriteStep[] => {
    const now = registry.value(key, name) ?? null;
    const left = backup.createdKeys.includes(key) && registry.key(key).visibility === 'present';
    if (sameValue(now, value) && !(value === null && left)) return [];
    const write = { key, name, expected: now, next: value };
    return [{ id: `${key}\\${name}#${index}`, write, removeKeyIfEmpty: backup.createdKeys.includes(key) }];
  });
}

/**
 * The steps of a rollback without closed users' hives and without values of a type that cannot be written, and the
 * values that stay changed for that. For an administrator, a user's hive with a value that cannot be read counts as
 * closed.
 */
export function rollbackBeside(
  registry: RegistrySnapshot,
  backup: Pick<Backup, 'values' | 'createdKeys'>,
  closed: ReadonlySet<string>,
  elevated: boolean,
): { steps: WriteStep[]; left: Old[] } {
  const values = backup.values.map((one) => ({ ...one, now: registry.value(one.key, one.name) }));
  const unseen = values.filter(({ now }) => elevated && now === undefined).map(({ key }) => personsHive(key));
  const isLeft = (key: string, old: RegistryValue | null) => {
    if (!isWritable(old)) return true;
    const hive = personsHive(key);
    return hive !== null && (closed.has(hive) || unseen.includes(hive));
  };
  const left = values.filter(
    (one) => isLeft(one.key, one.value) && (one.now === undefined || !sameValue(one.now, one.value)),
  );
  return {
    steps: rollbackSteps(registry, backup).filter(({ write }) => !isLeft(write.key, write.next)),
    left: left.map(({ key, name, value }) => ({ key, name, expected: value })),
  };
}

export interface RestoreOptions {
  /** Keys that the change created; they are removed when they are empty. */
  createdKeys: readonly string[];
  /** The complete recording before the change: only the old bytes give the same file. */
  file: BackupFile | null;
  log: (steps: readonly WriteStep[], outcomes: readonly StepOutcome[]) => Promise<void>;
}

export interface Restore {
  /** Steps whose value was ours and is restored. */
  restored: WriteStep[];
  /** Skipped: changed outside p2s-fix, kept by users in their own hive, or of a type that cannot be written. */
  foreign: Intent[];
}

/**
 * Reads the machine and restores what a change wrote, until a new read finds none of it.
 *
 * @throws P2sError `restore-failed` with the values that could not be restored, `needs-elevation` when rights are
 * missing
 */
export async function restore(
  machine: Machine,
  intents: readonly Intent[],
  { createdKeys, file, log }: RestoreOptions,
): Promise<Restore> {
  const restored = new Map<string, WriteStep>();
  const tries = new Map<string, number>();
  const denied = new Set<string>();
  let whole = file;
  for (;;) {
    const observation = await machine.observe({ deadlineMs: READ_DEADLINE_MS });
    const { registry } = observation;
    const done = new Set(restored.keys());
    const { steps, foreign } = planRestore(registry, intents, createdKeys, done, machine.recording !== null);
    const due = steps.filter(({ id }) => !denied.has(id) && (tries.get(id) ?? 0) < TRIES);
    if (due.length === 0) {
      // A key that cannot be removed, because another program added something to it, is no value of ours.
      const lost = steps.filter(({ write }) => !sameValue(write.expected, write.next));
      // Users can close their hive, set a value again, or sign out; that must not block other changes.
      const isTheirs = ({ write }: WriteStep) => isElevated(observation) && personsHive(write.key) !== null;
      if (!lost.every(isTheirs))
        throw notRestored(
          lost.filter((step) => !isTheirs(step)),
          denied,
        );
      const theirs = intents.filter((one) => lost.some(({ id }) => id === one.id));
      for (const { id } of theirs) restored.delete(id);
      return { restored: [...restored.values()], foreign: [...foreign, ...theirs] };
    }
    if (machine.recording !== null && whole !== null) {
      if (await restoreFile(machine.recording, whole)) for (const step of due) restored.set(step.id, step);
      // The file was changed outside p2s-fix as well: restore value by value from here on.
      whole = null;
      continue;
    }
    const { outcomes } = await machine.write(due, { notify: true });
    // A writer that did nothing, and does not say why, must not be asked without end.
    const isIdle = outcomes.every(({ status }) => status === 'not-done');
    for (const [index, step] of due.entries()) {
      const status = outcomes[index]?.status ?? 'not-done';
      if (isIdle || status !== 'not-done') tries.set(step.id, (tries.get(step.id) ?? 0) + 1);
      if (status === 'denied') denied.add(step.id);
      if (status === 'written') restored.set(step.id, step);
    }
    await log(due, outcomes);
  }
}

/** `false` when the file has neither the bytes of the change nor those before it. */
async function restoreFile(recording: RecordingFile, file: BackupFile): Promise<boolean> {
  try {
    await recording.restore(file.bytes, [file.leftSha256, file.sha256]);
    return true;
  } catch (error) {
    if (error instanceof P2sError && error.code === 'backup-unusable') return false;
    throw error;
  }
}

function notRestored(lost: readonly WriteStep[], denied: ReadonlySet<string>): P2sError {
  const places = lost.map(({ write }) => `${write.key}\\${write.name}`);
  if (lost.every(({ id }) => denied.has(id))) {
    return new P2sError('needs-elevation', say('Windows denied restoring: {places}.', { places }), {
      where: places.join(', '),
      next: say('Run the same command as an administrator. The backup is kept.'),
    });
  }
  return new P2sError('restore-failed', say('These values could not be restored: {places}.', { places }), {
    where: places.join(', '),
    next: say(
      'Something on this computer blocks the write: a policy, missing rights, another tool. The backup is kept.',
    ),
  });
}
