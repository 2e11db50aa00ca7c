import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import { sameBytes } from '../../core/model/registry.ts';
import { type Message, option, say } from '../../core/model/say.ts';
import { MAX_TEXT_BYTES } from '../../core/reg-file/encoding.ts';
import { CHECK_PATH, errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FilePort } from '../../files/port.ts';
import { removeUnfinished } from '../../files/unfinished.ts';
import type { Machine, RecordingFile, StepOutcome, WriteOptions, WriteReport, WriteStep } from '../port.ts';
import { afterwards, type Content, checkSteps, failFirst, readBack } from './recorded-write.ts';
import { type Recording, readRecording } from './recording.ts';

/** What may be changed: nothing, the file itself, or a copy that the first write creates. */
export type RecordedMode = 'read' | { inPlace: true } | { out: string };

export interface RecordedOptions {
  mode: RecordedMode;
  files?: FilePort;
}

const DENIED = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * A Windows in a file: a `.reg` export or a `.json` capture. With `{ out }` the file is read-only: `write`, even
 * without steps, creates the copy, which is the machine from then on. Throws P2sError `input` (with the file and
 * the line or JSON path) when it cannot be read or has no proxy key, `usage` when `out` is the file itself.
 */
export async function openRecordedMachine(file: string, options: RecordedOptions): Promise<Machine> {
  const { mode, files = nodeFiles() } = options;
  const source = await reading(file, () => files.realpath(file));
  const target =
    typeof mode === 'object' && 'out' in mode ? await copyTarget(files, source, mode.out) : source;
  let current = source;

  let last: Content | null = null;
  let planned: { before: Recording; due: readonly WriteStep[]; after: Content } | null = null;

  // A recording may have 64 MB: it is read again where its content matters, but kept and parsed only once.
  async function read(): Promise<Uint8Array> {
    const bytes = await reading(current, () => files.read(current, MAX_TEXT_BYTES));
    return last !== null && sameBytes(last.bytes, bytes) ? last.bytes : bytes;
  }
  function contentOf(bytes: Uint8Array): Recording {
    if (last === null || !sameBytes(last.bytes, bytes)) {
      const after = planned?.after;
      const isPlanned = after !== undefined && sameBytes(after.bytes, bytes);
      last = isPlanned ? after : { bytes, recording: readRecording(bytes) };
    }
    return last.recording;
  }
  const parse = (bytes: Uint8Array): Promise<Recording> => reading(current, async () => contentOf(bytes));

  /**
   * Does not write values that are already there, so that their spelling stays too. Throws P2sError `refused`, before
   * anything is written, when the result could not be read again.
   */
  function edited(bytes: Uint8Array, before: Recording, due: readonly WriteStep[]): Uint8Array {
    if (due.length === 0) return bytes;
    const isPlanned =
      planned?.before === before &&
      planned.due.length === due.length &&
      due.every((step, i) => step === planned?.due[i]);
    if (planned === null || !isPlanned) planned = { before, due, after: readBack(file, before, due) };
    return planned.after.bytes;
  }

  async function put(bytes: Uint8Array, before: Uint8Array): Promise<boolean> {
    const replaced = await files.replace(target, bytes, current === target ? { expected: before } : {});
    if (!replaced) return false;
    current = target;
    await removeUnfinished(files, dirname(target), (name) => name === basename(target), new Date());
    return true;
  }

  async function write(steps: readonly WriteStep[], { onStep }: WriteOptions): Promise<WriteReport> {
    if (mode === 'read') throw readOnly(file);
    const before = await read();
    const recording = await parse(before);
    const checked = checkSteps(recording.registry, steps);
    let outcomes: StepOutcome[] = checked.outcomes;
    if (checked.due.length > 0 || current !== target) {
      // The backup of a change holds the file as it was planned: with any other, a rollback would not restore it.
      const isOther = planned !== null && planned.before !== recording;
      const replace = async () => {
        const after = await reading(file, async () => edited(before, recording, checked.due));
        return failureOf(() => put(after, before));
      };
      const failure = isOther ? CHANGED : await replace();
      if (failure !== null && checked.due.length === 0) throw notCopied(target, failure.reason);
      if (failure !== null) outcomes = failFirst(checked, failure);
    }
    const { registry } = await parse(await read());
    planned = null;
    const seen = afterwards(outcomes, steps, registry);
    for (const { id, status } of seen) if (status !== 'not-done') onStep?.({ id, status });
    return { outcomes: seen, notified: null };
  }

  async function restore(bytes: Uint8Array, expectedSha256: readonly string[]): Promise<void> {
    if (mode === 'read') throw readOnly(file);
    const before = await read();
    const stale = new P2sError(
      'backup-unusable',
      say('The recording was changed outside p2s-fix since this backup was made.'),
      {
        where: current,
        next: say('Compare the file with the backup by hand; nothing was written.'),
      },
    );
    if (!expectedSha256.includes(sha256(before))) throw stale;
    const failure = await failureOf(() => put(bytes, before));
    if (failure?.status === 'changed') throw stale;
    if (failure !== null || sha256(await read()) !== sha256(bytes)) {
      throw new P2sError('restore-failed', say('The recording could not be restored.'), { where: current });
    }
  }

  const recording: RecordingFile = {
    path: target,
    read,
    edit: (bytes, steps) => {
      const content = contentOf(bytes);
      return edited(bytes, content, checkSteps(content.registry, steps).due);
    },
    restore,
  };
  await parse(await read());
  const observation = async () => {
    const info = await reading(current, () => files.info(current));
    return (await parse(await read())).observation(info?.modifiedAt ?? new Date(0));
  };
  return { ...recordedMachine(target, observation), recording, write };
}

/** A read-only machine from files. */
export function recordedMachine(id: string, observation: () => Promise<Observation>): Machine {
  return {
    kind: 'recorded',
    recording: null,
    folders: null,
    identity: async () => ({ kind: 'recorded', id }),
    observe: async ({ signal }) => {
      if (signal?.aborted === true) throw new P2sError('cancelled', say('Cancelled.'));
      return observation();
    },
    write: async () => {
      throw readOnly(id);
    },
    effective: async () => null,
    fetchByWinHttp: async () => null,
    checkChains: async () => null,
    resolveProxies: async () => null,
    listeners: async () => null,
    evidence: async () => (await observation()).evidence ?? null,
    close: async () => {},
  };
}

/** Lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface PutFailure {
  status: 'changed' | 'denied' | 'failed';
  reason: Message;
}

const CHANGED: PutFailure = { status: 'changed', reason: say('it was changed outside p2s-fix') };

/** Why the file could not be replaced; `null` on success. */
async function failureOf(put: () => Promise<boolean>): Promise<PutFailure | null> {
  try {
    return (await put()) ? null : CHANGED;
  } catch (error) {
    const code = errnoOf(error);
    if (code === null) throw error;
    return { status: DENIED.has(code) ? 'denied' : 'failed', reason: errnoReason(error) };
  }
}

function notCopied(out: string, reason: Message): P2sError {
  return new P2sError('input', say('The copy cannot be written: {reason}.', { reason }), {
    where: out,
    next: say('Name another file with {option}.', { option: option('out') }),
  });
}

async function copyTarget(files: FilePort, source: string, out: string): Promise<string> {
  const target = await canonicalCopy(files, out).catch((error: unknown) => {
    throw errnoOf(error) === null ? error : notCopied(out, errnoReason(error));
  });
  if (target !== source) return target;
  throw new P2sError('usage', say('The copy would overwrite the recording.'), {
    where: out,
    next: say('Name another file, or use {option}.', { option: option('in-place') }),
  });
}

async function canonicalCopy(files: FilePort, out: string): Promise<string> {
  const found = await files.info(out);
  if (found === null) return join(await files.realpath(dirname(out)), basename(out));
  if (found.kind === 'folder') throw notCopied(out, say('it is a folder'));
  return files.realpath(out);
}

/** Adds the file name to system errors and content errors. */
export async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof P2sError) {
      const place = error.where === null || error.where === path ? path : `${path}, ${error.where}`;
      throw error.again({ where: place });
    }
    if (errnoOf(error) === null) throw error;
    throw new P2sError(
      'input',
      say('The recording cannot be read: {reason}.', { reason: errnoReason(error) }),
      {
        where: path,
        next: CHECK_PATH,
        evidence: { errno: errnoOf(error) },
        cause: error,
      },
    );
  }
}

function readOnly(file: string): P2sError {
  return new P2sError('usage', say('A recording is changed only if you ask for it.'), {
    where: file,
    next: say('Add {option} (the file is changed, a backup is kept).', { option: option('in-place') }),
  });
}
