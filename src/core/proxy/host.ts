import { ipVersion } from '../model/ip-version.ts';
import { parseUrl } from '../model/parse-url.ts';
import { isAscii } from './list-text.ts';

export type HostProblem = 'no-host' | 'non-ascii' | 'bad-host' | 'bad-port' | 'ipv6-without-brackets';

/** `shown`: the text, without a port that is not a number, because that may be part of a password. */
export type HostAndPort = { host: string; port: number | null } | { problem: HostProblem; shown: string };

/** `host`, `host:port`, `[ipv6]` or `[ipv6]:port`; the result is lower-case and without brackets. */
export function parseHostAndPort(text: string): HostAndPort {
  if (text === '') return { problem: 'no-host', shown: text };
  if (!isAscii(text)) return { problem: 'non-ascii', shown: text };
  if (ipVersion(text) === 6 || /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i.test(text)) {
    return { problem: 'ipv6-without-brackets', shown: text };
  }
  const ipv6 = text.startsWith('[');
  const end = ipv6 ? text.indexOf(']') + 1 : text.indexOf(':');
  const written = end === -1 ? text : text.slice(0, end);
  const rest = text.slice(written.length);
  if (written === '' && !ipv6) return { problem: 'no-host', shown: text };
  const host = unbracket(written).toLowerCase();
  if (!isHost(host, ipv6)) return { problem: 'bad-host', shown: text };
  if (rest === '') return { host, port: null };
  const digits = /^:\d+$/.test(rest);
  const port = digits && rest.length <= 6 ? Number(rest.slice(1)) : 0;
  if (port >= 1 && port <= 65535) return { host, port };
  return { problem: 'bad-port', shown: `${written}${digits ? rest : ':...'}` };
}

/** Whether a host can be written in a list: a name, an IPv4 address, or IPv6 without brackets. */
export function isListableHost(host: string): boolean {
  return host.includes(':') ? isHost(host, true) : isHost(host, false);
}

/** Names that Windows accepts: underscores and single labels are valid. */
function isHost(text: string, ipv6: boolean): boolean {
  if (ipv6) return ipVersion(text) === 6 && /^[0-9a-f:.]+(%[0-9a-z]+)?$/i.test(text);
  return text.length <= 255 && /^[a-z0-9._-]*[a-z0-9][a-z0-9._-]*$/i.test(text);
}

export function unbracket(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

export function bracket(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** One notation for one host: lower case, and an IPv6 address in its short form. */
export function canonicalHost(host: string): string {
  const bare = host.toLowerCase();
  const [address = '', zone] = bare.split('%', 2);
  if (ipVersion(address) !== 6) return bare;
  return unbracket(new URL(`http://[${address}]/`).hostname) + (zone === undefined ? '' : `%${zone}`);
}

/** `localhost`, 127.0.0.0/8 and ::1 in every notation, including short and IPv4-mapped forms. */
export function isLoopbackHost(host: string): boolean {
  const bare = unbracket(host).toLowerCase().replace(/\.$/, '').replace(/%.*$/, '');
  if (bare === 'localhost' || bare === 'loopback' || bare.endsWith('.localhost')) return true;
  const canonical = parseUrl(`http://${bracket(bare)}/`)?.hostname;
  if (canonical === undefined) return false;
  return /^127\.\d+\.\d+\.\d+$/.test(canonical) || canonical === '[::1]' || /^\[::ffff:7f/.test(canonical);
}

/** Whether `HOST:PORT` is on the computer itself, so that no other team operates it. */
export function isLoopbackProxy(text: string): boolean {
  const parsed = parseHostAndPort(text);
  return 'host' in parsed && isLoopbackHost(parsed.host);
}
