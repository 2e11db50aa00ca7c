import { isDeepStrictEqual } from 'node:util';
import { FLAG, type Refusal } from '../codec/blob.ts';
import { applyToWinHttp, encodeWinHttpBlob, freshWinHttpBlob } from '../codec/winhttp-blob.ts';
import {
  applyToWinInet,
  encodeWinInetBlob,
  settingsOfWinInet,
  type WinInetBlob,
} from '../codec/wininet-blob.ts';
import { P2sError } from '../model/errors.ts';
import { LEGACY_VALUE } from '../model/locations.ts';
import type { RegistrySnapshot, RegistryValue, RegistryWrite } from '../model/registry.ts';
import { option, say } from '../model/say.ts';
import { BYPASS_LIMIT, formatBypassList } from '../proxy/bypass-list.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { formatProxyList } from '../proxy/proxy-list.ts';
import { isDirect, type ProxySettings } from '../proxy/settings.ts';
import { blobOfMirror, mirrorWrites } from '../stores/mirror.ts';
import type { Store, WinHttpStore, WinInetStore } from '../stores/stores.ts';
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

/** The change of a WinHTTP view to `desired`; `null` if it already matches or is not visible. */
function winHttpChange(store: WinHttpStore, desired: ProxySettings): StoreChange | null {
  if (store.present === null) return null;
  if (store.settings !== null && sameEffectiveProxy(store.settings, desired)) return null;
  const old = store.decoded?.ok ? store.decoded.blob : freshWinHttpBlob();
  const proxy = desired.proxy.enabled ? formatProxyList(desired.proxy.servers) : null;
  const bypass = proxy === null || desired.bypass.length === 0 ? null : formatBypassList(desired.bypass);
  const blob = accept(applyToWinHttp(old, { proxy, bypass: bypass ?? '' }), store.id);
  return {
    store: store.id,
    action: store.settings === null ? 'replace' : proxy === null ? 'clear' : 'set',
    before: store.settings,
    after: desired,
    needsElevation: true,
    writes: [
      {
        key: store.key,
        name: store.valueName,
        expected: store.value,
        next: binary(encodeWinHttpBlob(blob)),
      },
    ],
    // The Windows setter chooses the header for this version of Windows; it writes only the native view.
    winHttp: store.id === 'winhttp/native' ? { proxy, bypass } : null,
  };
}

/**
 * The change of a user's LAN setting to `desired`: the blob, the legacy blob, and the mirror values. `null` when
 * all match already, or the setting is not visible.
 *
 * @param named the state was named explicitly: then it goes into a blob, even if only string values exist so far
 */
function winInetChange(
  store: WinInetStore,
  registry: RegistrySnapshot,
  desired: ProxySettings,
  selfSid: string | null,
  named: boolean,
): StoreChange | null {
  if (store.present === null) return null;
  // Nothing is stored and direct is desired: Windows creates the blob itself when it needs one.
  const isUnset = store.present === false && store.pending == null && (!named || isDirect(desired));
  if (isUnset && store.settings !== null && sameEffectiveProxy(store.settings, desired)) return null;
  const old = store.decoded?.ok ? store.decoded.blob : null;
  const blob =
    old !== null && isStoredAs(old, store.settings, desired)
      ? old
      : changed(old ?? blobOfMirror(store.mirror), desired, store);
  const writes: RegistryWrite[] = [];
  if (blob !== old) {
    writes.push({
      key: store.key,
      name: store.valueName,
      expected: store.value,
      next: binary(encodeWinInetBlob(blob)),
    });
  }
  const strings = store.mirror === null ? [] : mirrorWrites(store.mirror, blob);
  if (store.connection === null && (blob !== old || strings.length > 0))
    writes.push(...legacyWrites(registry, store, blob));
  writes.push(...strings);
  if (writes.length === 0) return null;
  return {
    store: store.id,
    action: store.present && old === null ? 'replace' : isDirect(desired) ? 'clear' : 'set',
    before: store.settings,
    after: desired,
    needsElevation: needsElevation(store, selfSid),
    writes,
    winHttp: null,
  };
}

/** Whether a setting needs an administrator: every setting except those of the current account. */
export function needsElevation(store: Store, selfSid: string | null): boolean {
  return store.api === 'winhttp' || store.sid === null || (store.sid !== 'current' && store.sid !== selfSid);
}

/** Includes switched-off strings: the stored values must match the desired state, including every flag bit. */
function isStoredAs(blob: WinInetBlob, stored: ProxySettings | null, desired: ProxySettings): boolean {
  if (stored === null || (blob.flags & 1) === 0) return false;
  return sameEffectiveProxy(stored, desired) && stored.pac?.enabled === desired.pac?.enabled;
}

function changed(old: WinInetBlob, desired: ProxySettings, store: WinInetStore): WinInetBlob {
  const { enabled, servers } = desired.proxy;
  const stored = settingsOfWinInet(old);
  // Strings that already match, and the strings of a proxy that is switched off, are not rewritten.
  const sameServers = isDeepStrictEqual({ ...stored.proxy, enabled }, desired.proxy);
  const bypass = formatBypassList(desired.bypass);
  // A user's bypass list that is too long to store must not block the rest of the state.
  const isKept = bypass.length > BYPASS_LIMIT && isDeepStrictEqual(store.settings?.bypass, desired.bypass);
  const sameBypass =
    isKept ||
    (isDeepStrictEqual(stored.bypass, desired.bypass) &&
      isDeepStrictEqual(stored.bypassIssues, desired.bypassIssues));
  const pac = desired.pac?.enabled === true ? desired.pac.url : null;
  const result = applyToWinInet(old, {
    proxy: { enabled, ...(enabled && !sameServers ? { servers: formatProxyList(servers) } : {}) },
    ...(enabled && !sameBypass ? { bypass } : {}),
    pac: { enabled: desired.pac?.enabled ?? false, ...(pac === null ? {} : { url: pac }) },
    autoDetect: desired.autoDetect ?? false,
  });
  return accept(result, store.id);
}

/** @throws P2sError `refused` when a string has no encoding that Windows reads. */
function accept<B>(result: { ok: true; blob: B } | Refusal, store: string): B {
  if (result.ok) return result.blob;
  throw new P2sError(
    'refused',
    say('The {field} text cannot be stored ({code}).', { field: result.field, code: result.code }),
    {
      where: store,
      next: say('Name a state without it, e.g. with {proxy} and {bypass}.', {
        proxy: option('proxy'),
        bypass: option('bypass'),
      }),
    },
  );
}

/**
 * The legacy blob must match the blob and the strings. Otherwise the strings count as changed
 * (lan-copies.ts), and services that read the machine-wide setting need both. An unreadable legacy blob is
 * replaced, except one with a newer version.
 */
function legacyWrites(
  registry: RegistrySnapshot,
  { key, legacy, legacyCopy }: WinInetStore,
  blob: WinInetBlob,
): RegistryWrite[] {
  if (legacy?.raw?.unreadable === 'unknown-version') return [];
  const next = typeof legacyCopy === 'string' ? { ...blob, counter: 1 } : legacyLike(legacyCopy, blob);
  if (next === legacyCopy) return [];
  const expected = registry.value(key, LEGACY_VALUE) ?? null;
  return [{ key, name: LEGACY_VALUE, expected, next: binary(encodeWinInetBlob(next)) }];
}

const KNOWN_FLAGS = FLAG.direct | FLAG.proxy | FLAG.pac | FLAG.autoDetect;

/** Keeps switched-off strings, unknown bits and the tail. Returns the same blob if nothing differs. */
function legacyLike(legacy: WinInetBlob, { flags, proxy, bypass, pac }: WinInetBlob): WinInetBlob {
  const next: WinInetBlob = {
    ...legacy,
    flags: ((legacy.flags & ~KNOWN_FLAGS) | (flags & KNOWN_FLAGS)) >>> 0,
    ...((flags & FLAG.proxy) !== 0 && { proxy, bypass }),
    ...((flags & FLAG.pac) !== 0 && { pac }),
  };
  const same = (['flags', 'proxy', 'bypass', 'pac'] as const).every((part) => next[part] === legacy[part]);
  return same ? legacy : { ...next, counter: (legacy.counter + 1) >>> 0 };
}

function binary(bytes: Uint8Array): RegistryValue {
  return { kind: 'binary', bytes };
}
