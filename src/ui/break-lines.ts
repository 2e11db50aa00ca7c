import { columnsOf, displayWidth } from '../report/text/columns.ts';
import type { Span } from '../report/text/lines.ts';

/** One character and its span. */
interface Cell {
  text: string;
  columns: number;
  span: Span;
}

/**
 * Rows of at most `width` columns. Breaks at blanks, which are dropped, and between Japanese characters; breaks a
 * word only if it is longer than a row. Follows the Japanese rules for row starts and ends, unless nothing else
 * fits.
 */
export function breakSpans(spans: readonly Span[], width: number): Span[][] {
  const cells = cellsOf(spans);
  const rows: Span[][] = [];
  let start = 0;
  do {
    const space = spaceFrom(cells, start, width);
    if (cells.slice(space).every(isBlank)) return [...rows, spansOf(cells.slice(start, space))];
    const end = wordEnd(cells, start, space) ?? hardEnd(cells, start, space);
    rows.push(spansOf(withoutBlanks(cells.slice(start, end))));
    start = end;
    while (isBlank(cells[start])) start += 1;
  } while (start < cells.length);
  return rows;
}

/**
 * One row of at most `width` columns, which ends in `mark` when it is truncated; `width` must exceed the mark.
 */
export function cutSpans(spans: readonly Span[], width: number, mark: string): readonly Span[] {
  const cells = cellsOf(spans);
  if (spaceFrom(cells, 0, width) === cells.length) return spans;
  const space = spaceFrom(cells, 0, Math.max(1, width - displayWidth(mark)));
  return [...spansOf(cells.slice(0, space)), { text: mark, tone: 'quiet' }];
}

function cellsOf(spans: readonly Span[]): Cell[] {
  return spans.flatMap((span) => Array.from(span.text, (text) => ({ text, columns: columnsOf(text), span })));
}

function spansOf(cells: readonly Cell[]): Span[] {
  const spans: Span[] = [];
  let last: Span | null = null;
  for (const { text, span } of cells) {
    const open = spans.at(-1);
    if (open === undefined || span !== last) spans.push({ ...span, text });
    else open.text += text;
    last = span;
  }
  return spans;
}

/** The end of the row that begins at `start`; a row has at least one character. */
function spaceFrom(cells: readonly Cell[], start: number, width: number): number {
  let used = 0;
  for (let at = start; at < cells.length; at += 1) {
    used += cells[at]?.columns ?? 0;
    if (used > width && at > start) return at;
  }
  return cells.length;
}

/** The last break between two words that fits; `null` when one word fills the row. */
function wordEnd(cells: readonly Cell[], start: number, space: number): number | null {
  const first = cells.findIndex((cell, at) => at >= start && !isBlank(cell));
  return lastPlace(cells, first, space, (before, after, atBlank) =>
    atBlank ? !belongs(before, after) : mayPart(before, after),
  );
}

/** The last break inside a word. */
function hardEnd(cells: readonly Cell[], start: number, space: number): number {
  return lastPlace(cells, start, space, (before, after) => !belongs(before, after)) ?? space;
}

/** `may` gets the characters on both sides, without blanks. */
function lastPlace(
  cells: readonly Cell[],
  start: number,
  space: number,
  may: (before: string, after: string, atBlank: boolean) => boolean,
): number | null {
  for (let at = space; at > start; at -= 1) {
    const before = cells[at - 1];
    if (before === undefined || isBlank(before)) continue;
    const after = cells.slice(at).find((cell) => !isBlank(cell));
    if (may(before.text, after?.text ?? '', isBlank(cells[at]))) return at;
  }
  return null;
}

function withoutBlanks(cells: readonly Cell[]): readonly Cell[] {
  return cells.slice(0, cells.findLastIndex((cell) => !isBlank(cell)) + 1);
}

function isBlank(cell: Cell | undefined): boolean {
  return cell?.text === ' ';
}

/** Hangul has blanks between its words. */
const HANGUL = /[\u1100-\u115F\uA960-\uA97C\uAC00-\uD7A3]/;

/**
 * Characters that cannot begin a row (JIS X 4051, as in JLREQ appendix A: closing brackets, stops, commas, the
 * middle dot, iteration and long-vowel marks, small kana), and those that belong to the character before.
 */
const NO_START =
  /[、。，．・：；？！‼⁇⁈⁉）］｝｠〉》」』】〕〗〙〟’”»…‥ー‐゠–〜～々〻ヽヾゝゞ゛゜ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ％‰°′″℃)\]}>,.:;!?%\p{M}\u200D]/u;
/** Characters that cannot end a row: opening brackets. */
const NO_END = /[（［｛｟〈《「『【〔〖〘〝‘“«([{<]/;

/**
 * Whether a row may end between two characters without a blank: before or after kana and ideographs, except where
 * the two belong together. Latin words, addresses and commands stay whole; the Unicode algorithm (UAX 14) would
 * break them after hyphens and slashes.
 */
function mayPart(before: string, after: string): boolean {
  return isOwnWord(before) || isOwnWord(after) ? !belongs(before, after) : false;
}

/** Whether two characters must stay together even where a word is broken, by the Japanese rules only. */
function belongs(before: string, after: string): boolean {
  const isJapanese = columnsOf(before) === 2 || columnsOf(after) === 2;
  return isMark(after) || (isJapanese && (NO_START.test(after) || NO_END.test(before)));
}

function isOwnWord(character: string): boolean {
  return columnsOf(character) === 2 && !HANGUL.test(character);
}

function isMark(character: string): boolean {
  return /[\p{M}\u200D]/u.test(character);
}
