import { isDeepStrictEqual } from 'node:util';
import type { Refusal } from './codec/blob.ts';
import { applyToWinHttp, encodeWinHttpBlob, freshWinHttpBlob } from './codec/winhttp-blob.ts';
import {
  applyToWinInet,
  decodeWinInetBlob,
  encodeWinInetBlob,
  settingsOfWinInet,
  type WinInetBlob,
} from './codec/wininet-blob.ts';
import { P2sError } from './errors.ts';
import { LEGACY_VALUE } from './locations.ts';
import { blobOfMirror, mirrorWrites } from './mirror.ts';
import type { StoreChange } from './plan.ts';
import { formatBypassList } from './proxy/bypass-list.ts';
import { sameEffectiveProxy } from './proxy/compare.ts';
import { formatProxyList } from './proxy/proxy-list.ts';
import { isDirect, type ProxySettings } from './proxy/settings.ts';
import type { RegistrySnapshot, RegistryValue, RegistryWrite } from './registry.ts';
import { say } from './say.ts';
import type { Store, WinHttpStore, WinInetStore } from './stores.ts';

/** The change that brings a WinHTTP view to `desired`, or `null` when it is there already or is not visible. */
export function winHttpChange(store: WinHttpStore, desired: ProxySettings): StoreChange | null {
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
    // Windows' own setter picks the header of this Windows; it knows only the native view.
    winHttp: store.id === 'winhttp/native' ? { proxy, bypass } : null,
  };
}

/**
 * The change that brings a user's LAN setting to `desired`: the blob, the legacy blob where there is one, and the
 * mirror values. `null` when all of them agree already, or the store is not visible.
 */
export function winInetChange(
  store: WinInetStore,
  registry: RegistrySnapshot,
  desired: ProxySettings,
  selfSid: string | null,
): StoreChange | null {
  if (store.present === null) return null;
  // Nothing is stored and nothing else is wanted: Windows makes the blob itself when it needs one.
  if (store.present === false && store.settings !== null && sameEffectiveProxy(store.settings, desired))
    return null;
  const old = store.decoded?.ok ? store.decoded.blob : null;
  const blob =
    old !== null && isStoredAs(old, store.settings, desired)
      ? old
      : changed(old ?? blobOfMirror(store.mirror), desired, store.id);
  const writes: RegistryWrite[] = [];
  if (blob !== old) {
    writes.push({
      key: store.key,
      name: store.valueName,
      expected: store.value,
      next: binary(encodeWinInetBlob(blob)),
    });
    if (store.connection === null) writes.push(...legacyWrites(registry, store, blob, desired));
  }
  if (store.mirror !== null) writes.push(...mirrorWrites(store.mirror, blob));
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

/** Whether only an administrator may write a store: all but that of whoever runs this. */
export function needsElevation(store: Store, selfSid: string | null): boolean {
  return store.api === 'winhttp' || store.sid === null || (store.sid !== 'current' && store.sid !== selfSid);
}

/** Switched-off strings count too here: what is stored must be what is wanted, bit for bit of the flags. */
function isStoredAs(blob: WinInetBlob, stored: ProxySettings | null, desired: ProxySettings): boolean {
  if (stored === null || (blob.flags & 1) === 0) return false;
  return (
    sameEffectiveProxy(stored, desired) &&
    stored.autoDetect === desired.autoDetect &&
    stored.pac?.enabled === desired.pac?.enabled
  );
}

function changed(old: WinInetBlob, desired: ProxySettings, store: string): WinInetBlob {
  const { enabled, servers } = desired.proxy;
  const stored = settingsOfWinInet(old);
  // Strings that say already what is wanted, and those of a proxy that is switched off, stay as they are written.
  const sameServers = isDeepStrictEqual({ ...stored.proxy, enabled }, desired.proxy);
  const sameBypass =
    isDeepStrictEqual(stored.bypass, desired.bypass) &&
    isDeepStrictEqual(stored.bypassIssues, desired.bypassIssues);
  const pac = desired.pac?.enabled === true ? desired.pac.url : null;
  const result = applyToWinInet(old, {
    proxy: { enabled, ...(enabled && !sameServers ? { servers: formatProxyList(servers) } : {}) },
    ...(enabled && !sameBypass ? { bypass: formatBypassList(desired.bypass) } : {}),
    pac: { enabled: desired.pac?.enabled ?? false, ...(pac === null ? {} : { url: pac }) },
    autoDetect: desired.autoDetect ?? false,
  });
  return accept(result, store);
}

/** @throws P2sError `refused` when a string cannot be stored as bytes that Windows understands. */
function accept<B>(result: { ok: true; blob: B } | Refusal, store: string): B {
  if (result.ok) return result.blob;
  throw new P2sError('refused', say`The ${result.field} text cannot be stored (${result.code}).`, {
    where: store,
    next: say`Name a state without it, e.g. with --proxy and --bypass.`,
  });
}

/**
 * The legacy blob follows where there is one. The machine's setting is read by services that want both, so there it is
 * made (facts: with ProxySettingsPerUser=0 HKLM needs `SavedLegacySettings` as well).
 */
function legacyWrites(
  registry: RegistrySnapshot,
  { key, sid }: WinInetStore,
  blob: WinInetBlob,
  desired: ProxySettings,
): RegistryWrite[] {
  const value = registry.value(key, LEGACY_VALUE) ?? null;
  if (value === null && sid === null) {
    const next = binary(encodeWinInetBlob({ ...blob, counter: 1 }));
    return [{ key, name: LEGACY_VALUE, expected: null, next }];
  }
  const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
  if (decoded?.ok !== true) return [];
  const next = binary(encodeWinInetBlob(changed(decoded.blob, desired, `${key}\\${LEGACY_VALUE}`)));
  return [{ key, name: LEGACY_VALUE, expected: value, next }];
}

function binary(bytes: Uint8Array): RegistryValue {
  return { kind: 'binary', bytes };
}
