import { displayWidth } from '../../report/text/columns.ts';
import { breakSpans } from '../../ui/break-lines.ts';

/** The left column of a yargs table takes at most half of the row, and has this padding. */
const MOST = 0.5;
const AROUND = 4;

/** The width that remains for the right column of a help table. */
export function columnsBeside(left: readonly string[], columns: number): number {
  const widest = Math.max(0, ...left.map(displayWidth));
  return columns - Math.min(widest, Math.floor(columns * MOST)) - AROUND;
}

/** Breaks a text before yargs does, because yargs breaks only at blanks; yargs keeps line ends. */
export function brokenInto(columns: number, text: string): string {
  const rows = text.split('\n').flatMap((line) => breakSpans([{ text: line }], Math.max(1, columns)));
  return rows.map((spans) => spans.map((span) => span.text).join('')).join('\n');
}
