import { isDeepStrictEqual } from 'node:util';
import type { Backup } from '../change/backup-schema.ts';
import { rollbackSteps } from '../change/put-back.ts';
import type { Observation } from '../core/observation.ts';
import type { StoreChange } from '../core/plan.ts';
import { shownSettings } from '../core/proxy/pac-url.ts';
import { type RegistryKey, RegistrySnapshot, type RegistryWrite } from '../core/registry.ts';
import { readStores } from '../core/stores.ts';

/** What would be put back, in the words of a plan, so that it can be shown before it is done. Nothing to be carried out. */
export function putBackPreview({ registry, user }: Observation, backup: Backup): StoreChange[] {
  const then = afterWrites(
    registry,
    rollbackSteps(registry, backup).map(({ write }) => write),
  );
  const now = new Map(readStores(registry).map((store) => [store.id, store.settings]));
  return readStores(then).flatMap(({ id, settings }): StoreChange[] => {
    const before = now.get(id) ?? null;
    if (settings === null || isDeepStrictEqual(before, settings)) return [];
    const isDirect =
      !settings.proxy.enabled && settings.pac?.enabled !== true && settings.autoDetect !== true;
    const isOwn = id.startsWith('wininet/current/') || id.startsWith(`wininet/${user?.sid ?? ''}/`);
    const told = { before: shownSettings(before), after: shownSettings(settings), needsElevation: !isOwn };
    return [{ store: id, action: isDirect ? 'clear' : 'set', ...told, writes: [], winHttp: null }];
  });
}

function afterWrites(registry: RegistrySnapshot, writes: readonly RegistryWrite[]): RegistrySnapshot {
  const keys = new Map<string, RegistryKey>([...registry.keys].map((key) => [key.path.toLowerCase(), key]));
  for (const { key: path, name, next } of writes) {
    const old = keys.get(path.toLowerCase()) ?? registry.key(path);
    const values = new Map([...old.values].filter(([have]) => have.toLowerCase() !== name.toLowerCase()));
    if (next !== null) values.set(name, next);
    keys.set(path.toLowerCase(), { ...old, visibility: 'present', values });
  }
  return new RegistrySnapshot(keys.values());
}
