import { FLAG } from '../codec/blob.ts';
import type { WinInetBlob } from '../codec/wininet-blob.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { meaningOfMirror, mirrorWrites, settingsOfMirror, type WinInetMirror, wrongTypes } from './mirror.ts';
import { proxyMeaning } from './same-setting.ts';

/**
 * A LAN setting is stored three times: in the blob that WinINET uses, in string values that old programs write,
 * and in `SavedLegacySettings`. Windows probably uses the latter to detect changed strings: if they differ from it
 * and `MigrateProxy` is 1, WinINET copies them into the blob at the next program start. This is not documented and
 * was not tested on Windows, so p2s-fix relies on neither result.
 */
export type Newest =
  /** Blob and strings are equal. */
  | 'same'
  /** The strings are unchanged since Windows wrote them, or absent: only the blob was written. */
  | 'blob'
  /** The strings were changed later, and Windows may copy them into the blob at any time. */
  | 'strings'
  /** The strings were changed later, and `MigrateProxy` is 0: Windows ignores them. */
  | 'ignored-strings'
  | 'unknown';

export type WhyUnknown = 'legacy-absent' | 'legacy-unreadable' | 'migrate-proxy-unset' | 'wrong-type';

/** The current `SavedLegacySettings`. */
export type LegacyCopy = WinInetBlob | 'absent' | 'unreadable';

/** The values that are newer than the blob. */
export const NEWER_VALUES = ['strings', 'unknown'] as const;

/** The settings of the strings if they are, or may be, newer; it is not certain that any of them apply. */
export interface Pending {
  newer: (typeof NEWER_VALUES)[number];
  /** `null` if the strings are known to be newer. */
  reason: WhyUnknown | null;
  /** `null` if a string value has the wrong type. */
  settings: ProxySettings | null;
}

/** The newest of the copies; `reason` is set only for `unknown`. */
export function newestOf(
  blob: WinInetBlob,
  mirror: WinInetMirror,
  legacy: LegacyCopy,
): { newest: Newest; reason: WhyUnknown | null } {
  const reported = (newest: Newest, reason: WhyUnknown | null = null) => ({ newest, reason });
  if (mirrorWrites(mirror, blob).length === 0) return reported('same');
  if (isEmpty(mirror)) return reported('blob');
  if (wrongTypes(mirror).length > 0) return reported('unknown', 'wrong-type');
  if (saysTheSame(mirror, blob)) return reported('same');
  if (legacy === 'absent' || legacy === 'unreadable') return reported('unknown', `legacy-${legacy}`);
  if (mirrorWrites(mirror, legacy).length === 0) return reported('blob');
  if (mirror.migrateProxy?.kind !== 'dword') return reported('unknown', 'migrate-proxy-unset');
  return reported(mirror.migrateProxy.number === 1 ? 'strings' : 'ignored-strings');
}

/** Pending strings; `null` if the blob applies. Without a blob, WinINET creates one from the strings. */
export function pendingOf(
  blob: WinInetBlob | null,
  mirror: WinInetMirror,
  legacy: LegacyCopy,
): Pending | null {
  const wrong = wrongTypes(mirror).length > 0;
  if (blob === null) return wrong ? { newer: 'unknown', reason: 'wrong-type', settings: null } : null;
  const { newest, reason } = newestOf(blob, mirror, legacy);
  if (newest !== 'strings' && newest !== 'unknown') return null;
  // Auto-detection has no string value; it is assumed to be unchanged.
  const settings = wrong
    ? null
    : { ...settingsOfMirror(mirror), autoDetect: (blob.flags & FLAG.autoDetect) !== 0 };
  return { newer: newest, reason, settings };
}

/** Missing strings are not newer than anything. */
function isEmpty({ proxyEnable, proxyServer, proxyOverride, autoConfigUrl }: WinInetMirror): boolean {
  return [proxyEnable, proxyServer, proxyOverride, autoConfigUrl].every((value) => value === null);
}

/** Notation is ignored: Windows Settings writes `http://` before a proxy. */
function saysTheSame(mirror: WinInetMirror, blob: WinInetBlob): boolean {
  const strings = meaningOfMirror(mirror);
  const pac = (one: typeof strings) => ((one.flags & FLAG.pac) === 0 ? '' : one.pac);
  return proxyMeaning(strings) === proxyMeaning(blob) && pac(strings) === pac(blob);
}
