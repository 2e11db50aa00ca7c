import { type ExitCodeMap, mappedExitCode } from '../../core/model/exit-code.ts';
import type { Mode } from '../../core/model/modes.ts';
import { command, option, say } from '../../core/model/say.ts';
import { optionError } from '../../core/options/check.ts';
import type { NextCommands } from '../../core/options/follow-ups.ts';
import type { Use } from '../../core/options/option.ts';
import { type Call, modeOf, type Options } from '../../core/options/table.ts';
import { runCall } from '../../pipeline/calls/run-call.ts';
import { startThisWindows } from '../../pipeline/run/open-machine.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { type RunOptions, runMode } from '../../pipeline/run/run.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { type Language, systemLanguage } from '../../report/text/language.ts';
import type { Detail } from '../../report/views/text/plain.ts';
import { chooseOutput, type Output, type OutputKind } from '../output.ts';

/**
 * Runs the call of a command line, shows its output, and resolves to the exit code.
 *
 * @param typed what the command line names, for `--redact`
 * @param program how this process was started, where that is not `p2s-fix`
 */
export async function runAndShow(
  call: Call,
  given: Ports,
  next: NextCommands,
  typed: readonly string[],
  program?: string,
): Promise<number> {
  const { powershell } = call.options;
  const { ports, close } = readsThisWindows(call, given)
    ? await startThisWindows(powershell === undefined ? {} : { powershell }, given)
    : { ports: given, close: async () => undefined };
  try {
    return await show(call, ports, next, { typed, program, whenRun: close });
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
async function show(
  call: Call,
  ports: Ports,
  next: NextCommands,
  {
    typed,
    program,
    whenRun,
  }: { typed: readonly string[]; program: string | undefined; whenRun: () => Promise<void> },
): Promise<number> {
  const language = call.options.lang ?? systemLanguage(ports);
  const key = call.options.redact === true ? ports.randomBytes(32) : null;
  const chosen = await chooseOutput(outputOf(call), ports.env, language, detailOf(call.options), program);
  const output =
    key !== null && isRedacted(call.options) ? await withPseudonyms(chosen, call, typed, key) : chosen;
  refuseUnusedTarget(call, output);
  const { signal, dispose } = cancellation(output);
  const options = { onEvent: output.emit, signal, ...next };
  const run = (what: Call) =>
    runRecorded(what, ports, options, asker(what, output), { language, key, typed });
  try {
    let document = await run(call);
    await whenRun();
    if (await browseThenApply(call, document, output)) {
      // A report belongs to the run that it was requested for, and is never overwritten.
      const applying: Call = { use: 'apply', options: { ...call.options, report: undefined } };
      document = await run(applying);
      await browseThenApply(applying, document, output);
    }
    await output.finish(document);
    return mappedExitCode(document.exitCode, document.mode, call.options['exit-codes']);
  } finally {
    // Not before all output is written: a second Ctrl+C would cut it off.
    dispose();
  }
}

/** The screen and the log keep the names: only what programs read is sent to others as it is. */
function isRedacted({ redact = false, json = false, ndjson = false }: Options): boolean {
  return redact && (json || ndjson);
}

async function withPseudonyms(
  output: Output,
  call: Call,
  typed: readonly string[],
  key: Uint8Array,
): Promise<Output> {
  const [{ redactedOutput }, { namedFiles }] = await Promise.all([
    import('../redacted-output.ts'),
    import('./named-files.ts'),
  ]);
  return redactedOutput(output, namedFiles(call), typed, key);
}

/**
 * An audit writes no file. Only from a report that stays open can an apply with the same options follow.
 *
 * @throws P2sError `usage`
 */
function refuseUnusedTarget({ use, options }: Call, { browse }: Output): void {
  if (use !== 'audit' || (browse !== null && options.yes !== true)) return;
  const name = options['in-place'] === true ? 'in-place' : options.out === undefined ? null : 'out';
  if (name === null) return;
  const values = { option: option(name), apply: option('apply') };
  throw optionError(
    say('{option} goes with {apply}: an audit writes no file.', values),
    name,
    name === 'out'
      ? say('Add {apply}, or save the plan: {plan}', { ...values, plan: command('plan', { out: 'FILE' }) })
      : say('Add {apply}, or leave out {option}.', values),
  );
}

const READERS: readonly Use[] = ['audit', 'apply', 'plan', 'rollback', 'confirm', 'capture'];

/**
 * Whether the run reads this Windows unless an input is invalid, so that its PowerShell can start while the output is
 * prepared. Not where an option is missing, or goes with a recording: such a run only reports that.
 */
function readsThisWindows({ use, options }: Call, { platform }: Ports): boolean {
  const { machine, list = false, 'in-place': inPlace = false, out } = options;
  const isComplete = !inPlace && (out !== undefined) === (use === 'plan' || use === 'capture');
  return platform === 'win32' && READERS.includes(use) && machine === undefined && !list && isComplete;
}

/** Apply and rollback ask only on a terminal, and not with `--yes --json --ndjson --plain`. */
function asker({ options }: Call, output: Output): Output['confirm'] {
  return options.yes === true || formOf(options) !== 'auto' ? null : output.confirm;
}

function formOf({ json = false, ndjson = false, plain = false }: Options): OutputKind {
  return json ? 'json' : ndjson ? 'ndjson' : plain ? 'plain' : 'auto';
}

function detailOf({ summary = false, verbose = false }: Options): Detail {
  return summary ? 'summary' : verbose ? 'full' : 'brief';
}

/** A scheduled run prints nothing when all is in order; the other schedule actions print a few lines. */
function outputOf({ use, options }: Call): OutputKind {
  const form = formOf(options);
  if (form !== 'auto') return form;
  if (use === 'schedule run') return 'quiet';
  return use.startsWith('schedule ') || use.startsWith('fleet ') ? 'plain' : 'auto';
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

/** Runs one command and writes its report and log files. */
export async function runRecorded(
  call: Call,
  ports: Ports,
  run: RunOptions & { onEvent: Output['emit'] },
  confirm: Output['confirm'],
  { language, key, typed }: { language: Language; key: Uint8Array | null; typed: readonly string[] },
): Promise<ReportDocument> {
  const { report: reports = [], 'log-file': logFile = null } = call.options;
  if (reports.length === 0 && logFile === null) return runCall(call, ports, run, confirm);
  const { openRecords } = await import('../../pipeline/run/records.ts');
  const files = key !== null ? (await import('./named-files.ts')).namedFiles(call) : [];
  const opened = await openRecords({ reports, logFile, language, redact: key, files, typed }, ports).catch(
    (error: unknown) => ({ error }),
  );
  if ('error' in opened) return runMode(modeOf(call.use), ports, run, () => Promise.reject(opened.error));
  const onEvent: Output['emit'] = (event) => {
    run.onEvent(event);
    opened.onEvent(event);
  };
  return opened.finish(await runCall(call, ports, { ...run, onEvent }, confirm), run.onEvent);
}

/** Commands whose purpose is the report. */
const REPORTING: readonly Use[] = ['audit', 'plan', 'verify', 'migrate'];
/** Drift that `--apply` would change. */
const DRIFT = 2;

/** Lets a user at the terminal browse the report, unless `--yes` is set. True when they request the apply. */
async function browseThenApply(
  call: Call,
  document: ReportDocument,
  { browse }: Pick<Output, 'browse'>,
): Promise<boolean> {
  const isOver = REPORTING.includes(call.use) || hasApplied(call, document);
  if (browse === null || call.options.yes === true || !isOver) return false;
  return (await browse({ canApply: isApplicable(call, document) })) === 'apply';
}

/** A user who answered no has nothing more to browse. */
function hasApplied({ use }: Call, { result }: ReportDocument): boolean {
  return use === 'apply' && result !== null;
}

/** Whether an apply with the same options could write anything. */
function isApplicable(
  { use, options: { machine, 'in-place': inPlace = false, out } }: Call,
  document: Pick<ReportDocument, 'exitCode' | 'machine' | 'plan'>,
): boolean {
  if (use !== 'audit' || document.exitCode !== DRIFT) return false;
  if (machine !== undefined) return inPlace || out !== undefined;
  const isAdministrator = document.machine?.user?.elevated !== false;
  return document.plan?.changes.some(({ needsElevation }) => isAdministrator || !needsElevation) ?? false;
}
