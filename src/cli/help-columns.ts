import { displayWidth } from '../report/text/columns.ts';
import { breakSpans } from '../ui/break-lines.ts';

/** The left column of yargs' tables takes half of the row at most; blanks stand around what is in it. */
const MOST = 0.5;
const AROUND = 4;

/** Columns that are left for the right column of a table of the help, beside these. */
export function roomBeside(left: readonly string[], columns: number): number {
  const widest = Math.max(0, ...left.map(displayWidth));
  return columns - Math.min(widest, Math.floor(columns * MOST)) - AROUND;
}

/** A text with its rows broken as everywhere else, for yargs, which breaks at blanks alone and keeps line ends. */
export function brokenInto(columns: number, text: string): string {
  const rows = text.split('\n').flatMap((line) => breakSpans([{ text: line }], Math.max(1, columns)));
  return rows.map((spans) => spans.map((span) => span.text).join('')).join('\n');
}
