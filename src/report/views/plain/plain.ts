import type { FleetSummary } from '../../../core/fleet/summary.ts';
import type { RunEvent } from '../../../core/model/events.ts';
import { onOneLine } from '../../../core/model/neutralise.ts';
import { say } from '../../../core/model/say.ts';
import { fleetCauses } from '../../facts/fleet-causes.ts';
import { settingName } from '../../facts/setting-name.ts';
import { adviceText, fleetSummaryLines, leftLine, ownersText } from '../../messages/fleet.ts';
import { CHECK_STATUS_TEXTS, STEP_NAMES, WRITE_STATUSES } from '../../messages/labels.ts';
import { firstOf, SHOWN_IN_TEXT } from '../../model/first-of.ts';
import type { RunRecord } from '../../model/record.ts';
import { fleetRequests } from '../../requests/fleet-request.ts';
import { ENGLISH, type Texts } from '../../text/texts.ts';
import { allFindingLines, briefLines, endLine, proposalLines, summaryLines } from './brief.ts';
import { NO_PAGES, type PageSignal, pagesAfter } from './pages.ts';
import { endLines, errorLines, PLAIN_SECTIONS, requestLines } from './plain-sections.ts';
import { OWN_ANSWER, requestsOfPage, sectionsOf } from './sections.ts';

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

/** The exit code of a run whose report cannot be written. */
const REPORT_FAILED = 1;

/**
 * A renderer for pipes, logs and screen readers: whole lines without escape codes. Progress of the full form is printed
 * immediately, its results where the terminal view prints its pages; the short forms are printed at the end of a run, or
 * before a question.
 */
export function createPlainRenderer(given: PlainOptions): (event: RunEvent | PageSignal) => void {
  const { texts: catalogue = ENGLISH, detail = 'full', progress } = given;
  let pages = NO_PAGES;
  /** The title of a full page, until something follows it: a run that only failed prints just its error. */
  let title: string[] = [];
  /** The last line, held until the output of the run ends: the error of its report changes the exit code. */
  let lastLine: ((exitCode: number) => string) | null = null;
  const printLast = () => {
    const { end, lateError } = pages.record;
    if (lastLine !== null && end !== null)
      given.out(lastLine(lateError === null ? end.exitCode : REPORT_FAILED));
    lastLine = null;
  };
  return (received) => {
    const event = onOneLine(received);
    if (event.type === 'started') printLast();
    const reported = pages.printed.length;
    pages = pagesAfter(pages, event);
    const { record } = pages;
    const texts = catalogue.forRun(record.followUps);
    const printer = (print: (line: string) => void) => (lines: readonly string[]) => {
      for (const line of lines) print(line);
    };
    const [out, err] = [printer(given.out), printer(given.err)];
    const full = (lines: readonly string[]) => {
      if (lines.length > 0) out([...title.splice(0), ...lines]);
    };
    const isFull = detail === 'full' || (detail === 'brief' && OWN_ANSWER.includes(record.mode));
    if (event.type === 'diagnostic') err([event.text]);
    if (isFull) {
      if (event.type === 'started') title = titleOf(record, texts);
      for (const printed of pages.printed.slice(reported)) {
        const page = { ...printed, requests: requestsOfPage(printed) };
        for (const section of sectionsOf(page, texts)) {
          const lines = PLAIN_SECTIONS[section](page, texts);
          if (section === 'error') err(lines);
          else if (section !== 'end') full(lines);
          else if (page.error === null || title.length === 0) {
            out(title.splice(0));
            lastLine = (exitCode) => endLines(page, exitCode, texts).join('\n');
          }
        }
      }
      full(atOnce(event, record, texts));
    } else if (event.type === 'asked') out(proposalLines(record, texts));
    else if (event.type === 'error' && record.lateError !== null) err(errorLines(event, texts));
    else if (event.type === 'finished') {
      if (record.error !== null) err(errorLines(record.error, texts));
      // A run that only failed prints its error and its findings so far.
      if (record.error !== null && record.machine === null) out(allFindingLines(record, texts));
      else {
        out(detail === 'summary' ? summaryLines(record, texts) : briefLines(record, texts));
        lastLine = (exitCode) => endLine(record, exitCode, detail, texts);
      }
    } else for (const line of atOnce(event, record, texts)) progress?.(line);
    if (event.type === 'closed') printLast();
  };
}

function titleOf({ version, mode, sample }: RunRecord, { words }: Texts): string[] {
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
function atOnce(event: RunEvent | PageSignal, record: RunRecord, texts: Texts): string[] {
  const { words } = texts;
  switch (event.type) {
    case 'step':
      return event.status === 'started' ? [`${words(STEP_NAMES[event.step])} \u2026`] : [];
    case 'check': {
      const { gateway, stage, url, status, evidence } = event.check;
      return status === 'skip' || evidence.client !== undefined
        ? []
        : [`  ${gateway}: ${url ?? stage}: ${words(CHECK_STATUS_TEXTS[status])}`];
    }
    case 'backup':
      return [words(say('Backup {number}: {path}', { number: event.number, path: event.path }))];
    case 'write':
      return event.status === 'started'
        ? []
        : [
            `  ${settingName(event.store, words, record.machine?.vpnUser)}: ${words(WRITE_STATUSES[event.status])}`,
          ];
    case 'schedule-move':
      return [texts.move(event.move)];
    case 'schedule':
      return texts.schedule(event.schedule);
    case 'fleet-machine':
      return texts.fleetMachine(event.machine);
    case 'fleet':
      return fleetLines(event.summary, record, texts);
    default:
      return [];
  }
}

/** The summary of a fleet: each cause with its owner and command, then the requests. */
export function fleetLines(
  summary: FleetSummary,
  { fleet, startedAt, followUps }: Pick<RunRecord, 'fleet' | 'startedAt' | 'followUps'>,
  texts: Texts,
): string[] {
  const { words } = texts;
  const causes = fleetCauses(summary, fleet?.machines ?? [], followUps.fleet ?? null);
  const ofGroup = (group: FleetSummary['groups'][number]) =>
    causes
      .filter((one) => one.group === group)
      .flatMap(({ owners, commands, advice }) => [
        // The owners of a move are counted below, over all computers.
        ...(owners.length === 0 || summary.action === 'migrate' ? [] : [ownersText(owners)]),
        ...advice.map(adviceText),
        ...commands,
      ]);
  const { shown, left } = firstOf(fleetRequests(summary, startedAt), SHOWN_IN_TEXT);
  return [
    ...fleetSummaryLines(summary, words, { ofGroup, again: followUps.again }),
    ...requestLines(shown, texts),
    ...leftLine(left).map(words),
  ];
}
