import type { FleetMachine } from '../../../core/fleet/result.ts';
import type { FleetSummary } from '../../../core/fleet/summary.ts';
import { asStarted, type FollowUps } from '../../../core/model/command-text.ts';
import type { RunEvent } from '../../../core/model/events.ts';
import { onOneLine } from '../../../core/model/neutralise.ts';
import { say } from '../../../core/model/say.ts';
import { fleetCauses } from '../../facts/fleet-causes.ts';
import { settingName } from '../../facts/setting-name.ts';
import { adviceText, fleetSummaryLines, leftLine, ownersText } from '../../messages/fleet.ts';
import { CHECK_STATUSES, STEP_NAMES, WRITE_STATUSES } from '../../messages/labels.ts';
import { firstOf, SHOWN_IN_TEXT } from '../../model/first-of.ts';
import { EMPTY_RECORD, foldRecord } from '../../model/run-record.ts';
import { fleetRequests } from '../../requests/fleet-request.ts';
import { ENGLISH, type Texts } from '../../text/texts.ts';
import { withCommands } from '../../text/with-commands.ts';
import { allFindingLines, briefLines, endLine, proposalLines, summaryLines } from './brief.ts';
import { foldPages, NO_PAGES } from './fold-pages.ts';
import { errorLines, PLAIN_SECTIONS, requestLines } from './plain-sections.ts';
import { OWN_ANSWER, requestsIn, sectionsOf } from './sections.ts';
import type { PageSignal, Pages } from './turn-page.ts';

export interface PlainOptions {
  out: (line: string) => void;
  /** Errors and diagnostics; nothing else. */
  err: (line: string) => void;
  /** Default: English. */
  texts?: Texts;
  /** Default: everything. */
  detail?: Detail;
  /** Progress in the short forms; default: none. */
  progress?: (line: string) => void;
}

/** Only the conclusion; a run in about 25 lines; or everything, as in the terminal view. */
export type Detail = 'summary' | 'brief' | 'full';

/**
 * A renderer for pipes, logs and screen readers: whole lines without escape codes. The short forms are printed at
 * the end of a run, or before a question.
 */
export function createPlainRenderer(given: PlainOptions): (event: RunEvent | PageSignal) => void {
  let program: string | undefined;
  const out = (line: string) => given.out(asStarted(line, program));
  const options = { ...given, out, err: (line: string) => given.err(asStarted(line, program)) };
  const end = lastLine(options.out);
  const render = createRenderer(options, end);
  return (received) => {
    const event = onOneLine(received);
    if (event.type === 'started') {
      end.print();
      program = event.followUps?.program;
    }
    end.onEvent(event);
    render(event);
    if (event.type === 'closed') end.print();
  };
}

/** The exit code of a run whose report cannot be written. */
const REPORT_FAILED = 1;

/** The line with the exit code. */
interface LastLine {
  hold(exitCode: number, text: (exitCode: number) => string): void;
  onEvent(event: RunEvent | PageSignal): void;
  print(): void;
}

/** Held until the output of the run ends: a report is written after the run, and its error changes the exit code. */
function lastLine(out: (line: string) => void): LastLine {
  let held: { exitCode: number; text: (exitCode: number) => string } | null = null;
  return {
    hold(exitCode, text) {
      held = { exitCode, text };
    },
    onEvent(event) {
      if (event.type === 'error' && held !== null) held.exitCode = REPORT_FAILED;
    },
    print() {
      if (held !== null) out(held.text(held.exitCode));
      held = null;
    },
  };
}

function createRenderer(options: PlainOptions, end: LastLine): (event: RunEvent | PageSignal) => void {
  const { out, err, detail = 'full', progress } = options;
  const full = createFullRenderer(options, end);
  if (detail === 'full') return full;
  let record = EMPTY_RECORD;
  let texts = options.texts ?? ENGLISH;
  let isFinished = false;
  return (event) => {
    if (event.type === 'started') isFinished = false;
    if (namesFollowUps(event)) texts = withCommands(options.texts ?? ENGLISH, event.followUps);
    if (!isSignal(event)) record = foldRecord(record, event);
    if (detail === 'brief' && OWN_ANSWER.includes(record.document.mode)) return full(event);
    const lines = (some: readonly string[]) => {
      for (const line of some) out(line);
    };
    if (event.type === 'asked') lines(proposalLines(record, texts));
    else if (event.type === 'error' && isFinished) for (const line of errorLines(event, texts)) err(line);
    else if (event.type === 'finished') {
      isFinished = true;
      if (record.error !== null) for (const line of errorLines(record.error, texts)) err(line);
      // A run that only failed prints its error and its findings so far.
      if (record.error !== null && record.document.machine === null) lines(allFindingLines(record, texts));
      else {
        const ended = record;
        lines(detail === 'summary' ? summaryLines(record, texts) : briefLines(record, texts));
        end.hold(event.exitCode, (exitCode) => endLine(ended, exitCode, detail, texts));
      }
    } else if (event.type === 'diagnostic') err(event.text);
    else if (event.type !== 'closed')
      for (const line of atOnce(
        event,
        { run: null, machine: record.document.machine },
        record.document.fleet?.machines,
        texts,
      ))
        progress?.(line);
  };
}

/** The start of a run, and the copy that its commands name once it is written. */
function namesFollowUps(
  event: RunEvent | PageSignal,
): event is Extract<RunEvent, { type: 'started' | 'file-written' }> {
  return event.type === 'started' || (event.type === 'file-written' && event.followUps !== undefined);
}

function isSignal(event: RunEvent | PageSignal): event is PageSignal {
  return event.type === 'asked' || event.type === 'closed';
}

/**
 * Prints progress immediately, one line each; results follow where the terminal view prints its page, with the
 * same facts in the same order.
 */
function createFullRenderer(
  { out, err, texts: catalogue = ENGLISH }: PlainOptions,
  end: LastLine,
): (event: RunEvent | PageSignal) => void {
  let texts = catalogue;
  let pages = NO_PAGES;
  let title: string[] = [];
  let machines: FleetMachine[] = [];
  // A run that only failed prints just its error.
  const report = (lines: readonly string[]) => {
    if (lines.length > 0) for (const line of [...title.splice(0), ...lines]) out(line);
  };
  return (event) => {
    if (namesFollowUps(event)) texts = withCommands(catalogue, event.followUps);
    if (event.type === 'started') {
      title = titleOf(event, texts);
      machines = [];
    }
    if (event.type === 'fleet') machines = [...(event.machines ?? machines)];
    if (event.type === 'fleet-machine') machines.push(event.machine);
    const reported = pages.printed.length;
    pages = foldPages(pages, event);
    for (const printed of pages.printed.slice(reported)) {
      const page = { ...printed, requests: requestsIn(printed) };
      for (const section of sectionsOf(page, texts)) {
        const lines = PLAIN_SECTIONS[section](page, texts);
        if (section === 'error') for (const line of lines) err(line);
        else if (section !== 'end') report(lines);
        else if (page.end !== null && (page.error === null || title.length === 0)) {
          const { durationMs } = page.end;
          for (const line of title.splice(0)) out(line);
          end.hold(page.end.exitCode, (exitCode) =>
            PLAIN_SECTIONS.end({ ...page, end: { exitCode, durationMs } }, texts).join('\n'),
          );
        }
      }
    }
    if (event.type === 'diagnostic') err(event.text);
    report(atOnce(event, pages, machines, texts));
  };
}

function titleOf(
  { version, mode, sample }: Extract<RunEvent, { type: 'started' }>,
  { words }: Texts,
): string[] {
  const title = `p2s-fix ${version}  ${mode}`;
  return sample
    ? [
        title,
        words(
          say('Sample computer with simulated servers on this computer; no real setting is read or changed.'),
        ),
      ]
    : [title];
}

/** Printed as it happens, so that a killed run shows how far it got. */
function atOnce(
  event: RunEvent | PageSignal,
  { run, machine }: Pick<Pages, 'run' | 'machine'>,
  machines: readonly FleetMachine[] | undefined,
  texts: Texts,
): string[] {
  const { words } = texts;
  switch (event.type) {
    case 'step':
      return event.status === 'started' ? [`${words(STEP_NAMES[event.step])} \u2026`] : [];
    case 'check': {
      const { gateway, stage, url, status, evidence } = event.check;
      return status === 'skip' || evidence.client !== undefined
        ? []
        : [`  ${gateway}: ${url ?? stage}: ${words(CHECK_STATUSES[status])}`];
    }
    case 'backup':
      return [words(say('Backup {number}: {path}', { number: event.number, path: event.path }))];
    case 'write':
      return event.status === 'started'
        ? []
        : [`  ${settingName(event.store, words, machine?.vpnUser)}: ${words(WRITE_STATUSES[event.status])}`];
    case 'schedule-move':
      return [texts.move(event.move)];
    case 'schedule':
      return texts.schedule(event.schedule);
    case 'fleet-machine':
      return texts.fleetMachine(event.machine);
    case 'fleet':
      return fleetLines(event.summary, machines ?? [], run?.at ?? '', run?.followUps, texts);
    default:
      return [];
  }
}

/** The summary of a fleet: each cause with its owner and command, then the requests. */
export function fleetLines(
  summary: FleetSummary,
  machines: readonly FleetMachine[],
  startedAt: string,
  followUps: FollowUps | undefined,
  texts: Texts,
): string[] {
  const { words } = texts;
  const causes = fleetCauses(summary, machines, followUps?.fleet ?? null);
  const ofGroup = (group: FleetSummary['groups'][number]) =>
    causes
      .filter((one) => one.group === group)
      .flatMap(({ owners, command, advice }) => [
        // The owners of a move are counted below, over all computers.
        ...(owners.length === 0 || summary.action === 'migrate' ? [] : [ownersText(owners)]),
        ...advice.map(adviceText),
        ...(command === null ? [] : command.split('\n')),
      ]);
  const { shown, left } = firstOf(fleetRequests(summary, startedAt), SHOWN_IN_TEXT);
  return [
    ...fleetSummaryLines(summary, words, { ofGroup, again: followUps?.again }),
    ...requestLines(shown, texts),
    ...leftLine(left).map(words),
  ];
}
