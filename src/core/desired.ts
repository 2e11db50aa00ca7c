import { type Conversion, type ConversionNote, toWinHttp, toWinInet } from './proxy/convert.ts';
import type { ProxySettings } from './proxy/settings.ts';
import type { Store, WinInetStore } from './stores.ts';
import type { StoreWish, Wish } from './wish.ts';

const NOTHING_SET: ProxySettings = {
  direct: true,
  proxy: { enabled: false, servers: [] },
  bypass: [],
  pac: { enabled: false, url: null },
  autoDetect: false,
};

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
      return explicit(wish, winInet, winHttp);
  }
}

/**
 * The WinINET setting with a named state. `--proxy` sets the proxy bit and clears the PAC and auto-detect bits, `--pac`
 * sets the PAC bit and clears the other two; stored strings and the PAC URL stay where nothing else is named.
 */
export function winInetWish(wish: StoreWish, current: ProxySettings | null): ProxySettings {
  const old = current ?? NOTHING_SET;
  const pac = { enabled: false, url: old.pac?.url ?? null };
  const off: ProxySettings = {
    ...old,
    direct: true,
    proxy: { ...old.proxy, enabled: false },
    pac,
    autoDetect: false,
  };
  switch (wish.kind) {
    case 'direct':
      return off;
    case 'pac':
      return { ...off, pac: { enabled: true, url: wish.url } };
    case 'proxy': {
      const kept = wish.bypass === null && old.bypassIssues !== undefined;
      return {
        direct: true,
        proxy: { enabled: true, servers: wish.servers },
        bypass: wish.bypass ?? old.bypass,
        ...(kept ? { bypassIssues: old.bypassIssues } : {}),
        pac,
        autoDetect: false,
      };
    }
  }
}

/** The WinHTTP setting with a named state, by the conversion table. */
export function winHttpWish(wish: StoreWish, current: ProxySettings | null): Conversion {
  // A proxy on loopback belongs to somebody's session; here the caller has named it.
  return toWinHttp(winInetWish(wish, current), { allowLoopback: true });
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

function explicit(
  wish: Extract<Wish, { source: 'explicit' }>,
  store: WinInetStore | null,
  winHttpStore: Store | null,
): Desired {
  const current = store?.settings ?? null;
  const winInet = wish.winInet === null ? null : winInetWish(wish.winInet, current);
  if (wish.winHttp === null) return { winInet, winHttp: null, notes: [], source: null };
  const { target, notes } =
    wish.winHttp === 'follow'
      ? toWinHttp(winInet ?? current ?? NOTHING_SET, { allowLoopback: true })
      : winHttpWish(wish.winHttp, winHttpStore?.settings ?? null);
  return { winInet, winHttp: target, notes, source: null };
}
