import type { Route } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { ipVersion } from '../../core/model/ip-version.ts';
import { say } from '../../core/model/say.ts';

/** `host:port` as in a CONNECT line, with brackets around an IPv6 address (RFC 3986 3.2). */
export function authority(host: string, port: number): string {
  return `${bracketed(host)}:${port}`;
}

/** The host as in a Host header without a port. */
export function bracketed(host: string): string {
  return ipVersion(host) === 6 ? `[${host}]` : host;
}

/** The route as shown in output: `HOST:PORT` of the proxy, `direct`, or `unknown` if it is not supported. */
export function routeName(route: Route): string {
  if (route.unsupported !== null) return 'unknown';
  return route.proxy === null ? 'direct' : authority(route.proxy.host, route.proxy.port);
}

/** Routes with the same key use the same proxies in the same order, whatever decided them. */
export function routeKey({ proxy, further = [], untried, unsupported }: Route): string {
  const hops = [proxy, ...further].map((one) => (one === null ? 'direct' : `${one.host} ${one.port}`));
  const left = untried === undefined ? '' : ` + ${untried.count} ${untried.unsupported.join(' ')}`;
  return unsupported ?? `${hops.join(', ')}${left}`;
}

/** Throws P2sError `input` for an invalid host name or address: it would become part of a request line. */
export function checkHostName(host: string): void {
  if (ipVersion(host) === 6 || /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})$/.test(host)) return;
  throw new P2sError('input', say('This is not a host name or an IP address.'), {
    where: JSON.stringify(host.slice(0, 100)),
    next: say('Give HOST or HOST:PORT. Give a name with non-ASCII letters in its xn-- form.'),
  });
}
