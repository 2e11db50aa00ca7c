import { FOLLOW_UPS } from '../options/uses.ts';
import { MODES } from './modes.ts';

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

const WORD = /(?:"[^"]*"|'(?:[^']|'')*'|\\'|[^\s"'])+/g;
const PART = /"([^"]*)"|'((?:[^']|'')*)'|\\(')|[^"']+?/g;

/**
 * The words of a command that {@link commandText} built, for either shell. For sh, two equal typographic quotes within
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

/** Whether a command has the option. Tests its words, because the name of a file may contain an option. */
export function hasOption(command: string, option: string): boolean {
  return wordsOfCommand(command).some((word) => word === `--${option}` || word.startsWith(`--${option}=`));
}

export type FollowUp = (typeof FOLLOW_UPS)[number];

/**
 * By command: the options of a run that its follow-up commands need as well; for a fleet also
 * the named computers. `again`: the whole command that runs a fleet's unfinished computers again. `repair`: the
 * words that take the place of `apply` where the recording is read-only. `route`: the route that a check of the path has
 * to take, unless its command names one. `import`: the whole command that brings the written copy of a recording to its
 * computer, on which nothing changed. `program`: how this process was started, where
 * that is not `p2s-fix`; only for what is printed where it runs.
 */
export type FollowUps = Partial<
  Record<FollowUp | 'fleet' | 'again' | 'repair' | 'route' | 'import' | 'program', string>
>;

const PROGRAM = new RegExp(
  `(?<![\\w/\\\\.-])p2s-fix(?= (?:--[a-z]|(?:${MODES.join('|')}|completion|help)\\b))`,
  'g',
);

/** A printed line with its commands as they run where they are printed. */
export function asStarted(line: string, program: string | undefined): string {
  return program === undefined ? line : line.replace(PROGRAM, () => program);
}

/**
 * Adds the options of the run to each p2s-fix command in a text: `p2s-fix rollback 0007` becomes `p2s-fix rollback
 * --state-dir=D 0007`. Texts omit them, because most runs have none. A command that is already `whole`, or has
 * `--machine` or `--state-dir`, is unchanged.
 */
export function completeCommands(text: string, options: FollowUps, whole: string | null = null): string {
  // A repair takes no --yes.
  const taken = options.repair === undefined ? text : text.replace(APPLY_YES, '$1');
  const parts = whole === null || whole === '' ? [taken] : taken.split(whole);
  return parts.map((part) => part.replace(COMMAND, withOptions(options))).join(whole ?? '');
}

const APPLY_YES = /(p2s-fix --apply(?:(?!p2s-fix|\. ).)*?) --yes\b/g;
/** The program and one of {@link FOLLOW_UPS}; `--apply` means `apply`, an option alone means an audit. */
const COMMAND = /\bp2s-fix(?: (--apply|[a-z]+)(?![a-z-])| (?=--))/g;

function withOptions(
  options: FollowUps,
): (written: string, verb: string | undefined, at: number, text: string) => string {
  return (written, verb = 'audit', at, text) => {
    const name = FOLLOW_UPS.find((one) => one === verb.replace('--', ''));
    const [rest = ''] = text.slice(at + written.trimEnd().length).split(/\. |p2s-fix /);
    const isOfPath = name === 'verify' || name === 'migrate';
    const route = isOfPath && !/ ['"]?--(?:proxy|pac|direct)\b/.test(rest) ? options.route : undefined;
    const own = name === undefined ? undefined : options[name];
    const needed = own === undefined || route === undefined ? (own ?? route) : `${own} ${route}`;
    const isComplete = / ['"]?--(?:machine|state-dir)\b/.test(rest);
    if (verb === '--apply' && options.repair !== undefined) return `p2s-fix ${options.repair}`;
    if (needed === undefined || isComplete) return written;
    return `${written.trimEnd()} ${needed}${written.endsWith(' ') ? ' ' : ''}`;
  };
}
