import { createInterface } from 'node:readline';
import type { RunEvent } from '../core/events.ts';
import type { Confirm } from '../pipeline/options.ts';
import { wantedText } from '../report/change-text.ts';
import { backupPlace, questionTitle } from '../report/question-text.ts';
import type { Texts } from '../report/texts.ts';

export interface PlainQuestion {
  /** What it is asked about: an apply or a rollback. */
  emit: (event: RunEvent) => void;
  confirm: Confirm;
  /** Answers no, where it is being asked. */
  cancel: () => void;
}

/**
 * The question before the first write on a terminal that the view cannot be drawn on: lines out, one line in. Only `y` or
 * `yes` is yes; the end of input is no.
 */
export function plainQuestion(
  stdin: NodeJS.ReadableStream,
  write: (text: string) => void,
  texts: Texts,
): PlainQuestion {
  const { words } = texts;
  let undoing = false;
  let decline: (() => void) | null = null;
  return {
    emit: (event) => {
      if (event.type === 'started') undoing = event.mode === 'rollback';
    },
    confirm: ({ changes }, backupFolder) => {
      const { ask } = words;
      const title = questionTitle({ changes, undoing }, words);
      const backup = undoing ? [] : [backupPlace(backupFolder ?? null, words)];
      const rows = changes.map((change) => `  ~ ${change.store}: ${wantedText(change, texts)}`);
      const question = `${undoing ? ask.putBack : ask.write} [y/N] `;
      write(`${[title, ...rows, ...backup, question].join('\n')}`);
      const lines = createInterface({ input: stdin, terminal: false });
      return new Promise<boolean>((resolve) => {
        decline = () => lines.close();
        lines.once('line', (line) => {
          resolve(/^\s*y(?:es)?\s*$/i.test(line));
          lines.close();
        });
        lines.once('close', () => resolve(false));
      }).finally(() => {
        decline = null;
      });
    },
    cancel: () => decline?.(),
  };
}
