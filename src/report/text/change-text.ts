import type { StoreChange } from '../../core/decide/plan.ts';
import { CHANGE_ACTIONS, type MachineFacts } from '../../core/model/events.ts';
import type { Mode } from '../../core/model/modes.ts';
import { inARow, type Phrase, say } from '../../core/model/say.ts';
import type { StringChange } from '../../core/stores/mirror.ts';
import { nameOfSetting } from '../../core/stores/setting-name.ts';
import { settingName } from './setting-name.ts';
import type { Texts } from './texts.ts';
import type { Words } from './words.ts';

/** The fields of a change that the text uses. */
type ChangeSides = Pick<StoreChange, 'before' | 'after' | 'strings'>;
type Own = Pick<Texts, 'settings' | 'words'>;

/** Both sides of a change, as lines: the setting, or only its string values if nothing else is written. */
export function sidesOf(
  { before, after, strings = [] }: ChangeSides,
  { settings, words }: Own,
): { removed: string[]; added: string[] } {
  if (strings.length === 0) return { removed: [settings(before)], added: [settings(after)] };
  const side = (text: (one: StringChange) => string | null) =>
    strings.map((one) => `${one.valueName}: ${text(one) ?? words(say('none'))}`);
  return { removed: side((one) => one.before), added: side((one) => one.after) };
}

/** The new value of a setting, in one line. */
export function afterText(change: Pick<ChangeSides, 'after' | 'strings'>, texts: Own): string {
  return sidesOf({ ...change, before: null }, texts).added.join(texts.words.between.items);
}

/** A change in the question before a write. */
export function askedLine(
  change: Pick<StoreChange, 'store' | 'after' | 'strings'>,
  machine: MachineFacts | null,
  texts: Texts,
): string {
  return `~ ${settingName(change.store, texts.words, machine?.vpnUser)}: ${afterText(change, texts)}`;
}

/** The action and its setting. Changing a file needs no administrator. */
export function changeTitle(
  { action, store, needsElevation }: Pick<StoreChange, 'action' | 'store' | 'needsElevation'>,
  machine: MachineFacts | null,
  mode: Mode | null,
  words: Words,
): string {
  const inFile = machine?.kind === 'recorded' && (mode === 'apply' || mode === 'rollback');
  const title = words(actionText(action, nameOfSetting(store, machine?.vpnUser)));
  return `${title}${needsElevation && !inFile ? words(say(' (needs an administrator)')) : ''}`;
}

const ACTIONS = {
  set: (store: Phrase) => say('Set {store}', { store }),
  clear: (store: Phrase) => say('Clear {store}', { store }),
  replace: (store: Phrase) => say('Replace {store}', { store }),
} as const;

/** What is done with settings; a result of a fleet may have another action. */
export function actionText(action: string, store: Phrase): Phrase {
  const known = CHANGE_ACTIONS.find((one) => one === action);
  return known === undefined ? inARow(action, ' ', store) : ACTIONS[known](store);
}
