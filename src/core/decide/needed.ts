import type { RegistrySnapshot } from '../model/registry.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import type { Store } from '../stores/stores.ts';
import { winHttpChange, winInetChange } from './changes.ts';
import type { StoreChange } from './plan.ts';

export interface BlockedStore {
  store: string;
  /** The policy that owns it, or `unknown-version`. */
  reason: string;
}

/** A store and what it should hold. */
export interface Target {
  store: Store;
  desired: ProxySettings;
  /** Somebody named this state, or the other store as its source; not: it is the source itself. */
  named: boolean;
}

/**
 * The changes that bring the targets to what they should hold, in their order, and those that would be needed and must
 * not be made: a policy owns the store, or its blob has a version that a newer Windows may read and we must not write.
 *
 * @param self SID of whoever runs this, whose own hive needs no administrator
 */
export function neededChanges(
  registry: RegistrySnapshot,
  targets: readonly Target[],
  self: string | null,
): { changes: StoreChange[]; blocked: BlockedStore[] } {
  const changes: StoreChange[] = [];
  const blocked: BlockedStore[] = [];
  for (const { store, desired, named } of targets) {
    if (store.managedBy !== null) {
      if (store.settings === null || !sameEffectiveProxy(store.settings, desired))
        blocked.push({ store: store.id, reason: store.managedBy });
      continue;
    }
    const change =
      store.api === 'winhttp'
        ? winHttpChange(store, desired)
        : winInetChange(store, registry, desired, self, named);
    if (change === null) continue;
    if (store.raw?.unreadable === 'unknown-version')
      blocked.push({ store: store.id, reason: 'unknown-version' });
    else changes.push(change);
  }
  return { changes, blocked };
}
