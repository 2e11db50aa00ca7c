/** One word of a command as text, for cmd.exe and PowerShell alike, as far as names, addresses and lists go. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_.:,/\\@=-]+$/.test(word) ? word : `"${word.replaceAll('"', '')}"`;
}

/** The words of a command that was put together from quoted ones. */
export function wordsOfCommand(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, inner]) => inner ?? word);
}

/** Commands that a report may name as the next step. */
export const FOLLOW_UPS = ['apply', 'audit', 'confirm', 'migrate', 'rollback', 'verify'] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/**
 * By command: the options of a run that its follow-up commands need as well, as `--name=value`; of a fleet also the
 * computers that were named.
 */
export type FollowUps = Partial<Record<FollowUp | 'fleet', string>>;

/**
 * Adds the options of the run to each p2s-fix command in a text: `p2s-fix rollback 0007` becomes
 * `p2s-fix rollback --state-dir=D 0007`. Texts are written without them, because most runs have none. A command that is
 * `whole` already, or that has a `--machine` or `--state-dir`, stays as it is.
 */
export function completeCommands(text: string, options: FollowUps, whole: string | null = null): string {
  const parts = whole === null || whole === '' ? [text] : text.split(whole);
  return parts.map((part) => part.replace(COMMAND, withOptions(options))).join(whole ?? '');
}

/** The program and one of {@link FOLLOW_UPS}; `--apply` is written for `apply` as well. */
const COMMAND = /\bp2s-fix (--apply|[a-z]+)(?![a-z-])/g;

function withOptions(
  options: FollowUps,
): (written: string, verb: string, at: number, text: string) => string {
  return (written, verb, at, text) => {
    const name = FOLLOW_UPS.find((one) => one === verb.replace('--', ''));
    const needed = name === undefined ? undefined : options[name];
    const [rest = ''] = text.slice(at + written.length).split(/\. |p2s-fix /);
    const isComplete = / --(?:machine|state-dir)\b/.test(rest);
    return needed === undefined || isComplete ? written : `${written} ${needed}`;
  };
}
