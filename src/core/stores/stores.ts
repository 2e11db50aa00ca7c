import { createHash } from 'node:crypto';
import type { DecodeFailure } from '../codec/blob.ts';
import { type DecodedWinHttp, decodeWinHttpBlob, settingsOfWinHttp } from '../codec/winhttp-blob.ts';
import { type DecodedWinInet, decodeWinInetBlob, settingsOfWinInet } from '../codec/wininet-blob.ts';
import {
  type Hive,
  hives,
  INTERNET_SETTINGS,
  LEGACY_VALUE,
  WINHTTP_VALUE,
  WOW64_INTERNET_SETTINGS,
} from '../model/locations.ts';
import type { RegistrySnapshot, RegistryValue } from '../model/registry.ts';
import { shownSettings } from '../proxy/pac-url.ts';
import { DIRECT_WINHTTP, type ProxySettings } from '../proxy/settings.ts';
import { type LegacyCopy, type Pending, pendingOf } from './lan-copies.ts';
import { mirrorOf, settingsOfMirror, type WinInetMirror } from './mirror.ts';
import { isPerMachine, managedBy } from './policy.ts';

/** Facts about the stored blob, even if it cannot be decoded. */
export interface RawBlob {
  version: number | null;
  counter: number | null;
  flags: number | null;
  /** Bytes. */
  length: number;
  sha256: string;
  /** Why it cannot be decoded; `null` when it can. */
  unreadable: string | null;
}

/** The public view of a store, in the JSON field `stores`. */
export interface StoreView {
  id: string;
  /** `null`: not visible (not exported, or access denied). */
  present: boolean | null;
  managedBy: string | null;
  settings: ProxySettings | null;
  raw: RawBlob | null;
  /** LAN settings only: the contents of `SavedLegacySettings`, which may differ. `null` when it is absent. */
  legacy?: Pick<StoreView, 'settings' | 'raw'> | null;
  /** LAN settings only: the settings of its string values if they are, or may be, newer than the blob. */
  pending?: Pending | null;
}

interface StoreBase extends StoreView {
  key: string;
  valueName: string;
  bytes: Uint8Array | null;
  /** The stored value, of any type. */
  value: RegistryValue | null;
}

export interface WinInetStore extends StoreBase {
  api: 'wininet';
  /** SID, `current` for a recording's HKEY_CURRENT_USER, `null` for the machine-wide setting. */
  sid: string | null;
  /** The phonebook entry, or `null` for the LAN setting. */
  connection: string | null;
  decoded: DecodedWinInet | null;
  /** The string values of a LAN blob; `null` for a RAS entry or if the key is not visible. */
  mirror: WinInetMirror | null;
  legacyCopy: LegacyCopy;
}

export interface WinHttpStore extends StoreBase {
  api: 'winhttp';
  decoded: DecodedWinHttp | null;
}

export type Store = WinInetStore | WinHttpStore;

const LAN_VALUES = ['defaultconnectionsettings', LEGACY_VALUE.toLowerCase(), 'winhttpsettings'];

/** Every setting in the registry, decoded, in a fixed order: users, service accounts, computer, WinHTTP. */
export function readStores(registry: RegistrySnapshot): Store[] {
  const stores: Store[] = [];
  for (const hive of hives(registry)) {
    const settingsKey = `${hive.root}\\${INTERNET_SETTINGS}`;
    stores.push(winInetLan(registry, `wininet/${hive.sid}/lan`, hive, settingsKey));
    for (const name of connectionNames(registry, settingsKey)) {
      const id = `wininet/${hive.sid}/ras/${percentEncoded(name)}`;
      stores.push(winInet(registry, id, hive, settingsKey, name));
    }
  }
  for (const [id, key] of [
    ['wininet/machine', `HKEY_LOCAL_MACHINE\\${INTERNET_SETTINGS}`],
    ['wininet/machine/wow64', `HKEY_LOCAL_MACHINE\\${WOW64_INTERNET_SETTINGS}`],
  ] as const) {
    const store = winInetLan(registry, id, null, key);
    // 32-bit Windows has no second view.
    const exists = id === 'wininet/machine' || registry.key(key).visibility !== 'absent';
    const decides = isPerMachine(registry) && exists;
    if (store.present === true || decides) stores.push(store);
  }
  stores.push(winHttp(registry, 'winhttp/native', INTERNET_SETTINGS));
  // 32-bit Windows has no second view.
  const wow64 = winHttp(registry, 'winhttp/wow64', WOW64_INTERNET_SETTINGS);
  const key = `HKEY_LOCAL_MACHINE\\${WOW64_INTERNET_SETTINGS}`;
  if (wow64.present === true || registry.key(key).visibility !== 'absent') stores.push(wow64);
  return stores;
}

/** The public part of a store. */
export function viewOf({
  id,
  present,
  managedBy: owner,
  settings,
  raw,
  legacy,
  pending = null,
}: StoreView): StoreView {
  const view = {
    ...{ id, present, managedBy: owner, settings: shownSettings(settings), raw },
    ...(pending === null ? {} : { pending: { ...pending, settings: shownSettings(pending.settings) } }),
  };
  if (legacy == null) return { ...view, ...(legacy === undefined ? {} : { legacy }) };
  return { ...view, legacy: { ...legacy, settings: shownSettings(legacy.settings) } };
}

function winInetLan(
  registry: RegistrySnapshot,
  id: string,
  hive: Hive | null,
  settingsKey: string,
): WinInetStore {
  const store = winInet(registry, id, hive, settingsKey, null);
  const mirror = mirrorOf(registry, settingsKey);
  // Without a blob, WinINET creates one from the string values at its next use.
  const settings = store.present === false && mirror !== null ? settingsOfMirror(mirror) : store.settings;
  // Without both, nothing is known: the strings that Windows would use are not visible.
  const present = store.present === false && mirror === null ? null : store.present;
  const { legacy, legacyCopy } = legacyOf(registry, store.key);
  // An unreadable blob is neither newer nor older than the strings.
  const blob = store.decoded === null ? null : store.decoded.ok ? store.decoded.blob : undefined;
  const pending = mirror === null || blob === undefined ? null : pendingOf(blob, mirror, legacyCopy);
  return { ...store, present, mirror, settings, legacy, legacyCopy, pending };
}

function legacyOf(
  registry: RegistrySnapshot,
  key: string,
): {
  legacy: NonNullable<WinInetStore['legacy']> | null;
  legacyCopy: LegacyCopy;
} {
  const { bytes, value } = blobAt(registry, key, LEGACY_VALUE);
  if (bytes === null) return { legacy: null, legacyCopy: 'absent' };
  const decoded = decodedAs(value, decodeWinInetBlob(bytes));
  const raw = rawOf(bytes, decoded);
  return decoded.ok
    ? { legacy: { settings: settingsOfWinInet(decoded.blob), raw }, legacyCopy: decoded.blob }
    : { legacy: { settings: null, raw }, legacyCopy: 'unreadable' };
}

function winInet(
  registry: RegistrySnapshot,
  id: string,
  hive: Hive | null,
  settingsKey: string,
  connection: string | null,
): WinInetStore {
  const valueName = connection ?? 'DefaultConnectionSettings';
  const key = `${settingsKey}\\Connections`;
  const { present, bytes, value } = blobAt(registry, key, valueName);
  const decoded = bytes === null ? null : decodedAs(value, decodeWinInetBlob(bytes));
  const base = {
    id,
    key,
    valueName,
    present,
    bytes,
    value,
    managedBy: managedBy(registry, hive),
    raw: rawOf(bytes, decoded),
  };
  const settings = decoded?.ok ? settingsOfWinInet(decoded.blob) : null;
  return {
    ...base,
    api: 'wininet',
    sid: hive?.sid ?? null,
    connection,
    decoded,
    settings,
    mirror: null,
    legacyCopy: 'absent',
  };
}

function winHttp(registry: RegistrySnapshot, id: string, settingsPath: string): WinHttpStore {
  const key = `HKEY_LOCAL_MACHINE\\${settingsPath}\\Connections`;
  const { present, bytes, value } = blobAt(registry, key, WINHTTP_VALUE);
  const decoded = bytes === null ? null : decodedAs(value, decodeWinHttpBlob(bytes));
  const settings = decoded?.ok ? settingsOfWinHttp(decoded.blob) : present === false ? DIRECT_WINHTTP : null;
  const raw = rawOf(bytes, decoded);
  return {
    api: 'winhttp',
    id,
    key,
    valueName: WINHTTP_VALUE,
    present,
    bytes,
    value,
    managedBy: null,
    decoded,
    settings,
    raw,
  };
}

/** A value of another type has no bytes to decode; the problem is its type. */
function decodedAs<D extends DecodedWinInet | DecodedWinHttp>(
  value: RegistryValue | null,
  decoded: D,
): D | DecodeFailure {
  return value?.kind === 'binary' || decoded.ok ? decoded : { ...decoded, reason: 'wrong-type' };
}

/** A value of another type than REG_BINARY is not a setting: it is read as empty bytes, which do not decode. */
function blobAt(registry: RegistrySnapshot, key: string, name: string) {
  const value = registry.value(key, name);
  if (value === undefined) return { present: null, bytes: null, value: null };
  if (value === null) return { present: false, bytes: null, value };
  return { present: true, value, bytes: value.kind === 'binary' ? value.bytes : new Uint8Array(0) };
}

function rawOf(bytes: Uint8Array | null, decoded: DecodedWinInet | DecodedWinHttp | null): RawBlob | null {
  if (bytes === null || decoded === null) return null;
  const known = decoded.ok ? decoded.blob : decoded.known;
  return {
    version: known.version ?? null,
    counter: known.counter ?? null,
    flags: known.flags ?? null,
    length: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    unreadable: decoded.ok ? null : decoded.reason,
  };
}

/** A registry name may contain any 16-bit units; a lone surrogate is written as its three bytes. */
function percentEncoded(name: string): string {
  return [...name]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0xd800 || code > 0xdfff) return encodeURIComponent(character);
      const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
      return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
    })
    .join('');
}

/** The phonebook entries with their own proxy setting below an Internet Settings key. */
export function connectionNames(registry: RegistrySnapshot, settingsKey: string): string[] {
  const names: string[] = [];
  for (const [name, value] of registry.key(`${settingsKey}\\Connections`).values) {
    if (value.kind === 'binary' && name !== '' && !LAN_VALUES.includes(name.toLowerCase())) names.push(name);
  }
  return names.sort();
}
