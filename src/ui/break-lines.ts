import type { Tone } from './look.ts';

/** A piece of a line in one tone. */
export interface Span {
  text: string;
  tone?: Tone;
}

/** Hangul, kana, ideographs, full-width forms and emoji take two columns (Unicode, East Asian Width W and F). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/**
 * Columns that a text takes: near enough to decide where a line breaks. The layout itself stays with Ink, which
 * measures exactly, so that a character missed here cannot push a line over the edge.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** Rows of at most `width` columns, broken at blanks, which go; inside a word only where it alone is longer. */
export function breakSpans(spans: readonly Span[], width: number): Span[][] {
  const rows: Span[][] = [[]];
  let used = 0;
  for (const word of wordsOf(spans)) {
    const size = widthOf(word);
    const blank = word[0]?.text.match(/^ +/)?.[0].length ?? 0;
    if (used + size <= width) {
      rows.at(-1)?.push(...word);
      used += size;
      continue;
    }
    const bare = used === 0 ? word : withoutBlanks(word);
    const pieces = size - (used === 0 ? 0 : blank) <= width ? [bare] : hardBreak(bare, width);
    if (used === 0) rows.pop();
    rows.push(...pieces);
    used = widthOf(pieces.at(-1) ?? []);
  }
  return rows;
}

/** One row of at most `width` columns, ending in `mark` where something had to go; `width` has room for more than that. */
export function cutSpans(spans: readonly Span[], width: number, mark: string): readonly Span[] {
  if (widthOf(spans) <= width) return spans;
  const [first = []] = hardBreak(spans, Math.max(1, width - displayWidth(mark)));
  return [...first, { text: mark, tone: 'quiet' }];
}

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

/** Words with the blanks before them. What two spans write without a blank between them is one word. */
function wordsOf(spans: readonly Span[]): Span[][] {
  const words: Span[][] = [];
  for (const span of spans) {
    for (const text of span.text.match(/ *[^ ]+| +$/g) ?? []) {
      const last = words.at(-1);
      if (last === undefined || text.startsWith(' ')) words.push([{ ...span, text }]);
      else last.push({ ...span, text });
    }
  }
  return words;
}

function withoutBlanks(word: readonly Span[]): Span[] {
  return word.map((span, index) => (index === 0 ? { ...span, text: span.text.trimStart() } : span));
}

function hardBreak(word: readonly Span[], width: number): Span[][] {
  const rows: Span[][] = [[]];
  let used = 0;
  for (const span of word) {
    let text = '';
    for (const character of span.text) {
      const size = displayWidth(character);
      if (used + size > width && used > 0) {
        rows.at(-1)?.push({ ...span, text });
        rows.push([]);
        text = '';
        used = 0;
      }
      text += character;
      used += size;
    }
    rows.at(-1)?.push({ ...span, text });
  }
  return rows;
}
