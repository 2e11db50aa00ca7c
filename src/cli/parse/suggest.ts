import { distance } from 'fastest-levenshtein';
import { COMMANDS } from '../commands.ts';
import { writtenOptions } from '../help/written-options.ts';
import type { Word } from './split-words.ts';

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

/** The command line with the first of its unknown words corrected; `null` when no known word is near. */
export function corrected(argv: readonly string[], unknown: readonly Word[]): readonly string[] | null {
  const command = argv.find((word) => Object.hasOwn(COMMANDS, word)) ?? 'audit';
  for (const { text, at } of unknown.toSorted(
    (a, b) => Number(isOption(argv, a)) - Number(isOption(argv, b)),
  )) {
    const names = isOption(argv, { text, at })
      ? writtenOptions(command).map(({ written }) => written)
      : Object.keys(COMMANDS);
    const meant = nearest(text, names);
    if (meant !== null) return argv.with(at, (argv[at] ?? '').replace(text, meant));
  }
  return null;
}

function isOption(argv: readonly string[], { at }: Word): boolean {
  return argv[at]?.startsWith('--') === true;
}
