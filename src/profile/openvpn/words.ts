/**
 * The next word of a line, or its end (a comment ends it too). White space is that of C. In double quotes and
 * bare words a backslash escapes a backslash, a double quote or white space; in single quotes it is literal.
 */
const NEXT =
  /(?:\\?[\t-\r ])*(?:\\?(?:$|[#;].*)|"((?:\\[\\"\t-\r ]|[^"\\])*)"|'([^']*)'|((?:\\[\\"]|[^\t-\r \\"'#;])(?:\\[\\"\t-\r ]|[^\t-\r \\])*)(?=[\t-\r ]|$))/sy;

/**
 * The words of one line of an OpenVPN profile with its line ending: quotes, escapes, comments (openvpn(8),
 * `--config`; where the manual is unclear, `parse_line` of OpenVPN 2.6). `null` for an unclosed quote or an
 * invalid escape, which OpenVPN rejects.
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
