import { FLAG } from '../codec/blob.ts';
import { decodeWinHttpBlob, type WinHttpBlob } from '../codec/winhttp-blob.ts';
import { decodeWinInetBlob, type WinInetBlob } from '../codec/wininet-blob.ts';
import { LEGACY_VALUE, WINHTTP_VALUE } from '../model/locations.ts';
import { type RegistryValue, sameValue } from '../model/registry.ts';
import { splitList } from '../proxy/list-text.ts';

/**
 * Whether two values have the same setting, although Windows may have rewritten it: WinINET increments the counter
 * of its blob and stores the last auto-detection result in its tail, it rewrites `SavedLegacySettings` from the
 * string values, and the WinHTTP setter chooses its own header. A different list counts as changed outside
 * p2s-fix, even if it routes every request the same way.
 */
export function sameSetting(name: string, a: RegistryValue | null, b: RegistryValue | null): boolean {
  if (sameValue(a, b)) return true;
  if (a?.kind !== 'binary' || b?.kind !== 'binary') return false;
  if (isWinHttp(name)) return sameWinHttp(a.bytes, b.bytes);
  return sameWinInet(a.bytes, b.bytes, name.toLowerCase() === LEGACY_VALUE.toLowerCase());
}

/**
 * Whether a value matches what was just written. Programs that are notified of the change may rewrite WinINET
 * blobs at once, so these are compared as in {@link sameSetting}; all others byte for byte.
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
 * The meaning of flags and lists, as in `ps1/lib/settings/SameSetting.ps1`: case, separators, `http://` and a trailing
 * slash are ignored. `null`: no proxy.
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

/** The part of a blob that string values can hold: no auto-detect bit, and no switched-off text. */
function inStrings({ flags, proxy, bypass, pac }: WinInetBlob) {
  const on = (flags & FLAG.proxy) !== 0;
  return {
    flags: flags & (FLAG.proxy | FLAG.pac),
    proxy: on ? proxy : '',
    bypass: on ? bypass : '',
    pac: (flags & FLAG.pac) === 0 ? '' : pac,
  };
}
