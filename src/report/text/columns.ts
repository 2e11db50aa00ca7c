/** Hangul, kana, ideographs, full-width forms and emoji take two columns (Unicode, East Asian Width W and F). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Columns that a character takes in a terminal. */
export function columnsOf(character: string): 1 | 2 {
  return WIDE.test(character) ? 2 : 1;
}

/**
 * Columns that a text takes: near enough to decide where a line breaks. In the terminal view the layout itself stays
 * with Ink, which measures exactly, so that a character missed here cannot push a line over the edge.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}
