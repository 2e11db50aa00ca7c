export type Key = 'yes' | 'no' | 'cancel' | 'other';

/**
 * What a chunk of input means to a question. Fast keys arrive together (`y` and Enter), and a pasted text must not
 * be taken for an answer, so yes is nothing but the letter.
 */
export function readKey(input: string, key: { ctrl: boolean; return: boolean; escape: boolean }): Key {
  if ((key.ctrl && input === 'c') || input.includes('\u0003')) return 'cancel';
  if (key.return || key.escape) return 'no';
  if (/^y+[\r\n]*$/i.test(input)) return 'yes';
  return /^(?:[nq]+[\r\n]*|[\r\n]+)$/i.test(input) ? 'no' : 'other';
}
