import { type ExitCodeMap, mappedExitCode } from '../../core/model/exit-code.ts';
import type { Mode } from '../../core/model/modes.ts';
import { say } from '../../core/model/say.ts';
import { startThisWindows } from '../../pipeline/run/open-machine.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { runMode } from '../../pipeline/run/run.ts';
import { type Language, systemLanguage } from '../../report/text/language.ts';
import { usage } from '../help/usage.ts';
import type { Invocation } from '../invocation.ts';
import { chooseOutput, type Output, type OutputKind } from '../output.ts';
import type { NextCommands } from '../parse/command-line.ts';
import { browseThenApply } from './browse-then-apply.ts';
import { runRecorded } from './recorded.ts';

/**
 * Runs a parsed command line, shows its output, and resolves to the exit code.
 *
 * @param typed what the command line names, for `--redact`
 */
export async function runInvocation(
  invocation: Invocation,
  given: Ports,
  next: NextCommands,
  typed: readonly string[],
): Promise<number> {
  const { ports, close } = readsThisWindows(invocation, given)
    ? await startThisWindows(
        invocation.powershell === null ? {} : { powershell: invocation.powershell },
        given,
      )
    : { ports: given, close: async () => undefined };
  try {
    return await runAndShow(invocation, ports, next, typed, close);
  } finally {
    await close();
  }
}

/** What a command line that could not be parsed seems to request. */
export interface Guessed {
  mode: Mode;
  output: OutputKind;
  language: Language;
  exitCodes: ExitCodeMap;
  /** What the command line names, if pseudonyms take its place. */
  redacted: readonly string[] | null;
}

/** Reports an error of the command line in the requested output format, and resolves to the exit code. */
export async function reportInvalid(error: unknown, guessed: Guessed, ports: Ports): Promise<number> {
  const chosen = await chooseOutput(guessed.output, ports.env, guessed.language);
  const output =
    guessed.redacted === null
      ? chosen
      : (await import('../redacted-output.ts')).redactedOutput(
          chosen,
          [],
          guessed.redacted,
          ports.randomBytes(32),
        );
  const document = await runMode(guessed.mode, ports, { onEvent: output.emit }, () => Promise.reject(error));
  await output.finish(document);
  return mappedExitCode(document.exitCode, document.mode, guessed.exitCodes);
}

/** `whenRun`: called after the first run. */
async function runAndShow(
  invocation: Invocation,
  ports: Ports,
  next: NextCommands,
  typed: readonly string[],
  whenRun: () => Promise<void>,
): Promise<number> {
  const language = invocation.language ?? systemLanguage(ports);
  const key = ports.randomBytes(32);
  const chosen = await chooseOutput(outputOf(invocation), ports.env, language, invocation.detail);
  const output = isRedacted(invocation) ? await withPseudonyms(chosen, invocation, typed, key) : chosen;
  refuseUnusedTarget(invocation, output);
  const { signal, dispose } = cancellation(output);
  const options = { onEvent: output.emit, signal, ...next };
  const run = (what: Invocation) =>
    runRecorded(what, ports, options, asker(what, output), { language, key, typed });
  try {
    let document = await run(invocation);
    await whenRun();
    if (await browseThenApply(invocation, document, output)) {
      // A report belongs to the run that it was requested for, and is never overwritten.
      const applying: Invocation = { ...invocation, mode: 'apply', reports: [] };
      document = await run(applying);
      await browseThenApply(applying, document, output);
    }
    await output.finish(document);
    return mappedExitCode(document.exitCode, document.mode, invocation.exitCodes);
  } finally {
    // Not before all output is written: a second Ctrl+C would cut it off.
    dispose();
  }
}

/** The screen and the log keep the names: only what programs read is sent to others as it is. */
function isRedacted({ redact, output }: Invocation): boolean {
  return redact && (output === 'json' || output === 'ndjson');
}

async function withPseudonyms(
  output: Output,
  invocation: Invocation,
  typed: readonly string[],
  key: Uint8Array,
): Promise<Output> {
  const [{ redactedOutput }, { namedFiles }] = await Promise.all([
    import('../redacted-output.ts'),
    import('./named-files.ts'),
  ]);
  return redactedOutput(output, namedFiles(invocation), typed, key);
}

/**
 * An audit writes no file. Only from a report that stays open can an apply with the same options follow.
 *
 * @throws P2sError `usage`
 */
function refuseUnusedTarget({ mode, inPlace, out, yes }: Invocation, { browse }: Output): void {
  if (mode !== 'audit' || (browse !== null && !yes)) return;
  if (inPlace)
    throw usage(
      say('--in-place goes with --apply: an audit writes no file.'),
      say('Add --apply, or leave out --in-place.'),
    );
  if (out === null) return;
  throw usage(
    say('--out goes with --apply: an audit writes no file.'),
    say('Add --apply, or save the plan: p2s-fix plan --out FILE'),
  );
}

const READERS: readonly Mode[] = ['audit', 'apply', 'plan', 'rollback', 'confirm', 'capture'];

/**
 * Whether the run reads this Windows unless an input is invalid, so that its PowerShell can start while the output is
 * prepared. Not where an option is missing, or goes with a recording: such a run only reports that.
 */
function readsThisWindows(invocation: Invocation, { platform }: Ports): boolean {
  const { mode, machines, list, inPlace, out } = invocation;
  const isComplete = !inPlace && (out !== null) === (mode === 'plan' || mode === 'capture');
  return platform === 'win32' && READERS.includes(mode) && machines.length === 0 && !list && isComplete;
}

/** Apply and rollback ask only on a terminal, and not with `--yes --json --ndjson --plain`. */
function asker(invocation: Invocation, output: Output): Output['confirm'] {
  if (invocation.yes || invocation.output !== 'auto') return null;
  return output.confirm;
}

/** A scheduled run prints nothing when all is in order; the other schedule actions print a few lines. */
function outputOf({ output, schedule, fleet }: Invocation): OutputKind {
  if (fleet !== null && output === 'auto') return 'plain';
  if (schedule === null || output !== 'auto') return output;
  return schedule === 'run' ? 'quiet' : 'plain';
}

/**
 * Ctrl+C and a closed window as an abort signal. The run decides what to do: before a write it stops immediately,
 * during a write it finishes the step. A second Ctrl+C has no effect.
 */
function cancellation(output: Output): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const stop = () => {
    abort();
    output.cancel();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
  for (const name of signals) {
    if (name !== 'SIGBREAK' || process.platform === 'win32') process.on(name, stop);
  }
  output.onCancel(abort);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}
