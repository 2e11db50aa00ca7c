import type { StoreChange, StringChange } from '../core/plan.ts';
import type { Texts } from './texts.ts';

/** What the text takes from a change. */
type Told = Pick<StoreChange, 'before' | 'after' | 'strings'>;
type Own = Pick<Texts, 'settings'> & { words: Pick<Texts['words'], 'none' | 'comma'> };

/** Both sides of a change, in lines: the setting, or the values beside it where they alone are written. */
export function sidesOf(
  { before, after, strings = [] }: Told,
  { settings, words }: Own,
): { removed: string[]; added: string[] } {
  if (strings.length === 0) return { removed: [settings(before)], added: [settings(after)] };
  const side = (text: (one: StringChange) => string | null) =>
    strings.map((one) => `${one.valueName}: ${text(one) ?? words.none}`);
  return { removed: side((one) => one.before), added: side((one) => one.after) };
}

/** What a store would hold, in one line. */
export function wantedText(change: Pick<Told, 'after' | 'strings'>, texts: Own): string {
  return sidesOf({ ...change, before: null }, texts).added.join(texts.words.comma);
}
