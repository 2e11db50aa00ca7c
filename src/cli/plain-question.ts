import { createInterface } from 'node:readline';
import type { MachineFacts, RunEvent } from '../core/model/events.ts';
import { onOneLine } from '../core/model/neutralise.ts';
import { say } from '../core/model/say.ts';
import type { Confirm } from '../pipeline/run/options.ts';
import { askedLine } from '../report/text/change-text.ts';
import { backupPlace, questionTitle } from '../report/text/question-text.ts';
import type { Texts } from '../report/text/texts.ts';

export interface PlainQuestion {
  /** Receives the events of the run: an apply or a rollback. */
  emit: (event: RunEvent) => void;
  confirm: Confirm;
  /** Answers no to an open question. */
  cancel: () => void;
}

/** Milliseconds in which input from before the question still arrives once it is read. */
const EARLY_LINES_MS = 150;
const CTRL_C = '\u0003';

/**
 * The question before the first write on a terminal without the view: lines out, one line in. Only `y` or `yes`
 * is yes; the end of input is no.
 */
export function plainQuestion(
  stdin: Pick<NodeJS.ReadStream, 'setRawMode'> & NodeJS.ReadableStream,
  write: (text: string) => void,
  texts: Texts,
): PlainQuestion {
  let runTexts = texts;
  let isRollback = false;
  let machine: MachineFacts | null = null;
  let cancelled = false;
  let decline: (() => void) | null = null;
  return {
    emit: (event) => {
      if (event.type === 'started') {
        isRollback = event.mode === 'rollback';
        runTexts = texts.forRun(event.carried ?? {});
      }
      if (event.type === 'machine') machine = onOneLine(event.machine);
    },
    confirm: async (plan, backupFolder) => {
      if (!(await dropEarly(stdin)) || cancelled) return false;
      const { words } = runTexts;
      const asked = onOneLine(plan);
      const title = questionTitle({ ...asked, isRollback }, words);
      const backup = isRollback ? [] : [backupPlace(onOneLine(backupFolder ?? null), words)];
      const rows = asked.changes.map((change) => `  ${askedLine(change, machine, runTexts)}`);
      const question = `${isRollback ? words(say('Restore it?')) : words(say('Write it?'))} [y/N] `;
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
    cancel: () => {
      cancelled = true;
      decline?.();
    },
  };
}

/**
 * Discards what was typed before the question, including an incomplete line, which a terminal delivers only in
 * raw mode. False when the input has ended, the terminal is closed, or Ctrl+C was pressed, which is a character
 * in raw mode.
 */
async function dropEarly(stdin: Parameters<typeof plainQuestion>[0]): Promise<boolean> {
  let open = true;
  const drop = (typed: Buffer | string) => {
    if (typed.includes(CTRL_C)) open = false;
  };
  const ended = () => {
    open = false;
  };
  // A closed terminal emits this event when its mode changes.
  stdin.on('data', drop).on('end', ended).on('error', ended);
  stdin.setRawMode(true);
  await new Promise((resolve) => setTimeout(resolve, EARLY_LINES_MS));
  stdin.pause();
  stdin.setRawMode(false);
  stdin.off('data', drop).off('end', ended).off('error', ended);
  return open;
}
