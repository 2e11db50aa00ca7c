import type { ErrorPlace } from '../model/errors.ts';
import type { ConversionRemark } from '../proxy/conversion-table.ts';
import { typedPacUrl } from '../proxy/pac-url.ts';
import type { ProxyServer, ProxySettings, Store } from '../proxy/settings.ts';
import { typedBypassList, typedProxyList } from '../proxy/typed.ts';

/** A named state for one setting. */
export type DesiredSetting =
  /** `bypass: null` keeps the current bypass list. */
  | {
      kind: 'proxy';
      servers: readonly ProxyServer[];
      bypass: readonly string[] | null;
      /** Differences between the typed and the stored form; never `refused`. */
      notes?: readonly ConversionRemark[];
    }
  /** WinINET only. */
  | { kind: 'pac'; url: string; notes?: readonly ConversionRemark[] }
  | { kind: 'direct' };

/** Limits what an unattended run may copy to the whole computer from a setting that a standard user can write. */
export interface Allowed {
  /** `HOST:PORT`, or `*.DOMAIN:PORT` for every name below a domain, as `parseAllowedProxy` returns them. */
  proxies: readonly string[];
  /** The bypass list for these proxies; `null`: keep the list of WinHTTP. A user's own list is never used. */
  bypass: readonly string[] | null;
  /** Proxies that earlier runs set; a user's direct setting may remove them. Never part of a file. */
  own?: readonly ProxySettings[];
}

/** The caller's desired settings. `allowed` limits which may be followed; absent: an administrator is present. */
export type DesiredSettings =
  | { source: 'wininet'; allowed?: Allowed }
  | { source: 'winhttp' }
  | {
      source: 'explicit';
      /** The WinINET setting that applies to the VPN user; `null` keeps it. */
      winInet: DesiredSetting | null;
      /** Both WinHTTP views; `follow`: derived from the desired WinINET setting; `null` keeps them. */
      winHttp: DesiredSetting | 'follow' | null;
      /** Other settings, by store id. */
      stores?: Readonly<Record<string, DesiredSetting>>;
      allowed?: Allowed;
    };

/** The desired settings with one state in WinINET, which WinHTTP follows. */
export function desiredFor(state: DesiredSetting): DesiredSettings {
  return { source: 'explicit', winInet: state, winHttp: 'follow' };
}

/** A state for one setting as a user types it: by options or in a desired-state file. */
export type TypedState = { proxy: string; bypass?: string | undefined } | { pac: string } | { direct: true };

/**
 * The desired setting for a typed state. Without a bypass list, the current one is kept.
 *
 * @param where names the source of a part: an option, or a file and the location in it
 * @throws P2sError `input`, `refused` that name the source
 */
export function typedState(
  state: TypedState,
  where: (part: 'proxy' | 'bypass' | 'pac') => ErrorPlace,
  store: Store = 'wininet',
): DesiredSetting {
  if ('direct' in state) return { kind: 'direct' };
  if ('pac' in state) {
    const { url, notes } = typedPacUrl(state.pac, where('pac'));
    return { kind: 'pac', url, ...(notes.length > 0 ? { notes } : {}) };
  }
  const proxy = typedProxyList(state.proxy, { where: where('proxy'), store });
  const list = { where: where('bypass'), store };
  const bypass = state.bypass === undefined ? null : typedBypassList(state.bypass, list);
  const notes = [...proxy.notes, ...(bypass?.notes ?? [])];
  return {
    kind: 'proxy',
    servers: proxy.servers,
    bypass: bypass?.entries ?? null,
    ...(notes.length > 0 ? { notes } : {}),
  };
}
