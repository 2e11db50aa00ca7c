import { say } from '../core/model/say.ts';
import type { PathState } from '../report/facts/paths.ts';
import { settingName } from '../report/facts/setting-name.ts';
import { STEP_NAMES, WRITE_STATUSES } from '../report/messages/labels.ts';
import { failedText } from '../report/messages/run.ts';
import type { RunRecord, WriteStatus } from '../report/model/record.ts';
import { BLANK, type Line, line } from '../report/text/lines.ts';
import { openingOf } from '../report/views/page/build.ts';
import { WRITE_MARKS } from '../report/views/page/sections/change.ts';
import { settingLines } from '../report/views/page/sections/settings.ts';
import { type Display, type Sign, signOf, toneOf } from './display.ts';
import { pathLines, titleLine } from './path-lines.ts';
import { questionRows } from './question-rows.ts';
import { firstRows, moreLines, rowsOf } from './rows.ts';
import type { UiState } from './state.ts';

/** The content of the live frame; each line is one row. */
export interface LiveFrame {
  header: readonly Line[];
  body: readonly Line[];
  footer: readonly Line[];
}

/** Rows above the window can no longer be erased, so the frame stays shorter than the window. */
const SPARE_ROWS = 2;

/**
 * A running part of a run, reduced to the terminal's height: first without the settings, then with finished paths as one
 * line, then with a count for the last lines. The end of the run prints all of it.
 */
export function liveFrame(state: UiState, display: Display): LiveFrame {
  const { record, question, printed, closed } = state;
  if (record.end !== null || closed) return { header: [], body: [], footer: [] };
  const { texts } = display;
  const footer = footerLines(state, display);
  const opening = openingOf(record, texts.words).flatMap((text) => rowsOf(line(0, text), display));
  // Below printed pages a blank row.
  const header = printed.length > 0 ? [BLANK] : record.startedAt === '' ? [line(0, 'p2s-fix')] : opening;
  const space = Math.max(1, display.rows - SPARE_ROWS - header.length - footer.length);
  if (question !== null) return { header, body: questionRows(question, record, space, display), footer };
  const { before, paths, stores } = record;
  const part = before === null ? 'audit' : 'change';
  const changes = before === null ? [] : changeLines(record, display);
  // After a change, those from after it.
  const shown = before === null || before.paths !== paths ? paths : [];
  const whole = [...changes, ...shown.flatMap((path) => pathLines(path, part, display))];
  const settings =
    before !== null || printed.length > 0 || stores.length === 0
      ? []
      : [BLANK, ...settingLines(record, texts), BLANK];
  if (whole.length + settings.length <= space) return { header, body: [...settings, ...whole], footer };
  if (whole.length <= space) return { header, body: whole, footer };
  const shrunk = shown.flatMap((path) => shrunkLines(path, part, display));
  return { header, body: firstRows([...changes, ...shrunk], space, moreLines(display)), footer };
}

/** The backup, then each write; of an apply also those that are planned. A rollback reports none of them in turn. */
function changeLines(
  { backup, writes, plan, mode, machine, failedSteps }: RunRecord,
  display: Display,
): Line[] {
  const { words } = display.texts;
  const planned = mode === 'rollback' ? [] : (plan?.changes ?? []);
  const waiting = planned.filter(({ store }) => !writes.some((one) => one.store === store));
  const all = [...writes, ...waiting.map(({ store }) => ({ store, status: 'waiting' as const }))];
  const marked = (sign: Sign, text: string) =>
    line(0, { text: signOf(sign, display), tone: toneOf(sign) }, ` ${text}`);
  return [
    ...(backup === null
      ? []
      : [line(0, words(say('Backup {number}: {path}', { number: backup.number, path: backup.path })))]),
    ...all.map(({ store, status }) =>
      marked(
        signOfWrite(status),
        `${settingName(store, words, machine?.vpnUser)}: ${words(WRITE_STATUSES[status])}`,
      ),
    ),
    ...failedSteps.map(({ step, detail }) => marked('fail', words(failedText(step, detail)))),
  ];
}

function signOfWrite(status: WriteStatus): Sign {
  return status === 'waiting' ? status : status === 'started' ? 'running' : WRITE_MARKS[status];
}

function shrunkLines(path: PathState, part: 'audit' | 'change', display: Display): Line[] {
  return path.verdict === null ? pathLines(path, part, display) : [titleLine(path, part, display)];
}

function footerLines({ record: { steps }, cancelling, question }: UiState, display: Display): Line[] {
  if (question !== null) return [];
  const { words } = display.texts;
  const texts = steps.map(
    ({ step, detail }) => `${words(STEP_NAMES[step])}${detail === null ? '' : ` (${detail})`}`,
  );
  const sign = { text: signOf('running', display), tone: toneOf('running') };
  const lines = (texts.length === 0 ? [words(say('Working'))] : texts).map((text) =>
    line(0, sign, ` ${text}`),
  );
  if (cancelling)
    lines.push(line(0, { text: words(say('Stopping: this step is finished first.')), tone: 'warn' }));
  return lines;
}
