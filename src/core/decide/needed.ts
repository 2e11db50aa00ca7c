import type { RegistrySnapshot } from '../model/registry.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import type { Store } from '../stores/stores.ts';
import { winHttpChange, winInetChange } from './changes.ts';
import type { StoreChange } from './plan.ts';

export interface BlockedStore {
  store: string;
  /** The policy that manages it, or `unknown-version`. */
  reason: string;
}

/** A setting and its desired state. */
export interface Target {
  store: Store;
  desired: ProxySettings;
  /** The state, or another setting as its source, was named; `false`: the setting is its own source. */
  named: boolean;
}

/**
 * The changes to the desired state of the targets, in their order, and the changes that are blocked: a policy
 * manages the setting, or its blob has a newer version that only a newer Windows may write.
 *
 * @param self SID of the current account, whose own hive needs no administrator
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
