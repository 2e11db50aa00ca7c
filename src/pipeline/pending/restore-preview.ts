import { isDeepStrictEqual } from 'node:util';
import type { Backup } from '../../change/backup/backup-schema.ts';
import { rollbackSteps } from '../../change/backup/restore.ts';
import { planRestore } from '../../change/backup/restore-plan.ts';
import { needsElevation } from '../../core/decide/changes.ts';
import { makePlan, type Plan, type StoreChange } from '../../core/decide/plan.ts';
import { LEGACY_VALUE } from '../../core/model/locations.ts';
import type { Observation } from '../../core/model/observation.ts';
import {
  type RegistryKey,
  RegistrySnapshot,
  type RegistryWrite,
  sameValue,
} from '../../core/model/registry.ts';
import { isDirect } from '../../core/proxy/settings.ts';
import { mirrorChanges } from '../../core/stores/mirror.ts';
import { readStores, type Store } from '../../core/stores/stores.ts';
import type { WriteStep } from '../../machine/port.ts';
import type { WrittenChange } from './restore-change.ts';

/** What a rollback restores, in order. */
export interface RestoreStages {
  /** Changes of which only the values that they wrote are restored. */
  changes: readonly Pick<WrittenChange, 'steps'>[];
  /** Restored last and completely, even where values were changed outside p2s-fix. */
  backup: Pick<Backup, 'values' | 'createdKeys'> | null;
}

/**
 * The effect of a rollback on the settings, as a plan to report before it runs; the rollback itself reads again
 * and does not need the plan. `null` if no setting would change, or if one could no longer be read: a partial plan
 * would be misleading.
 */
export function restorePlan({ registry, user }: Observation, stages: RestoreStages): Plan | null {
  const writes = stagedWrites(registry, stages);
  const now = readStores(registry);
  const then = new Map(readStores(afterWrites(registry, writes)).map((store) => [store.id, store.settings]));
  const ids = new Set(now.map(({ id }) => id));
  if ([...then.keys()].some((id) => !ids.has(id))) return null;
  const changes: StoreChange[] = [];
  for (const store of now) {
    const own = writes.filter((write) => isOf(store, write));
    if (own.length === 0) continue;
    const after = then.get(store.id) ?? null;
    if (after === null) return null;
    const { id, settings: before } = store;
    // A changed counter alone does not change a setting.
    if (isDeepStrictEqual(before, after) && mirrorChanges(own).length === 0) continue;
    const action = before === null ? 'replace' : isDirect(after) ? 'clear' : 'set';
    const elevated = needsElevation(store, user?.sid ?? null);
    changes.push({ store: id, action, before, after, needsElevation: elevated, writes: own, winHttp: null });
  }
  return changes.length === 0 ? null : makePlan(changes);
}

/** One write for each value that differs at the end. */
function stagedWrites(registry: RegistrySnapshot, { changes, backup }: RestoreStages): RegistryWrite[] {
  const done = new Map<string, RegistryWrite>();
  const carryOut = (steps: readonly WriteStep[]) => {
    for (const { write } of steps) {
      const place = `${write.key}\\${write.name}`.toLowerCase();
      const first = done.get(place) ?? write;
      done.set(place, { ...write, expected: first.expected });
    }
  };
  for (const { steps } of changes)
    carryOut(planRestore(afterWrites(registry, [...done.values()]), steps, []).steps);
  if (backup !== null) carryOut(rollbackSteps(afterWrites(registry, [...done.values()]), backup));
  return [...done.values()].filter(({ expected, next }) => !sameValue(expected, next));
}

function isOf(store: Store, { key, name }: RegistryWrite): boolean {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const isLan = store.api === 'wininet' && store.connection === null;
  if (isLan && store.mirror !== null && same(key, store.mirror.key)) return true;
  return same(key, store.key) && (same(name, store.valueName) || (isLan && same(name, LEGACY_VALUE)));
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
