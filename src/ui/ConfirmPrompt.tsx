import type { ReactElement } from 'react';
import type { MachineFacts, Mode } from '../core/events.ts';
import { settingsText } from '../report/settings-text.ts';
import { type Line, Lines, line } from './Lines.tsx';
import { useLook } from './look.ts';
import type { Question } from './state.ts';

export interface ConfirmPromptProps {
  question: Question;
  mode: Mode | null;
  machine: MachineFacts | null;
}

/** Rows that do not show a change. */
const OTHER_ROWS = 5;

/** Asks before anything is written: what, where the backup goes, what needs an administrator. The default is no. */
export function ConfirmPrompt({ question, mode, machine }: ConfirmPromptProps): ReactElement {
  const { rows } = useLook();
  const undoing = mode === 'rollback';
  const lines: Line[] = [
    line(0, { text: titleOf(question, undoing), tone: 'strong' }),
    ...changeRows(question, Math.max(1, rows - 2 - OTHER_ROWS)),
    ...(undoing ? [] : [backupRow(question)]),
    ...elevationRow(question, machine),
    line(0, { text: undoing ? 'Put it back?' : 'Write it?', tone: 'strong' }, ' [y/N]'),
  ];
  return <Lines lines={lines} single />;
}

function titleOf({ changes }: Question, undoing: boolean): string {
  if (!undoing) return 'p2s-fix will write:';
  return changes.length === 0 ? 'p2s-fix will put back what the backup holds.' : 'p2s-fix will put back:';
}

function changeRows({ changes }: Question, room: number): Line[] {
  const shown = changes.length <= room ? changes : changes.slice(0, Math.max(0, room - 1));
  const rest = changes.length - shown.length;
  return [
    ...shown.map(({ store, after }) => line(2, `~ ${store}: ${settingsText(after)}`)),
    ...(rest === 0 ? [] : [line(2, `and ${rest} more`)]),
  ];
}

function backupRow({ backupFolder }: Question): Line {
  const where = backupFolder === null ? 'is made first' : `goes first to ${backupFolder}`;
  return line(0, `A backup ${where}. To undo: p2s-fix rollback`);
}

/** Whoever may write the file may change a recording. */
function elevationRow({ changes }: Question, machine: MachineFacts | null): Line[] {
  if (changes.length === 0 || machine?.kind === 'recorded') return [];
  const stores = changes.filter(({ needsElevation }) => needsElevation).map(({ store }) => store);
  if (stores.length === 0) return [line(0, 'Nothing of it needs an administrator.')];
  const elevated = machine?.user?.elevated;
  const own = elevated === true ? ' This run is one.' : elevated === false ? ' This run is not one.' : '';
  return [line(0, { text: 'Needs an administrator', tone: 'warn' }, `: ${stores.join(', ')}.${own}`)];
}
