import { randomUUID } from 'node:crypto';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Changes a JSON document and keeps every number that it leaves alone as it is written. JavaScript has no integers
 * above 2^53, and no memory of `1.0` or `1e3`. To `change`, such a number is a text.
 *
 * @param text valid JSON
 */
export function withExactNumbers(text: string, change: (json: string) => string): string {
  // Random, so that no text of the document can contain it.
  const mark = randomUUID();
  const written = new RegExp(`"${mark}([-+.\\deE]+)"`, 'g');
  return change(marked(text, mark)).replace(written, '$1');
}

function marked(text: string, mark: string): string {
  let result = '';
  let done = 0;
  for (let pos = 0; pos < text.length; ) {
    const char = text.charAt(pos);
    if (char === '"') {
      pos = endOfString(text, pos);
      continue;
    }
    NUMBER.lastIndex = pos;
    const number = NUMBER.exec(text)?.[0];
    if (number !== undefined && String(Number(number)) !== number) {
      result += `${text.slice(done, pos)}"${mark}${number}"`;
      done = pos + number.length;
    }
    pos += number?.length ?? 1;
  }
  return result + text.slice(done);
}

/** The position after the closing quote. */
function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  for (; close !== -1; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text[close - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return close + 1;
  }
  return text.length;
}
