import { P2sError } from '../../core/model/errors.ts';
import { type RegistrySnapshot, type RegistryValue, sameValue } from '../../core/model/registry.ts';
import { type Message, say } from '../../core/model/say.ts';
import type { StepOutcome, StepStatus, WriteStep } from '../port.ts';
import { type Recording, readRecording } from './recording.ts';

/** The bytes of a recording, and what they say. */
export interface Content {
  bytes: Uint8Array;
  recording: Recording;
}

export interface CheckedSteps {
  /** The planned result of each step: `written` means that it will be written. {@link afterwards} sets `now`. */
  outcomes: StepOutcome[];
  /** The steps that change something. */
  due: WriteStep[];
}

/** Compares each step with the values after the steps before it; stops at the first unexpected value. */
export function checkSteps(registry: RegistrySnapshot, steps: readonly WriteStep[]): CheckedSteps {
  const written = new Map<string, RegistryValue | null>();
  const created = new Set<string>();
  const due: WriteStep[] = [];
  let stopped = false;
  const outcomes = steps.map((step): StepOutcome => {
    if (stopped) return outcome(step, 'not-done', null, false);
    const { key, name, expected, next } = step.write;
    const id = `${key}\n${name}`.toLowerCase();
    const later = written.get(id);
    const found = later === undefined ? (registry.value(key, name) ?? null) : later;
    if (!sameValue(found, expected)) {
      stopped = true;
      return outcome(step, 'changed', found, false);
    }
    if (sameValue(found, next)) return outcome(step, 'unchanged', found, false);
    written.set(id, next);
    due.push(step);
    const creates =
      next !== null && registry.key(key).visibility !== 'present' && !created.has(key.toLowerCase());
    if (creates) created.add(key.toLowerCase());
    return outcome(step, 'written', found, creates);
  });
  return { outcomes, due };
}

/** Outcomes when no step could be done: the first is `status`, the others are `not-done`. */
export function failFirst(
  checked: CheckedSteps,
  { status, reason }: { status: 'changed' | 'denied' | 'failed'; reason: Message },
): StepOutcome[] {
  const first = checked.outcomes.findIndex((one) => one.status === 'written');
  return checked.outcomes.map((one, i) => {
    if (i < first) return one;
    const failed = { ...one, how: null, createdKey: false };
    return i === first ? { ...failed, status, reason } : { ...failed, status: 'not-done' };
  });
}

/** The outcomes with the values from a new read of the file. */
export function afterwards(
  outcomes: readonly StepOutcome[],
  steps: readonly WriteStep[],
  registry: RegistrySnapshot,
): StepOutcome[] {
  return outcomes.map((one, i) => {
    const write = steps[i]?.write;
    const seen = one.status !== 'not-done' && write !== undefined;
    return { ...one, now: seen ? (registry.value(write.key, write.name) ?? null) : null };
  });
}

/**
 * The content after the due steps, read before it replaces the file: without that there is no rollback.
 *
 * @throws P2sError `refused`
 */
export function readBack(file: string, before: Recording, due: readonly WriteStep[]): Content {
  const next = say('Make the recording again, then repeat the command.');
  let bytes: Uint8Array;
  let recording: Recording;
  try {
    bytes = before.edit(due);
    recording = readRecording(bytes);
  } catch (error) {
    if (!(error instanceof P2sError) || error.code !== 'input') throw error;
    const message = say(
      'The recording could not be read after this change ({message}). Nothing was changed.',
      { message: error.messages.message },
    );
    throw new P2sError('refused', message, { where: file, next, cause: error });
  }
  const last = new Map(due.map(({ write }) => [`${write.key}\n${write.name}`.toLowerCase(), write]));
  for (const { key, name, next: meant } of last.values()) {
    if (sameValue(recording.registry.value(key, name) ?? null, meant)) continue;
    const message = say(
      'The recording would not hold the new value of {value} after this change. Nothing was changed.',
      { value: `${key}\\${name}` },
    );
    throw new P2sError('refused', message, { where: file, next });
  }
  return { bytes, recording };
}

function outcome(
  { id }: WriteStep,
  status: StepStatus,
  found: RegistryValue | null,
  createdKey: boolean,
): StepOutcome {
  return {
    id,
    status,
    how: status === 'written' ? 'file' : null,
    found,
    now: null,
    createdKey,
    hresult: null,
  };
}
