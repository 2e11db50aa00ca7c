import { FLAG } from '../codec/blob.ts';
import { decodeWinHttpBlob, type WinHttpBlob } from '../codec/winhttp-blob.ts';
import { decodeWinInetBlob, type WinInetBlob } from '../codec/wininet-blob.ts';
import { LEGACY_VALUE, WINHTTP_VALUE } from '../model/locations.ts';
import { type RegistryValue, sameValue } from '../model/registry.ts';
import { splitList } from '../proxy/list-text.ts';

/**
 * Whether a value still says what another said, though Windows may have touched it: WinINET counts its blob up and
 * notes in its tail what auto-detection last found, it writes `SavedLegacySettings` again from the string values, and
 * where WinHTTP's own setter wrote, the header is its choice. Another list is somebody else's, though it may send every
 * request the same way.
 */
export function sameSetting(name: string, a: RegistryValue | null, b: RegistryValue | null): boolean {
  if (sameValue(a, b)) return true;
  if (a?.kind !== 'binary' || b?.kind !== 'binary') return false;
  if (isWinHttp(name)) return sameWinHttp(a.bytes, b.bytes);
  return sameWinInet(a.bytes, b.bytes, name.toLowerCase() === LEGACY_VALUE.toLowerCase());
}

/**
 * Whether a value holds what was just written there. Programs that are told of the change may touch the blobs of
 * WinINET at once, so these are compared as {@link sameSetting} does; of anything else each byte counts.
 */
export function isAsWritten(name: string, found: RegistryValue | null, next: RegistryValue | null): boolean {
  return isWinHttp(name) ? sameValue(found, next) : sameSetting(name, found, next);
}

function isWinHttp(name: string): boolean {
  return name.toLowerCase() === WINHTTP_VALUE.toLowerCase();
}

function sameWinHttp(a: Uint8Array, b: Uint8Array): boolean {
  const [one, other] = [decodeWinHttpBlob(a), decodeWinHttpBlob(b)];
  return one.ok && other.ok && proxyMeaning(one.blob) === proxyMeaning(other.blob);
}

/**
 * What flags and lists come to, as `ps1/lib/SameSetting.ps1` has it: case, separators, `http://` and a last slash do
 * not count. `null`: no proxy.
 */
export function proxyMeaning({
  flags,
  proxy,
  bypass,
}: Pick<WinHttpBlob, 'flags' | 'proxy' | 'bypass'>): string | null {
  const servers = words(proxy)
    .map((word) => word.replace(HTTP_PREFIX, '$1').replace(/\/$/, ''))
    .join(';');
  const isOn = (flags & FLAG.proxy) !== 0 && servers !== '';
  return isOn ? JSON.stringify([servers, words(bypass)]) : null;
}

const HTTP_PREFIX = /^((?:http=|https=|ftp=)?)http:\/\//;

function words(list: string): string[] {
  return splitList(list.toLowerCase(), { commas: false });
}

function sameWinInet(a: Uint8Array, b: Uint8Array, legacy: boolean): boolean {
  const [one, other] = [decodeWinInetBlob(a), decodeWinInetBlob(b)];
  if (!one.ok || !other.ok) return false;
  const [left, right] = legacy ? [inStrings(one.blob), inStrings(other.blob)] : [one.blob, other.blob];
  return (['flags', 'proxy', 'bypass', 'pac'] as const).every((part) => left[part] === right[part]);
}

/** The part of a blob that the string values can say: no auto-detect bit, and no text that is switched off. */
function inStrings({ flags, proxy, bypass, pac }: WinInetBlob) {
  const on = (flags & FLAG.proxy) !== 0;
  return {
    flags: flags & (FLAG.proxy | FLAG.pac),
    proxy: on ? proxy : '',
    bypass: on ? bypass : '',
    pac: (flags & FLAG.pac) === 0 ? '' : pac,
  };
}
