/** The base64 of the blocks of a PEM text (RFC 7468) with one of these labels, in order; white space is kept. */
export function pemBlocks(text: string, ...labels: readonly string[]): string[] {
  const block = `-----BEGIN (${labels.join('|')})-----([A-Za-z0-9+/=\\s]+)-----END \\1-----`;
  return [...text.matchAll(new RegExp(block, 'g'))].map(([, , base64 = '']) => base64);
}
