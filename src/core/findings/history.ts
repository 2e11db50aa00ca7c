import type { Finding } from '../model/finding.ts';
import type { RegistrySnapshot, RegistryValue } from '../model/registry.ts';
import { sameSetting } from '../stores/same-setting.ts';
import type { Store } from '../stores/stores.ts';

/** The values that the last apply wrote on a computer. */
export interface AppliedState {
  /** The number of its backup. */
  backup: string;
  /** ISO 8601. */
  appliedAt: string;
  values: readonly { key: string; name: string; value: RegistryValue | null }[];
}

const DRIFT = ['winhttp-not-aligned', 'wininet-not-as-desired'];

/**
 * Adds the last written values to the findings. A setting that differs from them was changed outside p2s-fix
 * since; a setting that was never written was never applied; if it still matches but must change, the
 * desired settings changed.
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

/** The store of a value: its blob, its legacy blob, or one of its string values. */
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
