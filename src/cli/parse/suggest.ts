import { distance } from 'fastest-levenshtein';
import { COMMANDS } from '../commands.ts';
import { OPTIONS, type OptionName } from '../options.ts';
import { wordsOf } from './words.ts';

/** The nearest known word to a typed one; `null` when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const lower = word.toLowerCase();
  // Two swapped letters count as two changes.
  const far = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  const ranked = known
    .map((one) => ({ one, away: distance(lower, one) }))
    .filter(({ away }) => away <= far)
    .sort((a, b) => a.away - b.away);
  return ranked[0]?.one ?? null;
}

/** The command line with its first misspelled command or option corrected; `null` when no known word is near. */
export function corrected(argv: readonly string[]): readonly string[] | null {
  const words = wordsOf(argv);
  const first = words.findIndex(({ kind }) => kind !== 'option');
  const typed = words[first]?.kind === 'positional' ? words[first].text : null;
  const command = typed === null ? null : nearest(typed, Object.keys(COMMANDS));
  if (command !== null) return argv.with(first, command);
  const at = argv.findIndex((word) => /^--[a-z]/i.test(word) && !Object.hasOwn(OPTIONS, nameOf(word)));
  const option = at === -1 ? null : nearest(nameOf(argv[at] ?? ''), optionsOf(argv[0] ?? ''));
  return option === null
    ? null
    : argv.with(at, `--${option}${(argv[at] ?? '').slice(nameOf(argv[at] ?? '').length + 2)}`);
}

function nameOf(word: string): string {
  return /^--([^=]*)/.exec(word)?.[1] ?? '';
}

function optionsOf(command: string): readonly OptionName[] {
  return (COMMANDS[command] ?? COMMANDS.audit)?.options ?? [];
}
