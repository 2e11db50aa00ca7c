/** PowerShell also ends a string at a typographic quote. */
const SINGLE = `'\u2018-\u201b`;
const WORD = /(?:"[^"]*"|'(?:[^']|'')*'|\\'|[^\s"'])+/g;
const PART = /"([^"]*)"|'((?:[^']|'')*)'|\\(')|[^"']+?/g;

/**
 * The words of a command that `commandText` built, for either shell. For sh, two equal typographic quotes within
 * single quotes become one, as PowerShell reads them.
 */
export function wordsOfCommand(command: string): string[] {
  return [...command.matchAll(WORD)].map(([word]) =>
    word.replaceAll(PART, (part, double?: string, single?: string, escaped?: string) =>
      double !== undefined
        ? double.replace(/(\\+)\1$/, '$1')
        : single !== undefined
          ? single.replaceAll(new RegExp(`([${SINGLE}])\\1`, 'g'), '$1')
          : (escaped ?? part),
    ),
  );
}
