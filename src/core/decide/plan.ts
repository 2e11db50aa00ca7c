import { createHash } from 'node:crypto';
import type { CHANGE_ACTIONS } from '../model/events.ts';
import type { RegistryValue, RegistryWrite } from '../model/registry.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import type { StringChange } from '../stores/mirror.ts';

/** The change of one setting to its desired state, as registry writes. */
export interface StoreChange {
  store: string;
  action: (typeof CHANGE_ACTIONS)[number];
  before: ProxySettings | null;
  after: ProxySettings;
  needsElevation: boolean;
  /** In write order; each contains the value that it expects to replace. */
  writes: readonly RegistryWrite[];
  /** Arguments for the WinHTTP setter, if it can be called; `null` for WinINET and the 32-bit view. */
  winHttp: { proxy: string | null; bypass: string | null } | null;
  /** Set when only the mirror values change; `before` and `after` are then the same. */
  strings?: readonly StringChange[];
}

export interface Plan {
  /** `sha256:` over the writes and the values they expect to replace: same state and desired settings, same id. */
  id: string;
  changes: readonly StoreChange[];
}

/** A plan of these changes. Its id binds it to the state they were made from. */
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
