/** One row of the table in contributing/bytes.md, without its reason. */
export interface Difference {
  part: string;
  what: string;
  ours: string;
  theirs: string;
}

/**
 * The differences of two request heads: the request line, each header by its name, and the order of common ones.
 */
export function headDifferences(part: string, ours: string, theirs: string): Difference[] {
  const [a, b] = [parts(ours), parts(theirs)];
  const found: Difference[] = [];
  const compare = (what: string, one: string | undefined, other: string | undefined) => {
    if (one !== other) found.push({ part, what, ours: one ?? '-', theirs: other ?? '-' });
  };
  compare('request line', a.line, b.line);
  for (const name of new Set([...a.headers.keys(), ...b.headers.keys()]))
    compare(name, a.headers.get(name), b.headers.get(name));
  const order = (headers: Map<string, string>, others: Map<string, string>) =>
    [...headers.keys()].filter((name) => others.has(name)).join(', ');
  compare('order', order(a.headers, b.headers), order(b.headers, a.headers));
  return found;
}

/**
 * Header names as they are written, and the shape of values that look like a GUID, since each GUID is new. Throws
 * when the text is not a complete head, or names a header twice.
 */
function parts(head: string): { line: string; headers: Map<string, string> } {
  if (!head.endsWith('\r\n\r\n')) throw new Error(`this is no whole head: ${JSON.stringify(head)}`);
  const [line = '', ...rest] = head.slice(0, -4).split('\r\n');
  const headers = new Map<string, string>();
  for (const text of rest) {
    const [, name = '', value = ''] = /^([!-9;-~]+): ([!-~](?:[ -~]*[!-~])?)$/.exec(text) ?? [];
    if (name === '' || headers.has(name)) throw new Error(`this is no header: ${JSON.stringify(text)}`);
    headers.set(
      name,
      value.replace(/^\{([0-9A-F]+(?:-[0-9A-F]+)*)\}$/i, (_all, text: string) => shape(text)),
    );
  }
  return { line, headers };
}

/** sstpc writes random numbers without leading zeros, so the groups of an invalid GUID are only counted. */
function shape(text: string): string {
  const whole = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i.test(text);
  return whole ? '{GUID}' : `{${text.split('-').length} groups}`;
}

/** The rows of the only table with five columns in a Markdown page, and their reasons. */
export function differencesIn(page: string): { rows: Difference[]; reasons: string[] } {
  const cells = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  const rows = cells.map(([part = '', what = '', ours = '', theirs = '']) => ({ part, what, ours, theirs }));
  return { rows, reasons: cells.map(([, , , , reason = '']) => reason) };
}
