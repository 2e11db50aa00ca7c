export function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** Blank, tab, line break and `;` separate the entries of both lists in both APIs; commas are not documented. */
export function splitList(text: string, options: { commas: boolean }): string[] {
  return text.split(options.commas ? /[ \t\r\n\f\v;,]/ : /[ \t\r\n\f\v;]/).filter((token) => token !== '');
}

/**
 * Quotes of any kind: typographic ones come from commands that were copied from a page. As single bytes they are
 * 0x91 to 0x94 (Windows-1252), 0x81 0x65 to 0x68 (CP932), or 0xE2 0x80 0x98 to 0x9F (UTF-8).
 */
export const QUOTES =
  /["'`\u2018-\u201f\u00ab\u00bb\u0091-\u0094\u300c-\u300f\uff02\uff07]|\u0081[efgh]|\u00e2\u0080[\u0098-\u009f]/g;

export function hasQuotes(text: string): boolean {
  return text.search(QUOTES) !== -1;
}
