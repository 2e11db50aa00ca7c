import { type ConversionNote, toWinHttp, toWinInet } from './proxy/convert.ts';
import { DIRECT_WINHTTP, type ProxySettings } from './proxy/settings.ts';
import type { Store, WinInetStore } from './stores.ts';

const NOTHING_SET: ProxySettings = {
  direct: true,
  proxy: { enabled: false, servers: [] },
  bypass: [],
  pac: { enabled: false, url: null },
  autoDetect: false,
};

/** What the caller wants the stores to hold. */
export type Wish =
  | { source: 'wininet' }
  | { source: 'winhttp' }
  /** `bypass: null` keeps the bypass list that is there. */
  | { source: 'explicit'; proxy: ProxySettings['proxy']['servers']; bypass: readonly string[] | null }
  | { source: 'explicit-direct' };

export interface Desired {
  winInet: ProxySettings | null;
  winHttp: ProxySettings | null;
  notes: readonly ConversionNote[];
  /** The store that the wish was read from; `null` for an explicit state. */
  source: string | null;
}

/**
 * What each store should hold. `winInet` or `winHttp` is `null` when no state for it can be told: the source is
 * not visible or unreadable, or the conversion is refused (then a note of severity `refused` says why).
 */
export function desiredState(wish: Wish, winInet: WinInetStore | null, winHttp: Store | null): Desired {
  switch (wish.source) {
    case 'wininet':
      return followWinInet(winInet);
    case 'winhttp':
      return followWinHttp(winInet, winHttp);
    case 'explicit':
    case 'explicit-direct':
      return explicit(wish, winInet);
  }
}

function followWinInet(store: WinInetStore | null): Desired {
  const settings = store?.settings ?? null;
  if (store === null || settings === null)
    return { winInet: null, winHttp: null, notes: [], source: store?.id ?? null };
  const winInet = { ...settings, direct: true };
  // What auto-detect answers is not known here. Windows falls through to what is set by hand, so that is followed;
  // where nothing is set by hand there is nothing to say about WinHTTP.
  const auto = settings.autoDetect === true && settings.pac?.enabled !== true;
  if (auto && !settings.proxy.enabled) return { winInet, winHttp: null, notes: [], source: store.id };
  const { target, notes } = toWinHttp(auto ? { ...winInet, autoDetect: false } : winInet);
  return { winInet, winHttp: target, notes, source: store.id };
}

function followWinHttp(winInet: WinInetStore | null, winHttp: Store | null): Desired {
  const settings = winHttp?.settings ?? null;
  const source = winHttp?.id ?? null;
  const current = winInet?.settings ?? null;
  if (settings === null) return { winInet: null, winHttp: null, notes: [], source };
  const { target, notes } = toWinInet(settings, current ?? NOTHING_SET);
  return { winInet: target, winHttp: settings, notes, source };
}

/** `--proxy` sets the proxy bit and clears the PAC and auto-detect bits; stored strings and the PAC URL stay. */
function explicit(wish: Extract<Wish, { source: `explicit${string}` }>, store: WinInetStore | null): Desired {
  const current: ProxySettings = store?.settings ?? NOTHING_SET;
  const pac = { enabled: false, url: current.pac?.url ?? null };
  const off: ProxySettings = { ...current, direct: true, pac, autoDetect: false };
  if (wish.source === 'explicit-direct') {
    const winInet = { ...off, proxy: { ...current.proxy, enabled: false } };
    return { winInet, winHttp: DIRECT_WINHTTP, notes: [], source: null };
  }
  const kept = wish.bypass === null && current.bypassIssues !== undefined;
  const winInet: ProxySettings = {
    direct: true,
    proxy: { enabled: true, servers: wish.proxy },
    bypass: wish.bypass ?? current.bypass,
    ...(kept ? { bypassIssues: current.bypassIssues } : {}),
    pac,
    autoDetect: false,
  };
  // A proxy on loopback belongs to somebody's session; here the caller has named it.
  const { target, notes } = toWinHttp(winInet, { allowLoopback: true });
  return { winInet, winHttp: target, notes, source: null };
}
