import type { ReactElement } from 'react';
import type { MachineFacts, Mode } from '../core/events.ts';
import { wantedText } from '../report/change-text.ts';
import { backupPlace, questionTitle } from '../report/question-text.ts';
import type { Texts } from '../report/texts.ts';
import { type Line, Lines, line } from './Lines.tsx';
import { useLook } from './look.ts';
import type { Question } from './state.ts';

export interface ConfirmPromptProps {
  question: Question;
  mode: Mode | null;
  machine: MachineFacts | null;
}

/** Rows that do not show a change; long names go on in another one. */
const OTHER_ROWS = 9;

/** Asks before anything is written: what, where the backup goes, what needs an administrator. The default is no. */
export function ConfirmPrompt({ question, mode, machine }: ConfirmPromptProps): ReactElement {
  const { rows, texts } = useLook();
  const { ask } = texts.words;
  const undoing = mode === 'rollback';
  const lines: Line[] = [
    line(0, { text: questionTitle({ changes: question.changes, undoing }, texts.words), tone: 'strong' }),
    ...changeRows(question, texts, Math.max(1, rows - 2 - OTHER_ROWS)),
    ...(undoing ? [] : [line(0, backupPlace(question.backupFolder, texts.words))]),
    ...elevationRow(question, machine, texts),
    line(0, { text: undoing ? ask.putBack : ask.write, tone: 'strong' }, ' [y/N]'),
  ];
  return <Lines lines={lines} single={false} />;
}

function changeRows({ changes }: Question, texts: Texts, room: number): Line[] {
  const shown = changes.length <= room ? changes : changes.slice(0, Math.max(0, room - 1));
  const rest = changes.length - shown.length;
  return [
    ...shown.map((change) => line(2, `~ ${change.store}: ${wantedText(change, texts)}`)),
    ...(rest === 0 ? [] : [line(2, texts.words.andMore(rest))]),
  ];
}

/** Whoever may write the file may change a recording. */
function elevationRow({ changes }: Question, machine: MachineFacts | null, { words }: Texts): Line[] {
  const { ask } = words;
  if (changes.length === 0 || machine?.kind === 'recorded') return [];
  const stores = changes.filter(({ needsElevation }) => needsElevation).map(({ store }) => store);
  if (stores.length === 0) return [line(0, ask.noAdministrator)];
  const elevated = machine?.user?.elevated;
  const own = elevated === true ? ask.thisRunIs : elevated === false ? ask.thisRunIsNot : '';
  return [
    line(
      0,
      { text: words.needsAdministrator, tone: 'warn' },
      `: ${stores.join(words.comma)}${ask.stop}${own}`,
    ),
  ];
}
