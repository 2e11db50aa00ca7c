import type { MachineFacts } from '../core/model/events.ts';
import { say } from '../core/model/say.ts';
import { settingNames } from '../report/facts/setting-name.ts';
import { askedLine } from '../report/text/change-text.ts';
import { backupPlace, questionTitle } from '../report/text/question-text.ts';
import type { Texts } from '../report/text/texts.ts';
import type { PrintedPage } from '../report/views/plain/pages.ts';
import { headlineOfQuestion } from '../report/views/plain/sections.ts';
import type { Display } from './display.ts';
import { firstRows, hangingRows, oneRow, rowsOf } from './rows.ts';
import type { Question, UiState } from './state.ts';
import { headlineSpans } from './views/HeadlineView.tsx';
import { type Line, line } from './views/Lines.tsx';

const CHANGE_INDENT = 2;
const BLANK = line(0, ' ');

/**
 * The question before a write: the changes, the backup folder, what needs an administrator. The default is no. If
 * it does not fit, truncates each change to a row, then counts the last ones: the plan above shows them all.
 */
export function questionRows(
  question: Question,
  { record: { mode, machine }, printed }: Pick<UiState, 'record' | 'printed'>,
  space: number,
  display: Display,
): Line[] {
  const { texts } = display;
  const { changes, whose = null, backupFolder } = question;
  const isRollback = mode === 'rollback';
  const title = { text: questionTitle({ changes, isRollback, whose }, texts.words), tone: 'strong' } as const;
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
  return [...summaryRows(printed.at(-1), space - asked.length, display), ...asked];
}

/** Why the change is proposed: complete; or one row per line; or only the problem, whichever fits first. */
function summaryRows(page: PrintedPage | undefined, space: number, display: Display): Line[] {
  const reported = page === undefined ? [] : headlineOfQuestion(page, display.texts);
  if (reported.length === 0) return [];
  const spans = reported.map((one) => headlineSpans(one, display));
  const whole = [...spans.flatMap((one) => hangingRows(one, display)), BLANK];
  if (whole.length <= space) return whole;
  const short = [...spans.map((one) => oneRow(0, one, display)), BLANK];
  return short.length <= space ? short : short.slice(0, 1).slice(0, Math.max(0, space));
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
