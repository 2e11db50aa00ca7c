import { FLAG } from '../core/codec/blob.ts';
import { decodeWinInetBlob } from '../core/codec/wininet-blob.ts';
import type { StoreChange } from '../core/decide/plan.ts';
import { type Mismatch, shownText } from '../core/decide/readback.ts';
import type { Finding } from '../core/model/finding.ts';
import type { Observation } from '../core/model/observation.ts';
import { say } from '../core/model/say.ts';
import { formatBypassList } from '../core/proxy/bypass-list.ts';
import { formatProxyList } from '../core/proxy/proxy-list.ts';
import type { EffectiveProxy } from '../machine/port.ts';

/** WINHTTP_ACCESS_TYPE_NO_PROXY; 3, or 2 by older writers, is a named proxy. */
const NO_PROXY = 1;

/**
 * Differences between Windows' own readers and what was written. The WinHTTP setting is the same for all users;
 * the WinINET reader covers only the user who runs this, so other users' settings are not checked.
 */
export function disagreements(
  windows: EffectiveProxy,
  changes: readonly StoreChange[],
  observation: Observation,
): Mismatch[] {
  const self = `wininet/${observation.user?.sid}/lan`;
  return changes.flatMap((change) => {
    if (change.store === 'winhttp/native') return winHttpMismatch(windows.winHttp, change);
    return change.store === self ? winInetMismatch(windows.winInetUser, change, observation) : [];
  });
}

function winHttpMismatch(windows: EffectiveProxy['winHttp'], { store, after }: StoreChange): Mismatch[] {
  if (windows === null) return [];
  const desired = after.proxy.enabled ? formatProxyList(after.proxy.servers) : null;
  const bypass = after.proxy.enabled && after.bypass.length > 0 ? formatBypassList(after.bypass) : null;
  const found = windows.accessType === NO_PROXY ? null : windows.proxy;
  const same = found === desired && (desired === null || (windows.bypass ?? '') === (bypass ?? ''));
  return same ? [] : [mismatch(store, 'WinHttpGetDefaultProxyConfiguration', desired, found)];
}

function winInetMismatch(
  windows: EffectiveProxy['winInetUser'],
  { store, writes }: StoreChange,
  { registry }: Observation,
): Mismatch[] {
  const blob = writes.find(({ name }) => name === 'DefaultConnectionSettings');
  const value = blob === undefined ? null : registry.value(blob.key, blob.name);
  const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
  if (windows === null || decoded?.ok !== true) return [];
  const { flags, proxy, pac } = decoded.blob;
  const on = (bit: number, text: string) => ((flags & bit) === 0 || text === '' ? null : text);
  const where = 'WinHttpGetIEProxyConfigForCurrentUser';
  const found: Mismatch[] = [];
  if (windows.proxy !== on(FLAG.proxy, proxy)) {
    found.push(mismatch(store, where, on(FLAG.proxy, proxy), windows.proxy));
  }
  if (windows.autoConfigUrl !== on(FLAG.pac, pac))
    found.push({ store, where, expected: say('"its PAC"'), found: say('"another PAC"') });
  // On a network without a detected PAC Windows may hide the bit: only the opposite case is a mismatch.
  if (windows.autoDetect && (flags & FLAG.autoDetect) === 0)
    found.push({ store, where, expected: say('"auto-detect false"'), found: say('"auto-detect true"') });
  return found;
}

/** The settings whose auto-detect bit is on although Windows' own reader reports it off. */
export function hiddenAutoDetect(
  { winInetUser }: EffectiveProxy,
  changes: readonly StoreChange[],
  { user }: { user: { sid: string | null } | null },
): Finding[] {
  const own = changes.find(({ store }) => store === `wininet/${user?.sid}/lan`);
  if (winInetUser === null || winInetUser.autoDetect || own?.after.autoDetect !== true) return [];
  return [{ code: 'auto-detect-hidden', severity: 'info', store: own.store, evidence: {} }];
}

function mismatch(store: string, where: string, desired: string | null, found: string | null): Mismatch {
  const shown = (text: string | null) => (text === null ? say('no proxy') : shownText(text));
  return { store, where, expected: shown(desired), found: shown(found) };
}
