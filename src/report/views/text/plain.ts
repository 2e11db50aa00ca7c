import type { FleetSummary } from '../../../core/fleet/summary.ts';
import type { RunEvent } from '../../../core/model/events.ts';
import { onOneLine } from '../../../core/model/neutralise.ts';
import { say } from '../../../core/model/say.ts';
import { fleetCauses } from '../../facts/fleet-causes.ts';
import { EMPTY_RECORD, fold, type RunRecord } from '../../model/record.ts';
import { requestsIn } from '../../model/record-facts.ts';
import { askedLine } from '../../text/change-text.ts';
import { firstOf, SHOWN_IN_TEXT } from '../../text/first-of.ts';
import { adviceText, fleetSummaryLines, leftLine, ownersText } from '../../text/fleet.ts';
import { CHECK_STATUS_TEXTS, STEP_NAMES, WRITE_STATUSES } from '../../text/labels.ts';
import { lineText } from '../../text/lines.ts';
import { deadlineText, LONG_SECONDS } from '../../text/run.ts';
import { settingName } from '../../text/setting-name.ts';
import { ENGLISH, type Texts } from '../../text/texts.ts';
import { endOf, errorLines, openingOf, pageOf } from '../page/build.ts';
import { bodyLines, copyLines, endLine, pageLines } from './page-lines.ts';

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

/** Only the conclusion; a run in about 25 lines; or the same with all checks, codes, notes and letters. */
export type Detail = 'summary' | 'brief' | 'full';

/** Ends a text, in addition to the run's events: a question to the user, and the end of the output. */
export type TextSignal = { type: 'asked' } | { type: 'closed' };

/** Before each line of a letter. */
const QUOTE = '| ';

/** The exit code of a run whose report cannot be written. */
const REPORT_FAILED = 1;

/**
 * A renderer for pipes, logs and screen readers: whole lines without escape codes. The page is printed at the end of a run,
 * its proposal before a question; a fleet and the progress of the full form as they come.
 */
export function createPlainRenderer(given: PlainOptions): (event: RunEvent | TextSignal) => void {
  const { texts: catalogue = ENGLISH, detail = 'full', progress } = given;
  let record = EMPTY_RECORD;
  /** The last line is held until the output of the run ends: the error of its report changes the exit code. */
  let isHeld = false;
  /** Lines were printed that the page follows. */
  let isOpened = false;
  const printer = (print: (line: string) => void) => (lines: readonly string[]) => {
    for (const text of lines) print(text);
  };
  const [out, err] = [printer(given.out), printer(given.err)];
  const running = new Map<string, NodeJS.Timeout>();
  /** Prints a check as well that has no result after two seconds. */
  const watch = (event: RunEvent | TextSignal, { words }: Texts) => {
    if (event.type === 'finished') for (const timer of running.values()) clearTimeout(timer);
    if (progress === undefined || (event.type !== 'check-started' && event.type !== 'check')) return;
    const { gateway, stores, stage, url } = event.type === 'check' ? event.check : event;
    const name = `  ${gateway}: ${url ?? stage}: `;
    clearTimeout(running.get(stores + name));
    if (event.type === 'check') return;
    const late = words(say('no result after {seconds} s', { seconds: LONG_SECONDS }));
    const print = () => progress(`${name}${late}${words(deadlineText(record.followUps))}`);
    running.set(stores + name, setTimeout(print, LONG_SECONDS * 1000).unref());
  };
  const printLast = (texts: Texts) => {
    const { end, lateError } = record;
    if (!isHeld || end === null) return;
    const exitCode = lateError === null ? end.exitCode : REPORT_FAILED;
    out([endLine(endOf({ ...record, end: { ...end, exitCode } }, texts.words), detail, texts.words)]);
    isHeld = false;
  };
  return (received) => {
    const event = onOneLine(received);
    const textsOfRun = () => catalogue.forRun(record.followUps);
    if (event.type === 'started') {
      printLast(textsOfRun());
      isOpened = false;
    }
    if (event.type !== 'asked' && event.type !== 'closed') record = fold(record, event);
    const texts = textsOfRun();
    const options = { words: texts.words, quote: QUOTE };
    watch(event, texts);
    if (event.type === 'diagnostic') err([event.text]);
    else if (event.type === 'closed') {
      printLast(texts);
      // A run that stopped in the middle has what it observed.
      if (detail === 'full' && record.end === null && record !== EMPTY_RECORD)
        out(bodyLines(pageOf(record, texts), detail, options).map(lineText));
    } else if (event.type === 'asked') {
      const view = detail === 'full' ? detail : 'brief';
      out(bodyLines(pageOf(record, texts), view, options).map(lineText));
    } else if (event.type === 'error' && record.lateError !== null)
      err(errorLines(event, texts).map(lineText));
    else if (event.type === 'finished') {
      if (record.error !== null) err(errorLines(record.error, texts).map(lineText));
      const page = pageOf(record, texts);
      const lines = pageLines(page, detail, options, record.gateways).map(lineText);
      // A fleet's own opening is printed; after progress, a blank line.
      out(isOpened ? (page.form === 'whole' ? ['', ...lines] : lines.slice(1)) : lines);
      isHeld = page.form !== 'error' || isOpened;
    } else {
      const lines = event.type === 'plan' && detail !== 'full' ? [] : atOnce(event, record, texts);
      if (lines.length === 0) return;
      const isFleet = record.mode === 'fleet' && detail !== 'summary';
      if (isFleet && !isOpened) out(openingOf(record, texts.words));
      if (detail === 'full' || isFleet) {
        isOpened = true;
        out(lines);
      } else printer(progress ?? (() => undefined))(lines);
    }
  };
}

/** Printed as it happens, so that a killed run shows how far it got. */
function atOnce(event: RunEvent, record: RunRecord, texts: Texts): string[] {
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
    case 'plan':
      if (record.mode !== 'rollback') return [];
      return event.plan.changes.map((change) => `  ${askedLine(change, record.machine, texts)}`);
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
  const asking = { ...EMPTY_RECORD, mode: 'fleet', startedAt, fleet: { summary, machines: [] } } as const;
  const { shown, left } = firstOf(requestsIn(asking), SHOWN_IN_TEXT);
  return [
    ...fleetSummaryLines(summary, words, { ofGroup, again: followUps.again }),
    ...shown.flatMap(({ text }) =>
      copyLines(words(say('Ready to paste:')), words(text), QUOTE).map(lineText),
    ),
    ...leftLine(left).map(words),
  ];
}
