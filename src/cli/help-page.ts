import { brokenInto } from './help-columns.ts';

/** How far a command is set in, the rest of one that does not fit, and what it does. */
const CALL = '  ';
const GOES_ON = '    ';
const EXPLAINED = '      ';
/** The title of a table: those of yargs and ours end in a colon, and stand at the left edge. */
const TITLE = /^\S.*:$/;

/** The examples of a help: each command in a row of its own, so that it can be copied, what it does below it. */
export function exampleRows(
  title: string,
  examples: readonly (readonly string[])[],
  columns: number,
): string {
  const rows = examples.flatMap(([call = '', what = '']) => [
    ...indented(call, columns, CALL, GOES_ON),
    ...indented(what, columns, EXPLAINED, EXPLAINED),
  ]);
  return [title, ...rows].join('\n');
}

/** The help with the examples before its first table. */
export function withExamples(help: string, examples: string): string {
  const blocks = help.split('\n\n');
  const at = blocks.findIndex((block) => TITLE.test(block.split('\n')[0] ?? ''));
  return blocks.toSpliced(at === -1 ? blocks.length : at, 0, examples).join('\n\n');
}

/** A row that does not fit goes on in the next ones, set in as far as `more`. */
function indented(text: string, columns: number, indent: string, more: string): string[] {
  const [first = '', ...rest] = brokenInto(columns - more.length, text).split('\n');
  return [`${indent}${first}`, ...rest.map((row) => `${more}${row}`)];
}
