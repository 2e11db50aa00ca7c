import type { StoreChange } from '../../core/decide/plan.ts';
import type { MachineFacts, Mode } from '../../core/model/events.ts';
import type { StringChange } from '../../core/stores/mirror.ts';
import type { Texts } from './texts.ts';
import type { Words } from './words.ts';

/** What the text takes from a change. */
type ChangeSides = Pick<StoreChange, 'before' | 'after' | 'strings'>;
type Own = Pick<Texts, 'settings'> & { words: Pick<Texts['words'], 'none' | 'comma'> };

/** Both sides of a change, in lines: the setting, or the values beside it where they alone are written. */
export function sidesOf(
  { before, after, strings = [] }: ChangeSides,
  { settings, words }: Own,
): { removed: string[]; added: string[] } {
  if (strings.length === 0) return { removed: [settings(before)], added: [settings(after)] };
  const side = (text: (one: StringChange) => string | null) =>
    strings.map((one) => `${one.valueName}: ${text(one) ?? words.none}`);
  return { removed: side((one) => one.before), added: side((one) => one.after) };
}

/** What a store would hold, in one line. */
export function afterText(change: Pick<ChangeSides, 'after' | 'strings'>, texts: Own): string {
  return sidesOf({ ...change, before: null }, texts).added.join(texts.words.comma);
}

/** What is done to which store. To change a file nobody has to be an administrator. */
export function changeTitle(
  { action, store, needsElevation }: Pick<StoreChange, 'action' | 'store' | 'needsElevation'>,
  machine: MachineFacts | null,
  mode: Mode | null,
  words: Words,
): string {
  const inFile = machine?.kind === 'recorded' && (mode === 'apply' || mode === 'rollback');
  return `${action} ${store}${needsElevation && !inFile ? words.needsAdministratorNote : ''}`;
}

/** What a plan without a change says. */
export function noChangeText(exitCode: number | null, words: Words): string {
  return exitCode === 8 ? words.exit('audit', exitCode) : words.nothingToChange;
}
