/** Hangul, kana, ideographs, full-width forms and emoji take two columns (Unicode, East Asian Width W and F). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Terminal columns of a character. */
export function columnsOf(character: string): 1 | 2 {
  return WIDE.test(character) ? 2 : 1;
}

/**
 * Terminal columns of a text: exact enough to decide where a line breaks. In the terminal view Ink does the
 * layout and measures exactly, so an error here cannot make a line too long.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}
