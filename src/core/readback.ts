import type { StoreChange } from './plan.ts';
import { sameEffectiveProxy } from './proxy/compare.ts';
import { type RegistrySnapshot, type RegistryValue, sameValue } from './registry.ts';
import { readStores, type Store } from './stores.ts';
import { settingsSummary } from './summary.ts';

/** A place that does not hold what was written. */
export interface Mismatch {
  store: string;
  where: string;
  wanted: string;
  found: string;
}

/**
 * Compares a fresh look with what the changes wanted. Where Windows' own setter wrote, the header is Windows'
 * choice and the decoded settings must agree; everywhere else the value must be the very bytes.
 */
export function compareReadBack(registry: RegistrySnapshot, changes: readonly StoreChange[]): Mismatch[] {
  const stores = readStores(registry);
  return changes.flatMap((change) => {
    const store = stores.find(({ id }) => id === change.store);
    if (change.winHttp !== null) return settingsMismatch(store, change);
    return change.writes.flatMap((write) => {
      const found = registry.value(write.key, write.name) ?? null;
      if (sameValue(found, write.next)) return [];
      const where = `${write.key}\\${write.name}`;
      return [{ store: change.store, where, wanted: valueText(write.next), found: valueText(found) }];
    });
  });
}

function settingsMismatch(store: Store | undefined, change: StoreChange): Mismatch[] {
  const settings = store?.settings ?? null;
  if (settings !== null && sameEffectiveProxy(settings, change.after)) return [];
  const found = settings === null ? 'unreadable' : settingsSummary(settings);
  return [{ store: change.store, where: change.store, wanted: settingsSummary(change.after), found }];
}

function valueText(value: RegistryValue | null): string {
  if (value === null) return 'absent';
  switch (value.kind) {
    case 'binary':
    case 'other':
      return `${value.bytes.length} bytes`;
    case 'string':
    case 'expand-string':
      return `"${value.text}"`;
    case 'multi-string':
      return `${value.texts.length} strings`;
    case 'dword':
    case 'qword':
      return String(value.number);
  }
}
