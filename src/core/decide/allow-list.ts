import { type ErrorPlace, P2sError } from '../model/errors.ts';
import { ipVersion } from '../model/ip-version.ts';
import { neutralise, withoutPassword } from '../model/neutralise.ts';
import { option, say } from '../model/say.ts';
import { bracket, canonicalHost, isLoopbackHost, parseHostAndPort } from '../proxy/host.ts';
import { effectivePort } from '../proxy/proxy-for-url.ts';
import type { ProxyServer } from '../proxy/settings.ts';
import { withAsciiHost } from '../proxy/typed.ts';

/**
 * One entry of `--allow-proxy` in its canonical form: `HOST:PORT`, `[IPv6]:PORT`, or `*.DOMAIN:PORT`. A wildcard
 * replaces the leftmost labels only; the domain has at least two labels, and the port is required.
 *
 * @throws P2sError `input` that names `where`
 */
export function parseAllowedProxy(text: string, where: ErrorPlace = option('allow-proxy')): string {
  const isWild = text.startsWith('*.');
  const name = isWild ? text.slice(2) : text;
  const parsed = parseHostAndPort(withAsciiHost(name));
  const isLoopback = 'host' in parsed && isLoopbackHost(parsed.host);
  const isValid =
    'host' in parsed &&
    parsed.port !== null &&
    !isLoopback &&
    (isWild ? isDomain(parsed.host) : !/^\.|\.\.|\.$/.test(parsed.host));
  if (!isValid) {
    throw new P2sError(
      'input',
      say('Not a proxy that can be allowed: "{text}".', { text: neutralise(withoutPassword(text)) }),
      {
        where,
        next: isLoopback
          ? say('Name a proxy on another computer: on a loopback address every user can listen.')
          : say(
              'Give HOST:PORT, or *.DOMAIN:PORT for every name below a domain, e.g. proxy.contoso.com:8080 or *.proxy.contoso.com:8080.',
            ),
      },
    );
  }
  return `${isWild ? '*.' : ''}${bracket(canonicalHost(parsed.host))}:${parsed.port}`;
}

/** Whether `--allow-proxy` takes this text for one proxy. */
export function isAllowable(text: string): boolean {
  try {
    return !parseAllowedProxy(text).startsWith('*.');
  } catch {
    return false;
  }
}

/** Whether an entry matches this proxy: the same port, and the same host or a host below the domain. */
export function isAllowed(server: ProxyServer, proxies: readonly string[]): boolean {
  // An entry never allows SOCKS or TLS to the proxy.
  if (server.scheme === 'socks' || server.tls === true) return false;
  const name = `${bracket(canonicalHost(server.host))}:${effectivePort(server)}`;
  return proxies.some((entry) => (entry.startsWith('*.') ? isBelow(name, entry.slice(1)) : name === entry));
}

/** `suffix` begins with a dot. Only labels may precede it. */
function isBelow(name: string, suffix: string): boolean {
  return name.endsWith(suffix) && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name.slice(0, -suffix.length));
}

/** At least two labels: `*.com` would allow anybody's proxy. */
function isDomain(host: string): boolean {
  return ipVersion(host) === 0 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host) && !/^[\d.]+$/.test(host);
}
