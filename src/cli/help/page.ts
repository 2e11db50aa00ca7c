import { displayWidth } from '../../report/text/columns.ts';
import type { Language } from '../../report/text/language.ts';
import { breakSpans } from '../../ui/break-lines.ts';

/** Indents of a command, its continuation rows, and its description. */
const CALL = '  ';
const GOES_ON = '    ';
const EXPLAINED = '      ';
/** The title of a table: starts at the left edge and ends in a colon. */
const TITLE = /^\S.*:$/;

/** The help examples: each command in its own row, so that it can be copied, with its description below. */
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

/** Indents a row; its continuation rows use `more`. */
function indented(text: string, columns: number, indent: string, more: string): string[] {
  const [first = '', ...rest] = brokenInto(columns - more.length, text).split('\n');
  return [`${indent}${first}`, ...rest.map((row) => `${more}${row}`)];
}

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

/** The texts of `--help` in a language, by their English text, and the words that yargs adds. */
export interface HelpTexts {
  of: (english: string) => string;
  yargs: Readonly<Record<string, string>>;
}

/** The words of yargs around them. */
const YARGS_JA: Readonly<Record<string, string>> = {
  'Commands:': 'コマンド:',
  'Options:': 'オプション:',
  'Examples:': '例:',
  'Positionals:': '引数:',
  boolean: 'スイッチ',
  string: '文字列',
  array: '複数可',
  'choices:': '値:',
  default: '既定',
  required: '必須',
  'Show help': 'ヘルプを表示',
  'Show version number': 'バージョンを表示',
};

const ENGLISH: HelpTexts = { of: (english) => english, yargs: {} };

/** The texts of one language; loads only that one. */
export async function helpTextsIn(language: Language): Promise<HelpTexts> {
  if (language === 'en') return ENGLISH;
  const { IN_JAPANESE } = await import('../../l10n/japanese.ts');
  return { of: IN_JAPANESE.templateOf, yargs: YARGS_JA };
}
