/** The shell that a command is printed for. */
export type Shell = 'powershell' | 'sh';

export function shellOf(platform: string): Shell {
  return platform === 'win32' ? 'powershell' : 'sh';
}

/** PowerShell also ends a string at a typographic quote. */
const SINGLE = `'\u2018-\u201b`;
const DOUBLE = `"\u201c-\u201e`;
const RULES = {
  // cmd.exe reads double quotes as PowerShell does, and takes no single ones.
  powershell: {
    bare: /^[A-Za-z0-9_.:/\\=-]+$/,
    single: new RegExp(`[$\`${DOUBLE}]`),
    inSingle: (word: string) => word.replaceAll(new RegExp(`[${SINGLE}]`, 'g'), '$&$&'),
  },
  sh: {
    bare: /^[A-Za-z0-9_.:,/@=-]+$/,
    single: /[$`"\\!]/,
    inSingle: (word: string) => word.replaceAll("'", String.raw`'\''`),
  },
};

/** One word of a command as text that the shell reads as that word. */
export function quoted(word: string, shell: Shell): string {
  const { bare, single, inSingle } = RULES[shell];
  if (bare.test(word)) return word;
  // A backslash before the closing quote would keep it open.
  const closed = shell === 'powershell' ? word.replace(/\\+$/, '$&$&') : word;
  return single.test(word) ? `'${inSingle(closed)}'` : `"${closed}"`;
}

/** A command as text: each of its words as the shell takes it. */
export function commandText(words: readonly string[], shell: Shell): string {
  return words.map((word) => quoted(word, shell)).join(' ');
}

const WORD = /(?:"[^"]*"|'(?:[^']|'')*'|\\'|[^\s"'])+/g;
const PART = /"([^"]*)"|'((?:[^']|'')*)'|\\(')|[^"']+?/g;

/** The words of a command that was put together by {@link commandText}. */
export function wordsOfCommand(command: string): string[] {
  return [...command.matchAll(WORD)].map(([word]) =>
    word.replaceAll(PART, (part, double?: string, single?: string, escaped?: string) =>
      double !== undefined
        ? double
        : single !== undefined
          ? single.replaceAll(new RegExp(`([${SINGLE}])\\1`, 'g'), '$1')
          : (escaped ?? part),
    ),
  );
}

/** Commands that a report may name as the next step. */
export const FOLLOW_UPS = ['apply', 'audit', 'confirm', 'migrate', 'rollback', 'verify'] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/**
 * By command: the options of a run that its follow-up commands need as well, as `--name=value`; of a fleet also the
 * computers that were named. `again`: the whole command that runs a fleet's unfinished computers again.
 */
export type FollowUps = Partial<Record<FollowUp | 'fleet' | 'again', string>>;

/**
 * Adds the options of the run to each p2s-fix command in a text: `p2s-fix rollback 0007` becomes
 * `p2s-fix rollback --state-dir=D 0007`. Texts are written without them, because most runs have none. A command that is
 * `whole` already, or that has a `--machine` or `--state-dir`, stays as it is.
 */
export function completeCommands(text: string, options: FollowUps, whole: string | null = null): string {
  const parts = whole === null || whole === '' ? [text] : text.split(whole);
  return parts.map((part) => part.replace(COMMAND, withOptions(options))).join(whole ?? '');
}

/** The program and one of {@link FOLLOW_UPS}; `--apply` is written for `apply` as well, and an option alone is an audit. */
const COMMAND = /\bp2s-fix(?: (--apply|[a-z]+)(?![a-z-])| (?=--))/g;

function withOptions(
  options: FollowUps,
): (written: string, verb: string | undefined, at: number, text: string) => string {
  return (written, verb = 'audit', at, text) => {
    const name = FOLLOW_UPS.find((one) => one === verb.replace('--', ''));
    const needed = name === undefined ? undefined : options[name];
    const [rest = ''] = text.slice(at + written.trimEnd().length).split(/\. |p2s-fix /);
    const isComplete = / ['"]?--(?:machine|state-dir)\b/.test(rest);
    if (needed === undefined || isComplete) return written;
    return `${written.trimEnd()} ${needed}${written.endsWith(' ') ? ' ' : ''}`;
  };
}
