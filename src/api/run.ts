import { type Shell, shellOf } from '../core/model/command-text.ts';
import { type ErrorMessages, P2sError as InnerError } from '../core/model/errors.ts';
import type { Emit, ErrorReport, RunEvent } from '../core/model/events.ts';
import { IN_ENGLISH, say, toText } from '../core/model/say.ts';
import { commandsWith, nextCommands } from '../core/options/follow-ups.ts';
import type { Use } from '../core/options/option.ts';
import { modeOf, type OptionName } from '../core/options/table.ts';
import { runCall } from '../pipeline/calls/run-call.ts';
import { countRecordingFiles } from '../pipeline/run/open-machine.ts';
import type { Confirm } from '../pipeline/run/options.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { runMode } from '../pipeline/run/run.ts';
import type { ReportDocument } from '../report/model/document.ts';
import { P2sError } from './error.ts';
import { type Fixed, memberName, readMembers } from './read-members.ts';
import type { Ask, Deadlines, RunOptions } from './values.ts';

/** The members that are no options. */
type Given = RunOptions & { ask?: Ask | undefined; deadlines?: Deadlines | undefined };

/**
 * One call of the API. Resolves with the document of a run that came to a result, whatever
 * that is, and rejects where the document has an `error`.
 *
 * @throws P2sError
 */
export async function run(
  use: Use,
  given: unknown,
  ports: Ports,
  fixed: Fixed = {},
): Promise<ReportDocument> {
  const failure: { thrown?: { cause: unknown } } = {};
  const { onEvent, signal, ask, deadlines } = runOptionsOf(given);
  let isOver = false;
  const errors: ErrorMessages[] = [];
  const listen = messagesTo(errors);
  // A run that writes is not stopped half-way by whoever watches it. Afterwards, nobody would learn of the error here.
  const failed = (cause: unknown) => {
    if (isOver) throw cause;
    failure.thrown ??= { cause };
  };
  const emit = (event: RunEvent) => {
    listen(event);
    try {
      const returned: unknown = onEvent?.(event);
      // Node ends the process for a rejection that nobody handles.
      if (returned instanceof Promise) returned.catch(failed);
    } catch (cause) {
      failed(cause);
    }
  };
  const watched = { onEvent: emit, ...(signal === undefined ? {} : { signal }) };
  const document = await (async () => {
    try {
      const call = readMembers(use, given, fixed);
      const files = await countRecordingFiles(call.options.machine ?? []);
      const next = {
        ...nextCommands(call, shellOf(ports.platform), files),
        ...(deadlines === undefined ? {} : { deadlines }),
      };
      if (signal?.aborted === true) throw new InnerError('cancelled', say('Cancelled. Nothing was written.'));
      return await runCall(call, ports, { ...watched, ...next }, confirmBy(ask));
    } catch (error) {
      return await runMode(modeOf(use), ports, watched, () => Promise.reject(error));
    }
  })();
  isOver = true;
  const answer = answered(document, use, errors, signal, shellOf(ports.platform));
  if (failure.thrown !== undefined) throw listenerError(answer, failure.thrown.cause);
  return answer;
}

/**
 * The document of a run that came to a result.
 *
 * @throws P2sError where it did not
 */
export function answered(
  document: ReportDocument,
  use: Use,
  errors: readonly ErrorMessages[],
  signal?: AbortSignal,
  shell: Shell = 'sh',
): ReportDocument {
  const { error } = document;
  if (error === undefined) return document;
  const messages = errors.at(-1);
  const shown = messages === undefined ? error : inMembers(error, messages, use, shell);
  const cause = error.code === 'cancelled' ? signal?.reason : undefined;
  throw new P2sError({ ...document, error: shown }, shown, cause);
}

/** Keeps the messages of the errors of a run. */
export function messagesTo(errors: ErrorMessages[]): Emit {
  return (event) => {
    if (event.type === 'error') errors.push(event.messages);
  };
}

/** An error in the names of the API. */
function inMembers(
  { code, where }: ErrorReport,
  { message, next, at }: ErrorMessages,
  use: Use,
  shell: Shell,
): ErrorReport {
  const optionText = (name: OptionName) => memberName(name, use);
  const wording = { ...IN_ENGLISH, ...commandsWith({ shell }), optionText };
  return {
    code,
    message: toText(message, wording),
    where: at !== undefined ? memberName(at, use) : where === 'command line' ? 'options' : where,
    next: next === null ? null : toText(next, wording),
  };
}

/** Those that are of the right type: the others are an error of the run, and are not called for it. */
function runOptionsOf(given: unknown): Given {
  const { onEvent, signal, ask, deadlines } = (
    typeof given === 'object' && given !== null ? given : {}
  ) as Given;
  return {
    ...(typeof onEvent === 'function' ? { onEvent } : {}),
    ...(signal instanceof AbortSignal ? { signal } : {}),
    ...(typeof ask === 'function' ? { ask } : {}),
    ...(deadlines === undefined ? {} : { deadlines }),
  };
}

function confirmBy(ask: Ask | undefined): Confirm | null {
  if (ask === undefined) return null;
  return async ({ changes, whose }, backupFolder) => {
    const consent: unknown = await ask({
      changes: changes.map(({ store, action, needsElevation }) => ({ store, action, needsElevation })),
      ...(whose === undefined ? {} : { whose }),
      backupFolder,
    });
    // A program without types may return the text that a person typed.
    return consent === true;
  };
}

function listenerError(document: ReportDocument, cause: unknown): P2sError {
  const where = 'options.onEvent';
  const message = `${where} threw an error; the run itself has ended.`;
  return new P2sError(document, { code: 'usage', message, where, next: null }, cause);
}
