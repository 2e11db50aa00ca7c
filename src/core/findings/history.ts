import type { Finding } from '../model/finding.ts';
import type { RegistrySnapshot, RegistryValue } from '../model/registry.ts';
import { sameSetting } from '../stores/same-setting.ts';
import type { Store } from '../stores/stores.ts';

/** What the last apply left on a machine. */
export interface AppliedState {
  /** The number of its backup. */
  backup: string;
  /** ISO 8601. */
  appliedAt: string;
  values: readonly { key: string; name: string; value: RegistryValue | null }[];
}

const DRIFT = ['winhttp-not-aligned', 'wininet-not-as-desired'];

/**
 * The findings with their third side: against what is wanted and what is there now, what we last wrote. A store that
 * differs from what we left was changed by somebody else since; one that we never wrote was never applied; one that is
 * as we left it and is to change nevertheless is so because something else is wanted now.
 */
export function withHistory(
  findings: readonly Finding[],
  applied: AppliedState | null,
  registry: RegistrySnapshot,
  stores: readonly Store[],
): Finding[] {
  const left = new Map<string, boolean>();
  for (const { key, name, value } of applied?.values ?? []) {
    const id = storeOf(stores, key, name);
    const now = registry.value(key, name);
    if (id === null || now === undefined) continue;
    left.set(id, (left.get(id) ?? true) && sameSetting(name, now, value));
  }
  const reported = findings.map((finding) => {
    if (!DRIFT.includes(finding.code)) return finding;
    const same = left.get(finding.store ?? '');
    const history = same === undefined ? 'never-applied' : same ? 'as-applied' : 'changed-since-apply';
    return { ...finding, evidence: { ...finding.evidence, history } };
  });
  if (applied === null) return reported;
  const { backup, appliedAt } = applied;
  const changed = [...left].filter(([, same]) => !same).map(([id]) => id);
  return [
    ...reported,
    ...changed.map((store): Finding => {
      return { code: 'changed-since-apply', severity: 'warning', store, evidence: { backup, appliedAt } };
    }),
  ];
}

/** The store that a value belongs to: its blob, the legacy blob beside it, or one of its strings. */
export function storeOf(stores: readonly Store[], key: string, name: string): string | null {
  const at = key.toLowerCase();
  const value = name.toLowerCase();
  const exact = stores.find(
    (store) => store.key.toLowerCase() === at && store.valueName.toLowerCase() === value,
  );
  if (exact !== undefined) return exact.id;
  const beside = stores.find(
    (store) =>
      store.api === 'wininet' &&
      store.connection === null &&
      (store.key.toLowerCase() === at || store.mirror?.key.toLowerCase() === at),
  );
  return beside?.id ?? null;
}
