import type { ListIssue } from './list-issue.ts';

/** Proxy settings as both stores can hold them, in the words of the JSON output. */
export type ProxyScheme = 'all' | 'http' | 'https' | 'ftp' | 'socks';

export interface ProxyServer {
  /** Which requests use it; `all` when the list names no protocol. */
  scheme: ProxyScheme;
  /** Host name or address as written, lower-cased; IPv6 without brackets. */
  host: string;
  /** `null` when the list does not write one. */
  port: number | null;
  /** Written as `https://…`: the proxy itself is reached over TLS. */
  tls?: true;
}

export type Store = 'wininet' | 'winhttp';

export interface ProxySettings {
  /** Flag bit 1 as stored. */
  direct: boolean;
  /** `issues`: what the list says beyond `servers`; not there when that is nothing. */
  proxy: { enabled: boolean; servers: readonly ProxyServer[]; issues?: readonly ListIssue[] };
  /** Entries in their stored order. */
  bypass: readonly string[];
  /** What the bypass list says beyond `bypass`; not there when that is nothing. */
  bypassIssues?: readonly ListIssue[];
  /** `null` for WinHTTP, which has no slot for it. */
  pac: { enabled: boolean; url: string | null } | null;
  /** `null` for WinHTTP. */
  autoDetect: boolean | null;
}

/** What both stores hold when nobody has set anything. */
export const DIRECT_WINHTTP: ProxySettings = {
  direct: true,
  proxy: { enabled: false, servers: [] },
  bypass: [],
  pac: null,
  autoDetect: null,
};

/** Whether nothing but a direct way is in use. */
export function isDirect({ proxy, pac, autoDetect }: ProxySettings): boolean {
  return !proxy.enabled && pac?.enabled !== true && autoDetect !== true;
}
