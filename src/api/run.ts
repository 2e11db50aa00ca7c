import { isList } from '../cli/options.ts';
import { nextCommands } from '../cli/parse/command-line.ts';
import { type Args, toInvocation } from '../cli/parse/to-invocation.ts';
import { runCommand } from '../cli/run/command.ts';
import { shellOf } from '../core/model/command-text.ts';
import { P2sError as InnerError } from '../core/model/errors.ts';
import type { RunEvent } from '../core/model/events.ts';
import { say } from '../core/model/say.ts';
import { countRecordingFiles } from '../pipeline/run/open-machine.ts';
import type { Confirm } from '../pipeline/run/options.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { runMode } from '../pipeline/run/run.ts';
import type { ReportDocument } from '../report/model/document.ts';
import { P2sError } from './error.ts';
import { type Call, inMembers } from './members.ts';
import type { Ask, Deadlines, RunOptions } from './options.ts';
import { type Words, wordsFrom } from './words.ts';

/** The members that are no words of a command line. */
type Given = RunOptions & { ask?: Ask | undefined; deadlines?: Deadlines | undefined };

/**
 * One call of the API, done as its command line is. Resolves with the document of a run that came to a result, whatever
 * that is, and rejects where the document has an `error`.
 *
 * @throws P2sError
 */
export async function run(call: Call, given: unknown, ports: Ports): Promise<ReportDocument> {
  const failure: { thrown?: { cause: unknown } } = {};
  const { onEvent, signal, ask, deadlines } = runOptionsOf(given);
  let isOver = false;
  // A run that writes is not stopped half-way by whoever watches it. Afterwards, nobody would learn of the error here.
  const failed = (cause: unknown) => {
    if (isOver) throw cause;
    failure.thrown ??= { cause };
  };
  const emit = (event: RunEvent) => {
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
      const words = wordsFrom(call, given);
      const argv = argvOf(call, words);
      const invocation = toInvocation(argsOf(call, words));
      const next = {
        ...nextCommands(argv, shellOf(ports.platform), await countRecordingFiles(invocation.machines)),
        ...(deadlines === undefined ? {} : { deadlines }),
      };
      if (signal?.aborted === true) throw new InnerError('cancelled', say('Cancelled. Nothing was written.'));
      return await runCommand(invocation, ports, { ...watched, ...next }, confirmBy(ask));
    } catch (error) {
      return await runMode(call.mode, ports, watched, () => Promise.reject(error));
    }
  })();
  isOver = true;
  const answer = answered(document, signal);
  if (failure.thrown !== undefined) throw listenerError(answer, failure.thrown.cause);
  return answer;
}

/**
 * The document of a run that came to a result.
 *
 * @throws P2sError where it did not
 */
export function answered(document: ReportDocument, signal: AbortSignal | undefined): ReportDocument {
  const { error, mode } = document;
  if (error === undefined) return document;
  const shown = inMembers(error, mode);
  const cause = error.code === 'cancelled' ? signal?.reason : undefined;
  throw new P2sError({ ...document, error: shown }, shown, cause);
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

/** The same as a command line, for the commands that a report names. */
function argvOf({ mode, action }: Call, { options, words }: Words): string[] {
  return [
    mode,
    ...(action === undefined || action === 'list' ? [] : [action]),
    ...Object.values(words).flat(),
    ...(action === 'list' ? ['--list'] : []),
    ...options.flatMap(([option, value]) => (value === true ? [`--${option}`] : [`--${option}`, value])),
  ];
}

function argsOf({ mode, action }: Call, { options, words }: Words): Args {
  const args: Record<string, unknown> = {};
  for (const [option, value] of options)
    args[option] = isList(option) ? [...((args[option] as string[] | undefined) ?? []), value] : value;
  const { files, computers, ...single } = words;
  return {
    ...args,
    ...Object.fromEntries(Object.entries(single).map(([name, [value]]) => [name, value])),
    ...(action === 'list' ? { list: true } : {}),
    ...(mode === 'export' ? { what: action } : { action }),
    names: files ?? computers ?? [],
    _: [mode],
  };
}

function listenerError(document: ReportDocument, cause: unknown): P2sError {
  const where = 'options.onEvent';
  const message = `${where} threw an error; the run itself has ended.`;
  return new P2sError(document, { code: 'usage', message, where, next: null }, cause);
}
