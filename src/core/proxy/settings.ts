import type { ListIssue } from './list-issue.ts';

/** Proxy settings of both APIs, in the terms of the JSON output. */
export const PROXY_SCHEMES = ['all', 'http', 'https', 'ftp', 'socks'] as const;
export type ProxyScheme = (typeof PROXY_SCHEMES)[number];

export interface ProxyServer {
  /** The requests that use it; `all` when the list names no protocol. */
  scheme: ProxyScheme;
  /** Host name or address as written, lower-cased; IPv6 without brackets. */
  host: string;
  /** `null` when the list has none. */
  port: number | null;
  /** Written as `https://…`: the connection to the proxy itself uses TLS. */
  tls?: true;
}

export type Store = 'wininet' | 'winhttp';

export interface ProxySettings {
  /** Flag bit 1 as stored. */
  direct: boolean;
  /** `issues`: problems of the list beyond `servers`; absent when there are none. */
  proxy: { enabled: boolean; servers: readonly ProxyServer[]; issues?: readonly ListIssue[] };
  /** Entries in their stored order. */
  bypass: readonly string[];
  /** Problems of the bypass list beyond `bypass`; absent when there are none. */
  bypassIssues?: readonly ListIssue[];
  /** `null` for WinHTTP, which cannot store it. */
  pac: { enabled: boolean; url: string | null } | null;
  /** `null` for WinHTTP. */
  autoDetect: boolean | null;
}

/** A direct WinHTTP setting, the Windows default. */
export const DIRECT_WINHTTP: ProxySettings = {
  direct: true,
  proxy: { enabled: false, servers: [] },
  bypass: [],
  pac: null,
  autoDetect: null,
};

/** Whether only the direct route is in use. */
export function isDirect({ proxy, pac, autoDetect }: ProxySettings): boolean {
  return !proxy.enabled && pac?.enabled !== true && autoDetect !== true;
}
