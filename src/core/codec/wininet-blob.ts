import { BYPASS_LIMIT } from '../proxy/bypass-list.ts';
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

/** The value `DefaultConnectionSettings`, `SavedLegacySettings`, or of a VPN connection. Strings are latin1. */
export interface WinInetBlob extends BlobHead<(typeof WININET_VERSIONS)[number]> {
  proxy: string;
  bypass: string;
  pac: string;
  /** The last result of auto-detection, as WinINET stored it; any length, copied unchanged. */
  tail: Uint8Array;
}

export type DecodedWinInet = { ok: true; blob: WinInetBlob } | DecodeFailure;

/** Accepts any bytes; never throws, never guesses. {@link encodeWinInetBlob} reproduces the same bytes. */
export function decodeWinInetBlob(bytes: Uint8Array): DecodedWinInet {
  const reader = new BlobReader(bytes);
  const read = reader.head(WININET_VERSIONS);
  if (!read.ok) return read;
  const strings = reader.strings(['proxy', 'bypass', 'pac'] as const);
  if (!strings.ok) return strings;
  return { ok: true, blob: { ...read.head, ...strings.texts, tail: reader.rest() } };
}

export function encodeWinInetBlob(blob: WinInetBlob): Uint8Array {
  return encodeBlob(blob, [blob.proxy, blob.bypass, blob.pac], blob.tail);
}

/** The WinINET default before the first change, which sets the counter to 1. */
export function freshWinInetBlob(): WinInetBlob {
  return {
    version: 0x46,
    counter: 0,
    flags: FLAG.direct,
    proxy: '',
    bypass: '',
    pac: '',
    tail: new Uint8Array(32),
  };
}

/** The settings in the bits and strings, including strings that are stored but switched off. */
export function settingsOfWinInet(blob: WinInetBlob): ProxySettings {
  return {
    direct: (blob.flags & FLAG.direct) !== 0,
    ...parseLists(blob, (blob.flags & FLAG.proxy) !== 0, 'wininet'),
    pac: {
      enabled: (blob.flags & FLAG.pac) !== 0,
      url: blob.pac === '' ? null : blob.pac,
    },
    autoDetect: (blob.flags & FLAG.autoDetect) !== 0,
  };
}

/** Omitted parts are unchanged; a bit may change without its string. */
export interface WinInetChange {
  proxy?: { enabled: boolean; servers?: string };
  bypass?: string;
  pac?: { enabled: boolean; url?: string };
  autoDetect?: boolean;
}

/**
 * The blob with the change applied: only bits, strings and the counter differ; the counter grows by
 * one (modulo 2^32). Bit 0 is always set, because WinINET ignores flags without it. Without a
 * difference, the blob is unchanged.
 */
export function applyToWinInet(
  blob: WinInetBlob,
  change: WinInetChange,
): { ok: true; blob: WinInetBlob } | Refusal {
  const next: WinInetBlob = {
    ...blob,
    flags: changedFlags(blob.flags, change),
    proxy: change.proxy?.servers ?? blob.proxy,
    bypass: change.bypass ?? blob.bypass,
    pac: change.pac?.url ?? blob.pac,
  };
  const refusal = refuseStrings(blob, next, { bypass: BYPASS_LIMIT });
  if (refusal !== null) return refusal;
  const same =
    next.flags === blob.flags &&
    next.proxy === blob.proxy &&
    next.bypass === blob.bypass &&
    next.pac === blob.pac;
  return { ok: true, blob: same ? blob : { ...next, counter: (blob.counter + 1) >>> 0 } };
}

function changedFlags(flags: number, change: WinInetChange): number {
  const expected: [number, boolean | undefined][] = [
    [FLAG.direct, true],
    [FLAG.proxy, change.proxy?.enabled],
    [FLAG.pac, change.pac?.enabled],
    [FLAG.autoDetect, change.autoDetect],
  ];
  let next = flags;
  for (const [bit, on] of expected) {
    if (on !== undefined) next = on ? next | bit : next & ~bit;
  }
  return next >>> 0;
}
