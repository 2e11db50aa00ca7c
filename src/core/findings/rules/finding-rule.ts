import { type Owner, type Step, step } from '../../causes/rule.ts';
import { isRecord } from '../../model/is-record.ts';
import { command, isCommand, type MessageValue, type Phrase, say } from '../../model/say.ts';
import type { NamedCommand } from '../../options/table.ts';

/** The evidence of a finding, which may come from a file and be anything; `store`: the name of its setting. */
export type Evidence = Readonly<Record<string, unknown>>;
export type Says = (evidence: Evidence) => Phrase;
export type Steps = (evidence: Evidence) => readonly Step[];

/** One kind of finding. */
export interface FindingRule {
  /** A sentence that is true of every computer that has it, without the values of one. */
  readonly title: Phrase;
  readonly says: Says;
  readonly steps?: Steps;
}

/** A sentence with values of the evidence, by their names; `given` before those. */
export function fill(
  english: string,
  evidence: Evidence,
  given: Readonly<Record<string, MessageValue | number>> = {},
): Phrase {
  const names = Array.from(english.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  const values = names.map((name) => [name, shown(given[name] ?? evidence[name])]);
  return { template: english, values: Object.fromEntries(values) };
}

/** {@link fill} for any evidence. */
export function filled(english: string): Says {
  return (evidence) => fill(english, evidence);
}

/** What the reader of the report, who administers this computer, has to do or to know; whole sentences. */
export function todo(english: string, given?: Parameters<typeof fill>[2]): Steps {
  return (evidence) => [advice(fill(english, evidence, given))];
}

export function advice(action: Phrase, own?: NamedCommand): Step {
  return { owner: 'administrator', action, isSentence: true, ...(own === undefined ? {} : { command: own }) };
}

/** What an owner has to do, and sentences that it has to know with it. */
export function by(owner: Owner, action: string, ...notes: readonly string[]): Steps {
  return (evidence) => [step(owner, fill(action, evidence), ...notes.map((note) => fill(note, evidence)))];
}

/** The command that makes the finding's change; `more` beside the evidence. */
export function change(english: string, more: Evidence = {}): Steps {
  return (evidence) => {
    const own = applyCommand({ command: evidence.command, yes: evidence.yes, ...more });
    return [advice(fill(english, evidence, { command: own }), own)];
  };
}

/** The command of the finding's change: the run's own if it is known. */
function applyCommand({ command: known, yes }: Evidence): NamedCommand {
  const own = isCommand(known) ? known : command('apply');
  // An export changes nothing that has to be confirmed.
  return yes === true && 'use' in own && own.use === 'apply'
    ? command('apply', { ...own.options, yes })
    : own;
}

/** Any value as a text; a list with the separator of the language. */
export function shown(value: unknown): MessageValue {
  if (Array.isArray(value)) return value.map((one) => (isPhrase(one) ? one : String(one)));
  return isPhrase(value) ? value : String(value);
}

function isPhrase(value: unknown): value is Phrase {
  return isRecord(value) && ['template', 'parts', 'option', 'use', 'words'].some((member) => member in value);
}

/** Each record of a list as a text; empty for any other value. */
export function eachOf(value: unknown, toPhrase: Says): Phrase[] {
  return Array.isArray(value) ? value.filter(isRecord).map(toPhrase) : [];
}

export function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** The words of a code, which may be anything; else the code itself. */
export function wordsFor(words: Readonly<Record<string, Phrase>>, code: unknown): Phrase {
  const known = Object.hasOwn(words, String(code)) ? words[String(code)] : undefined;
  return known ?? String(code);
}

/** Whether the finding's change was tested and fails. */
export function isFailing({ candidateFails }: Evidence): boolean {
  return candidateFails !== undefined;
}

/** What is known about the current setting when the proposed one fails. */
export function presentPath(evidence: Evidence): 'works' | 'fails' | 'unknown' {
  if (evidence.presentFails === true) return 'fails';
  return evidence.presentUnknown === true ? 'unknown' : 'works';
}

/** Why a component of Windows could not be used. */
export function whyNot(reason: unknown): Phrase {
  return wordsFor(WHY_NOT, reason);
}

const WHY_NOT = {
  'language-mode': say('Constrained Language Mode'),
  'declaration-refused': say('the declaration of its function was refused'),
  'add-type-refused': say('compiling the declaration of its function was refused'),
  'com-refused': say('its COM class cannot be made'),
  'other-user': say('it belongs to a different user than the one who runs this'),
  refused: say('Windows refused'),
  'powershell-blocked': say('the execution policy blocks the script'),
  'powershell-not-allowed': say('application control blocks the script'),
  'powershell-antivirus': say('a virus scanner blocks the script'),
  'powershell-failed': say('the script failed'),
  'powershell-timeout': say('it did not end in time'),
  'powershell-no-result': say('the script ended without a result'),
  'powershell-overflow': say('the script wrote too much'),
  'powershell-missing': say('PowerShell could not be started'),
} as const;
