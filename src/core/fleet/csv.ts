/** A row, and its first line in the text, from 1. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/**
 * Rows of a CSV text (RFC 4180): fields in double quotes may contain the separator, line ends, and doubled quotes.
 * The separator is a comma, unless the first non-empty line has more semicolons (Excel in some countries) or tabs
 * (cells copied from Excel); a first line `sep=;` of Excel names it. Empty lines and a byte order mark are skipped.
 */
export function csvRows(text: string): CsvRow[] {
  const source = text.replace(/^\ufeff/, '');
  const [named = '', namedSeparator] = /^sep=([,;\t])\r?\n/i.exec(source) ?? [];
  const separator = namedSeparator ?? separatorOf(source);
  const rows: CsvRow[] = [];
  let row: string[] = [];
  let field = '';
  let at = named.length;
  let [line, begins] = named === '' ? [1, 1] : [2, 2];
  const endRow = () => {
    row.push(field);
    if (row.length > 1 || row[0]?.trim() !== '') rows.push({ line: begins, cells: row });
    begins = line;
    row = [];
    field = '';
  };
  while (at < source.length) {
    const char = source[at];
    if (char === '"' && field === '') {
      const end = quotedEnd(source, at + 1);
      field = source.slice(at + 1, end).replaceAll('""', '"');
      line += field.split('\n').length - 1;
      at = end + 1;
      continue;
    }
    if (char === separator) {
      row.push(field);
      field = '';
    } else if (char === '\n' || (char === '\r' && source[at + 1] !== '\n')) {
      line += 1;
      endRow();
    } else if (char !== '\r') field += char;
    at += 1;
  }
  if (field !== '' || row.length > 0) endRow();
  return rows;
}

/** The inverse: with commas, and quotes if needed. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** Position of the quote that ends a field; the end of the text if there is none. */
function quotedEnd(source: string, from: number): number {
  let at = source.indexOf('"', from);
  while (at >= 0 && source[at + 1] === '"') at = source.indexOf('"', at + 2);
  return at < 0 ? source.length : at;
}

function separatorOf(source: string): string {
  const [line = ''] = source.trimStart().split('\n', 1);
  // In a list with one name in each line, a tab may be before a comment or at the end.
  const first = line.replace(/\s#.*$/, '').trimEnd();
  const count = (char: string) => first.split(char).length;
  const separator = count(';') > count(',') ? ';' : ',';
  return count('\t') > count(separator) ? '\t' : separator;
}
