import { P2sError } from '../model/errors.ts';
import { ipVersion } from '../model/ip-version.ts';
import { neutralise, withoutPassword } from '../model/neutralise.ts';
import { say } from '../model/say.ts';
import { bracket, canonicalHost, isLoopbackHost, parseHostAndPort } from '../proxy/host.ts';
import { effectivePort } from '../proxy/proxy-for-url.ts';
import type { ProxyServer } from '../proxy/settings.ts';

/**
 * One entry of `--allow-proxy` in its canonical form: `HOST:PORT`, `[IPv6]:PORT`, or `*.DOMAIN:PORT`. A wildcard stands
 * for the leftmost labels only, above a domain of two labels or more, and the port is required.
 *
 * @throws P2sError `input` that names `where`
 */
export function parseAllowedProxy(text: string, where = '--allow-proxy'): string {
  const isWild = text.startsWith('*.');
  const name = isWild ? text.slice(2) : text;
  const parsed = parseHostAndPort(name);
  const isValid =
    'host' in parsed &&
    parsed.port !== null &&
    !isLoopbackHost(parsed.host) &&
    (isWild ? isDomain(parsed.host) : !/^\.|\.\.|\.$/.test(parsed.host));
  if (!isValid) {
    throw new P2sError(
      'input',
      say`Not a proxy that can be allowed: "${neutralise(withoutPassword(text))}".`,
      {
        where,
        next: say`Give HOST:PORT, or *.DOMAIN:PORT for every name below a domain, e.g. proxy.contoso.com:8080 or *.proxy.contoso.com:8080.`,
      },
    );
  }
  return `${isWild ? '*.' : ''}${bracket(canonicalHost(parsed.host))}:${parsed.port}`;
}

/** Whether an entry of the list names this proxy: the same port, and the same host or one below the domain. */
export function isAllowed(server: ProxyServer, proxies: readonly string[]): boolean {
  // Neither SOCKS nor TLS to the proxy is what an entry stands for.
  if (server.scheme === 'socks' || server.tls === true) return false;
  const name = `${bracket(canonicalHost(server.host))}:${effectivePort(server)}`;
  return proxies.some((entry) => (entry.startsWith('*.') ? isBelow(name, entry.slice(1)) : name === entry));
}

/** `suffix` begins with a dot. Nothing else than labels may stand before it. */
function isBelow(name: string, suffix: string): boolean {
  return name.endsWith(suffix) && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name.slice(0, -suffix.length));
}

/** Two labels at least: `*.com` would allow everybody's proxy. */
function isDomain(host: string): boolean {
  return ipVersion(host) === 0 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host) && !/^[\d.]+$/.test(host);
}
