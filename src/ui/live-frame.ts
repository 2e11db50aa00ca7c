import { isReachable } from '../core/causes/verdicts.ts';
import type { MachineFacts } from '../core/model/events.ts';
import { say } from '../core/model/say.ts';
import type { PathState } from '../report/facts/paths.ts';
import { type HeadlineLine, headline } from '../report/model/headline.ts';
import type { RunRecord, WriteStatus } from '../report/model/record.ts';
import { factsOf } from '../report/model/record-facts.ts';
import { askedLine } from '../report/text/change-text.ts';
import { STEP_NAMES, WRITE_STATUSES } from '../report/text/labels.ts';
import { BLANK, type Line, line } from '../report/text/lines.ts';
import { backupPlace, questionTitle } from '../report/text/question-text.ts';
import { deadlineText, failedText } from '../report/text/run.ts';
import { settingName, settingNames } from '../report/text/setting-name.ts';
import type { Texts } from '../report/text/texts.ts';
import { openingOf } from '../report/views/page/build.ts';
import { WRITE_MARKS } from '../report/views/page/sections/change.ts';
import { settingLines } from '../report/views/page/sections/settings.ts';
import { type Display, type Sign, signOf, toneOf, waitedText } from './display.ts';
import { pathLines, titleLine } from './path-lines.ts';
import { firstRows, hangingRows, headlineSpans, moreLines, oneRow, rowsOf } from './rows.ts';
import type { Question, UiState } from './state.ts';

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

function footerLines({ record, cancelling, question }: UiState, display: Display): Line[] {
  if (question !== null) return [];
  const { words } = display.texts;
  const texts = record.steps.map((running) => {
    const { step, detail } = running;
    const waited = waitedText(running, display);
    const most = waited !== '' && step.startsWith('probe-') ? words(deadlineText(record.followUps)) : '';
    return `${words(STEP_NAMES[step])}${detail === null ? '' : ` (${detail})`}${waited}${most}`;
  });
  const sign = { text: signOf('running', display), tone: toneOf('running') };
  const lines = (texts.length === 0 ? [words(say('Working'))] : texts).map((text) =>
    line(0, sign, ` ${text}`),
  );
  if (cancelling)
    lines.push(line(0, { text: words(say('Stopping: this step is finished first.')), tone: 'warn' }));
  return lines;
}

const CHANGE_INDENT = 2;
const BLANK_ROW = line(0, ' ');

/**
 * The question before a write: the changes, the backup folder, what needs an administrator. The default is no. If
 * it does not fit, truncates each change to a row, then counts the last ones: the plan above shows them all.
 */
function questionRows(question: Question, record: RunRecord, space: number, display: Display): Line[] {
  const { texts } = display;
  const { mode, machine } = record;
  const { changes, backupFolder } = question;
  const isRollback = mode === 'rollback';
  const title = { text: questionTitle({ ...question, isRollback }, texts.words), tone: 'strong' } as const;
  const reported = changes.map((change) => line(CHANGE_INDENT, askedLine(change, machine, texts)));
  const top = rowsOf(line(0, title), display);
  const bottom = [
    ...(isRollback ? [] : [line(0, backupPlace(backupFolder, texts.words))]),
    ...elevationLine(question, machine, texts),
    line(
      0,
      { text: isRollback ? texts.words(say('Restore it?')) : texts.words(say('Write it?')), tone: 'strong' },
      ' [y/N]',
    ),
  ].flatMap((one) => rowsOf(one, display));
  const left = space - top.length - bottom.length;
  const whole = reported.flatMap((one) => rowsOf(one, display));
  const short = reported.map(({ indent, spans }) => oneRow(indent, spans, display));
  const middle =
    whole.length <= left
      ? whole
      : firstRows(short, Math.max(1, left), (count) => texts.words(say('and {count} more', { count })));
  const asked = [...top, ...middle, ...bottom].slice(-space);
  return [...summaryRows(record, space - asked.length, display), ...asked];
}

/** Why the change is proposed: complete; or one row per line; or only the problem, whichever fits first. */
function summaryRows(record: RunRecord, space: number, display: Display): Line[] {
  const reported = headlineOfQuestion(record, display.texts);
  if (reported.length === 0) return [];
  const spans = reported.map((one) => headlineSpans(one, display));
  const whole = [...spans.flatMap((one) => hangingRows(one, display)), BLANK_ROW];
  if (whole.length <= space) return whole;
  const short = [...spans.map((one) => oneRow(0, one, display)), BLANK_ROW];
  return short.length <= space ? short : short.slice(0, 1).slice(0, Math.max(0, space));
}

/** The exit codes that an audit would have: a change that helps, and one that was tested and does not. */
const HELPS = 2;
const DOES_NOT_HELP = 7;

/** The problem and its cause, as known before the question about the change. */
function headlineOfQuestion(record: RunRecord, texts: Texts): HeadlineLine[] {
  if (record.mode !== 'apply') return [];
  const isInVain = record.verdicts.some((one) => one.stores === 'proposed' && !isReachable(one));
  const end = { exitCode: isInVain ? DOES_NOT_HELP : HELPS, durationMs: 0 };
  const lines = headline(factsOf({ ...record, mode: 'audit', end }, texts), texts);
  return lines.filter(({ kind }) => kind === 'outcome' || kind === 'cause');
}

/** A recording needs no administrator, only write access to its file. */
function elevationLine({ changes }: Question, machine: MachineFacts | null, { words }: Texts): Line[] {
  if (changes.length === 0 || machine?.kind === 'recorded') return [];
  const stores = changes.filter(({ needsElevation }) => needsElevation).map(({ store }) => store);
  if (stores.length === 0) return [line(0, words(say('It does not need an administrator.')))];
  const elevated = machine?.user?.elevated;
  const own =
    elevated === true
      ? words(say(' This run is one.'))
      : elevated === false
        ? words(say(' This run is not one.'))
        : '';
  return [
    line(
      0,
      { text: words(say('Needs an administrator')), tone: 'warn' },
      `: ${settingNames(stores, words, machine?.vpnUser)}${words(say('.'))}${own}`,
    ),
  ];
}
