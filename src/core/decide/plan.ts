import { createHash } from 'node:crypto';
import type { RegistryValue, RegistryWrite } from '../model/registry.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import type { StringChange } from '../stores/mirror.ts';

/** One store brought to its desired state, as the values that have to be written for it. */
export interface StoreChange {
  store: string;
  /** `clear`: afterwards the store is direct; `replace`: the old value could not be decoded. */
  action: 'set' | 'clear' | 'replace';
  before: ProxySettings | null;
  after: ProxySettings;
  needsElevation: boolean;
  /** In the order in which they are made; each carries what it expects to replace. */
  writes: readonly RegistryWrite[];
  /** What to hand to WinHTTP's own setter where it can be called; `null` for WinINET and the other view. */
  winHttp: { proxy: string | null; bypass: string | null } | null;
  /** Told where the setting stays and only its mirror is brought in line; `before` and `after` are the same then. */
  strings?: readonly StringChange[];
}

export interface Plan {
  /** `sha256:` over the writes and what they expect to replace: the same state and wish give the same id. */
  id: string;
  changes: readonly StoreChange[];
}

/** A plan of these changes, bound by its id to the state they were made from. */
export function makePlan(changes: readonly StoreChange[]): Plan {
  const canonical = JSON.stringify(
    changes.map(({ store, action, writes, winHttp }) => ({
      store,
      action,
      winHttp,
      writes: writes.map((w) => [w.key, w.name, plain(w.expected), plain(w.next)]),
    })),
  );
  return { id: `sha256:${createHash('sha256').update(canonical).digest('hex')}`, changes };
}

function plain(value: RegistryValue | null): unknown {
  if (value === null) return null;
  switch (value.kind) {
    case 'binary':
    case 'other':
      return { ...value, bytes: Buffer.from(value.bytes).toString('hex') };
    case 'qword':
      return { kind: value.kind, number: value.number.toString() };
    default:
      return value;
  }
}
