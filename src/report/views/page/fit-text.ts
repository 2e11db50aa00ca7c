import { columnsOf } from '../../text/columns.ts';

/**
 * Fits text into a box of a known width without measuring: assumes a wide font, so text in other fonts is
 * narrower.
 */

const ELLIPSIS = '\u2026';
/** Characters that cannot begin a line in Japanese. */
const NO_START = /[\u3001\u3002\u30fb\u30fc\u300d\uff09)\],.:;]/;
const NARROW = /[ijl.,:;|!'()[\] /\\ft]/;
const BROAD = /[mwMW@%]/;

/** The width of a text in pixels, rather over- than underestimated. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0) * size;
}

/** Kana, ideographs and similar, between which a line may break. */
function isFullWidth(character: string): boolean {
  return columnsOf(character) === 2;
}

function widthOf(character: string): number {
  if (isFullWidth(character)) return 1.05;
  if (NARROW.test(character)) return 0.42;
  if (BROAD.test(character)) return 1;
  return /[a-z0-9-]/.test(character) ? 0.64 : 0.75;
}

/** At most `most` lines that fit; an ellipsis marks truncated text. */
export function wrapText(text: string, width: number, size: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (textWidth(line + piece.trimEnd(), size) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece;
    while (textWidth(line.trimEnd(), size) > width) {
      const head = headThatFits(line, width, size);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  const last = lines.slice(most - 1).join(' ');
  return [...lines.slice(0, most - 1), shortName(last, width, size)];
}

/** A name that fits; keeps the port of `HOST:PORT`. */
export function shortName(name: string, width: number, size: number): string {
  if (textWidth(name, size) <= width) return name;
  const end = `${ELLIPSIS}${/:\d+$/.exec(name)?.[0] ?? ''}`;
  return `${headThatFits(name, width - textWidth(end, size), size)}${end}`;
}

/** At least one character. */
function headThatFits(text: string, width: number, size: number): string {
  let used = 0;
  let head = '';
  for (const character of text) {
    used += widthOf(character) * size;
    if (used > width && head !== '') return head;
    head += character;
  }
  return head;
}

/** Words with their trailing blank, and single full-width characters with those that cannot begin a line. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let before = '';
  for (const character of text) {
    const mayBreak =
      before === ' ' || ((isFullWidth(before) || isFullWidth(character)) && !NO_START.test(character));
    if (piece !== '' && character !== ' ' && mayBreak) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
    before = character;
  }
  return piece === '' ? pieces : [...pieces, piece];
}
