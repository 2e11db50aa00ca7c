import { splitList } from '../proxy/list-text.ts';
import { parseLists } from '../proxy/lists.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import {
  type BlobHead,
  BlobReader,
  type DecodeFailure,
  encodeBlob,
  FLAG,
  type Refusal,
  refuseStrings,
  WININET_VERSIONS,
} from './blob.ts';

/** 0x18: Windows 7 and the untouched default; 0x28: netsh and the WinHTTP setter of Windows 10 and later. */
const WINHTTP_VERSIONS = [0x18, 0x28] as const;

/** The value `WinHttpSettings`. Strings are latin1. */
export interface WinHttpBlob extends BlobHead<(typeof WINHTTP_VERSIONS)[number]> {
  proxy: string;
  bypass: string;
}

export type DecodedWinHttp = { ok: true; blob: WinHttpBlob } | DecodeFailure;

/**
 * Accepts any bytes; never throws, never guesses. A blob with a WinINET version or with bytes after the bypass
 * list fails, because the WinHTTP API then reports "no proxy" whatever the strings are.
 */
export function decodeWinHttpBlob(bytes: Uint8Array): DecodedWinHttp {
  const reader = new BlobReader(bytes);
  const read = reader.head(WINHTTP_VERSIONS, WININET_VERSIONS);
  if (!read.ok) return read;
  const strings = reader.strings(['proxy', 'bypass'] as const);
  if (!strings.ok) return strings;
  if (!reader.atEnd) return reader.fail('trailing-bytes');
  return { ok: true, blob: { ...read.head, ...strings.texts } };
}

export function encodeWinHttpBlob(blob: WinHttpBlob): Uint8Array {
  return encodeBlob(blob, [blob.proxy, blob.bypass]);
}

/** A direct blob with the header that Windows 10 and later write. */
export function freshWinHttpBlob(): WinHttpBlob {
  return { version: 0x28, counter: 0, flags: FLAG.direct, proxy: '', bypass: '' };
}

/**
 * What the WinHTTP API reports: the proxy is on when bit 1 is set (Windows writes 3, Wine 2) and the string is not
 * empty. Flags 3 with an empty string occur and mean "no proxy".
 */
export function settingsOfWinHttp(blob: WinHttpBlob): ProxySettings {
  const named = splitList(blob.proxy, { commas: false }).length > 0;
  return {
    direct: (blob.flags & FLAG.direct) !== 0,
    ...parseLists(blob, (blob.flags & FLAG.proxy) !== 0 && named, 'winhttp'),
    pac: null,
    autoDetect: null,
  };
}

/**
 * The blob with this proxy, as the API's setter leaves it: `null` is direct, with empty strings. Version, counter
 * and unknown bits are kept. Without a difference, the result is an equal blob.
 */
export function applyToWinHttp(
  blob: WinHttpBlob,
  change: { proxy: string | null; bypass: string },
): { ok: true; blob: WinHttpBlob } | Refusal {
  const on = change.proxy !== null && change.proxy !== '';
  const flags = on ? blob.flags | FLAG.direct | FLAG.proxy : (blob.flags | FLAG.direct) & ~FLAG.proxy;
  const strings = on ? { proxy: change.proxy ?? '', bypass: change.bypass } : { proxy: '', bypass: '' };
  return refuseStrings(blob, strings) ?? { ok: true, blob: { ...blob, flags: flags >>> 0, ...strings } };
}
