import { hasCredentials, neutralise } from '../model/neutralise.ts';
import type { RegistrySnapshot, RegistryValue, RegistryWrite } from '../model/registry.ts';
import { type Message, say } from '../model/say.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { isAsWritten } from '../stores/same-setting.ts';
import { readStores, type Store } from '../stores/stores.ts';
import type { StoreChange } from './plan.ts';
import { settingsMessage } from './summary.ts';

/** A value that does not match what was written. */
export interface Mismatch {
  store: string;
  where: string;
  expected: Message | string;
  found: Message | string;
}

/**
 * Compares a new observation with the changes. Every value must match byte for byte, except what Windows rewrites
 * in WinINET blobs (see {@link isAsWritten}). After a write by the Windows setter, Windows chooses the header, in
 * either view because it may write both; then the decoded settings must match.
 */
export function compareReadBack(registry: RegistrySnapshot, changes: readonly StoreChange[]): Mismatch[] {
  const stores = readStores(registry);
  const bySetter = changes.some(({ winHttp }) => winHttp !== null);
  return changes.flatMap((change) => {
    const mismatches = compareValues(registry, change.store, change.writes);
    const store = stores.find(({ id }) => id === change.store);
    return mismatches.length > 0 && bySetter && store?.api === 'winhttp'
      ? settingsMismatch(store, change)
      : mismatches;
  });
}

/** The values that differ from what was written. */
export function compareValues(
  registry: RegistrySnapshot,
  store: string,
  writes: readonly RegistryWrite[],
): Mismatch[] {
  return writes.flatMap(({ key, name, next }) => {
    const found = registry.value(key, name) ?? null;
    if (isAsWritten(name, found, next)) return [];
    return [{ store, where: `${key}\\${name}`, expected: valueText(next), found: valueText(found) }];
  });
}

/** Text of a setting in a form that is safe to show: if it may contain credentials, only its length. */
export function shownText(text: string): Message | string {
  return hasCredentials(text)
    ? say('a text of {count} characters', { count: text.length })
    : `"${neutralise(text)}"`;
}

function settingsMismatch({ settings }: Store, change: StoreChange): Mismatch[] {
  if (settings !== null && sameEffectiveProxy(settings, change.after)) return [];
  const found = settings === null ? say('something unreadable') : settingsMessage(settings);
  return [{ store: change.store, where: change.store, expected: settingsMessage(change.after), found }];
}

function valueText(value: RegistryValue | null): Message | string {
  if (value === null) return say('absent');
  switch (value.kind) {
    case 'binary':
    case 'other':
      return say('{count} bytes', { count: value.bytes.length });
    case 'string':
    case 'expand-string':
      return shownText(value.text);
    case 'multi-string':
      return say('{count} strings', { count: value.texts.length });
    case 'dword':
    case 'qword':
      return String(value.number);
  }
}
