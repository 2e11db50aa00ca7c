import { FLAG } from '../codec/blob.ts';
import type { WinInetBlob } from '../codec/wininet-blob.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { meaningOfMirror, mirrorWrites, settingsOfMirror, type WinInetMirror, wrongTypes } from './mirror.ts';
import { proxyMeaning } from './same-setting.ts';

/**
 * A LAN setting is stored three times: in the blob that WinINET uses, in string values that old programs write, and in
 * `SavedLegacySettings`, by which Windows is believed to see that the strings were changed: where they differ from it and
 * `MigrateProxy` is 1, WinINET accepts them over into the blob when a program next starts it. No official page says so, and
 * it was not tried on Windows; so neither answer is counted on.
 */
export type Newest =
  /** Blob and strings say the same. */
  | 'same'
  /** The strings are as Windows left them, or none is there: somebody wrote the blob alone. */
  | 'blob'
  /** The strings were changed since, and may be taken over at any time. */
  | 'strings'
  /** The strings were changed since, and `MigrateProxy` is 0: nobody takes them over. */
  | 'ignored-strings'
  | 'unknown';

export type WhyUnknown = 'legacy-absent' | 'legacy-unreadable' | 'migrate-proxy-unset' | 'wrong-type';

/** `SavedLegacySettings` as it is. */
export type LegacyCopy = WinInetBlob | 'absent' | 'unreadable';

/** What the strings say where they are, or may be, the newer ones: nothing of it is in use for sure. */
export interface Pending {
  newer: 'strings' | 'unknown';
  /** `null` where the strings are known to be newer. */
  reason: WhyUnknown | null;
  /** `null` where a string value has the wrong type. */
  settings: ProxySettings | null;
}

/** Which of the copies is the newest; `reason` is told with `unknown` alone. */
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

/** What waits beside a blob; `null` where the blob counts. Without a blob WinINET makes one of the strings. */
export function pendingOf(
  blob: WinInetBlob | null,
  mirror: WinInetMirror,
  legacy: LegacyCopy,
): Pending | null {
  const wrong = wrongTypes(mirror).length > 0;
  if (blob === null) return wrong ? { newer: 'unknown', reason: 'wrong-type', settings: null } : null;
  const { newest, reason } = newestOf(blob, mirror, legacy);
  if (newest !== 'strings' && newest !== 'unknown') return null;
  // Auto-detection has no string; it is taken to stay as it is.
  const settings = wrong
    ? null
    : { ...settingsOfMirror(mirror), autoDetect: (blob.flags & FLAG.autoDetect) !== 0 };
  return { newer: newest, reason, settings };
}

/** Strings that nobody wrote are newer than nothing. */
function isEmpty({ proxyEnable, proxyServer, proxyOverride, autoConfigUrl }: WinInetMirror): boolean {
  return [proxyEnable, proxyServer, proxyOverride, autoConfigUrl].every((value) => value === null);
}

/** The spelling does not count: Settings of Windows writes `http://` before a proxy. */
function saysTheSame(mirror: WinInetMirror, blob: WinInetBlob): boolean {
  const strings = meaningOfMirror(mirror);
  const pac = (one: typeof strings) => ((one.flags & FLAG.pac) === 0 ? '' : one.pac);
  return proxyMeaning(strings) === proxyMeaning(blob) && pac(strings) === pac(blob);
}
