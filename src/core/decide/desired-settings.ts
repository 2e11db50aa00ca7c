import type { ConversionRemark } from '../proxy/conversion-table.ts';
import type { ProxyServer, ProxySettings } from '../proxy/settings.ts';

/** A state that is named outright for one store. */
export type DesiredSetting =
  /** `bypass: null` keeps the bypass list that is there. */
  | {
      kind: 'proxy';
      servers: readonly ProxyServer[];
      bypass: readonly string[] | null;
      /** What was typed otherwise than it is stored; nothing refused is among them. */
      notes?: readonly ConversionRemark[];
    }
  /** WinINET only. */
  | { kind: 'pac'; url: string; notes?: readonly ConversionRemark[] }
  | { kind: 'direct' };

/** What an unattended run may take for the whole machine from a setting that a standard user can write. */
export interface Allowed {
  /** `HOST:PORT`, or `*.DOMAIN:PORT` for every name below a domain, as `parseAllowedProxy` returns them. */
  proxies: readonly string[];
  /** The bypass list that goes with them; `null`: the one that WinHTTP has. A user's own list is never taken. */
  bypass: readonly string[] | null;
  /** Proxies that earlier runs set, which a user's direct setting may remove again; never part of a file. */
  own?: readonly ProxySettings[];
}

/** The settings that the caller desires. `allowed` limits what may be followed; absent: an administrator watches. */
export type DesiredSettings =
  | { source: 'wininet'; allowed?: Allowed }
  | { source: 'winhttp' }
  | {
      source: 'explicit';
      /** The WinINET store that decides for the VPN user; `null` leaves it as it is. */
      winInet: DesiredSetting | null;
      /** Both WinHTTP views; `follow`: what the wanted WinINET setting comes to; `null` leaves them as they are. */
      winHttp: DesiredSetting | 'follow' | null;
      /** Other stores, by their ids. */
      stores?: Readonly<Record<string, DesiredSetting>>;
      allowed?: Allowed;
    };

/** The desired settings with one state in WinINET, which WinHTTP follows. */
export function desiredFor(state: DesiredSetting): DesiredSettings {
  return { source: 'explicit', winInet: state, winHttp: 'follow' };
}
