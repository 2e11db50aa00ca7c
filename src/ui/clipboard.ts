/** Terminals drop longer ones. */
const MAX_BYTES = 74_000;

/**
 * The control sequence that asks a terminal to put a text into the clipboard (OSC 52, as xterm has it); `null` for one
 * that terminals would not take. There is no answer, so nobody can tell whether it was done.
 */
export function copySequence(text: string): string | null {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length > MAX_BYTES ? null : `\u001B]52;c;${bytes.toString('base64')}\u0007`;
}
