/** The shell that a command is printed for. */
export type Shell = 'powershell' | 'sh';

export function shellOf(platform: string): Shell {
  return platform === 'win32' ? 'powershell' : 'sh';
}

/** PowerShell also ends a string at a typographic quote. */
const SINGLE = `'\u2018-\u201b`;
const DOUBLE = `"\u201c-\u201e`;
const RULES = {
  // cmd.exe reads double quotes as PowerShell does, but no single quotes.
  powershell: {
    bare: /^[A-Za-z0-9_.:/\\=\u2026-]+$/,
    single: new RegExp(`[$\`${DOUBLE}]`),
    inSingle: (word: string) => word.replaceAll(new RegExp(`[${SINGLE}]`, 'g'), '$&$&'),
  },
  sh: {
    bare: /^[A-Za-z0-9_.:,/@=\u2026-]+$/,
    single: /[$`"\\!]/,
    inSingle: (word: string) => word.replaceAll("'", String.raw`'\''`),
  },
};

/** One word of a command, quoted for the shell if needed. */
export function quoted(word: string, shell: Shell): string {
  const { bare, single, inSingle } = RULES[shell];
  if (bare.test(word)) return word;
  // A backslash before the closing quote would escape it.
  const closed = shell === 'powershell' ? word.replace(/\\+$/, '$&$&') : word;
  return single.test(word) ? `'${inSingle(closed)}'` : `"${closed}"`;
}

/** A command as text, each word quoted for the shell. */
export function commandText(words: readonly string[], shell: Shell): string {
  return words.map((word) => quoted(word, shell)).join(' ');
}
