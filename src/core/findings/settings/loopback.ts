import { canonicalHost, isLoopbackHost } from '../../proxy/host.ts';
import { effectivePort } from '../../proxy/proxy-for-url.ts';
import type { ProxySettings } from '../../proxy/settings.ts';

/** A listening TCP socket and its process. */
export interface Listener {
  port: number;
  /** Without brackets; `0.0.0.0` and `::` mean every address. */
  address: string;
  pid: number;
  /** Name of the process without `.exe`; `null` when it cannot be read. */
  process: string | null;
}

export interface LoopbackProxy {
  store: string;
  host: string;
  port: number;
}

/** The enabled proxies on loopback: each is usually an agent of a user session. */
export function loopbackProxies(
  stores: readonly { id: string; settings: ProxySettings | null }[],
): LoopbackProxy[] {
  return stores.flatMap(({ id, settings }) => {
    if (settings?.proxy.enabled !== true) return [];
    const found = settings.proxy.servers.filter(({ host }) => isLoopbackHost(host));
    const named = found.map((server) => ({ store: id, host: server.host, port: effectivePort(server) }));
    return [...new Map(named.map((one) => [`${one.host} ${one.port}`, one])).values()];
  });
}

/** The listener behind a loopback proxy: a socket on that exact address first; `null`: none. */
export function listenerBehind(
  listeners: readonly Listener[],
  { host, port }: Pick<LoopbackProxy, 'host' | 'port'>,
): Listener | null {
  const address = canonicalHost(host);
  const here = listeners.filter((one) => one.port === port);
  const first = (fits: (listener: Listener) => boolean) => here.find(fits) ?? null;
  const isName = !/^[\d.]+$/.test(address) && !address.includes(':');
  return (
    first((one) => canonicalHost(one.address) === address) ??
    (isName ? first((one) => isLoopbackHost(one.address)) : null) ??
    first((one) => one.address === '::' || (one.address === '0.0.0.0' && !address.includes(':')))
  );
}
