import { isReachable } from '../core/causes/verdicts.ts';
import type { MachineFacts } from '../core/model/events.ts';
import { say } from '../core/model/say.ts';
import { settingNames } from '../report/facts/setting-name.ts';
import { type HeadlineLine, headline } from '../report/model/headline.ts';
import type { RunRecord } from '../report/model/record.ts';
import { factsOf } from '../report/model/record-facts.ts';
import { askedLine } from '../report/text/change-text.ts';
import { type Line, line } from '../report/text/lines.ts';
import { backupPlace, questionTitle } from '../report/text/question-text.ts';
import type { Texts } from '../report/text/texts.ts';
import type { Display } from './display.ts';
import { firstRows, hangingRows, headlineSpans, oneRow, rowsOf } from './rows.ts';
import type { Question } from './state.ts';

const CHANGE_INDENT = 2;
const BLANK = line(0, ' ');

/**
 * The question before a write: the changes, the backup folder, what needs an administrator. The default is no. If
 * it does not fit, truncates each change to a row, then counts the last ones: the plan above shows them all.
 */
export function questionRows(question: Question, record: RunRecord, space: number, display: Display): Line[] {
  const { texts } = display;
  const { mode, machine } = record;
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
  return [...summaryRows(record, space - asked.length, display), ...asked];
}

/** Why the change is proposed: complete; or one row per line; or only the problem, whichever fits first. */
function summaryRows(record: RunRecord, space: number, display: Display): Line[] {
  const reported = headlineOfQuestion(record, display.texts);
  if (reported.length === 0) return [];
  const spans = reported.map((one) => headlineSpans(one, display));
  const whole = [...spans.flatMap((one) => hangingRows(one, display)), BLANK];
  if (whole.length <= space) return whole;
  const short = [...spans.map((one) => oneRow(0, one, display)), BLANK];
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
