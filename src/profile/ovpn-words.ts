/**
 * The next word of a line, or its end (by a comment too). White space is that of C. In double quotes and bare words a
 * backslash stands before a backslash, a double quote or white space; in single quotes it is itself.
 */
const NEXT =
  /(?:\\?[\t-\r ])*(?:\\?(?:$|[#;].*)|"((?:\\[\\"\t-\r ]|[^"\\])*)"|'([^']*)'|((?:\\[\\"]|[^\t-\r \\"'#;])(?:\\[\\"\t-\r ]|[^\t-\r \\])*)(?=[\t-\r ]|$))/sy;

/**
 * The words of one line of an OpenVPN profile, with its end: quoted or not, with escapes, up to a comment (openvpn(8),
 * `--config`; what the manual leaves open, as comments behind words, is as `parse_line` of OpenVPN 2.6 has it). `null`
 * where a quotation does not end, or a backslash stands before something else: OpenVPN does not take such a file.
 */
export function wordsOf(line: string): string[] | null {
  const words: string[] = [];
  for (let at = 0; ; at = NEXT.lastIndex) {
    NEXT.lastIndex = at;
    const match = NEXT.exec(line);
    if (match === null) return null;
    const [, double, single, bare] = match;
    const word = single ?? (double ?? bare)?.replace(/\\(.)/gs, '$1');
    if (word === undefined) return words;
    words.push(word);
  }
}
