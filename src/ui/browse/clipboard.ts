/** Terminals drop longer sequences. */
const MAX_BYTES = 74_000;

/**
 * The control sequence that makes a terminal copy a text (OSC 52, as in xterm); `null` when it is too long. The
 * terminal does not reply, so success is unknown.
 */
export function copySequence(text: string): string | null {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length > MAX_BYTES ? null : `\u001B]52;c;${bytes.toString('base64')}\u0007`;
}
