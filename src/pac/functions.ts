import { BlockList, isIP, isIPv4 } from 'node:net';
import { dateRange, timeRange, weekdayRange } from './time-functions.ts';

export type PacValue = string | number | boolean | null;
/** A function as a script calls it: arguments that are neither text nor number are `null`. */
export type PacFunction = (...args: (string | number | null)[]) => PacValue;

/** Receives the name of each called function whose result depends on the computer or the time. */
export interface PacNotes {
  network: (name: string) => void;
  varying: (name: string) => void;
}

/** A browser's own address without a network. */
const NO_NETWORK = '127.0.0.1';

/**
 * The functions that a PAC file may call (Netscape's "Proxy Auto-Config"; names with Ex are from Microsoft's "IPv6
 * Extensions to Navigator Auto-Config File Format"). Names are not resolved.
 */
export function pacFunctions(now: Date, notes: PacNotes): Record<string, PacFunction> {
  /** The host if it is an address, else `null`, and reports the function. */
  const address = (name: string, host: string): string | null => {
    if (isIP(host) !== 0) return host;
    notes.network(name);
    return null;
  };
  const own = (name: string, answer: string): PacFunction => {
    return () => {
      notes.network(name);
      return answer;
    };
  };
  const timed = (
    name: string,
    work: (args: (string | number | null)[], now: Date) => boolean,
  ): PacFunction => {
    return (...args) => {
      notes.varying(name);
      return work(args, now);
    };
  };

  return {
    isPlainHostName: (host) => !/[.:]/.test(text(host)),
    dnsDomainIs: (host, domain) => text(host).endsWith(text(domain)),
    localHostOrDomainIs: (host, full) => host === full || text(full).startsWith(`${text(host)}.`),
    dnsDomainLevels: (host) => text(host).split('.').length - 1,
    shExpMatch: (target, pattern) => shellMatches(text(pattern), text(target)),
    isResolvable: (host) => address('isResolvable', text(host)) !== null,
    dnsResolve: (host) => address('dnsResolve', text(host)),
    isInNet: (host, net, mask) => isInNet(address('isInNet', text(host)), text(net), text(mask)),
    myIpAddress: own('myIpAddress', NO_NETWORK),
    isResolvableEx: (host) => address('isResolvableEx', text(host)) !== null,
    dnsResolveEx: (host) => address('dnsResolveEx', text(host)) ?? '',
    isInNetEx: (host, prefix) => isInPrefix(address('isInNetEx', text(host)), text(prefix)),
    myIpAddressEx: own('myIpAddressEx', NO_NETWORK),
    sortIpAddressList: (list) => sortAddresses(text(list)),
    getClientVersion: () => '1.0',
    alert: () => null,
    weekdayRange: timed('weekdayRange', weekdayRange),
    dateRange: timed('dateRange', dateRange),
    timeRange: timed('timeRange', timeRange),
  };
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** `*` matches any characters, `?` one. One backtrack position bounds the work by the product of both lengths. */
function shellMatches(pattern: string, target: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < target.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === target[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function isInNet(host: string | null, net: string, mask: string): boolean {
  if (host === null || ![host, net, mask].every(isIPv4)) return false;
  const bits = numberOf(mask);
  return (numberOf(host) & bits) === (numberOf(net) & bits);
}

function numberOf(ipv4: string): number {
  return ipv4.split('.').reduce((number, part) => (number << 8) | Number(part), 0);
}

/** `prefix`: `10.0.0.0/8` or `fe80::/10`. */
function isInPrefix(host: string | null, prefix: string): boolean {
  const [, net = '', digits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(prefix) ?? [];
  const family = isIP(net);
  const length = Number(digits);
  if (host === null || family === 0 || isIP(host) !== family || length > (family === 4 ? 32 : 128))
    return false;
  const name = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(net, length, name);
  return list.check(host, name);
}

/** IPv6 first, otherwise in the original order. False if one is not an address. */
function sortAddresses(list: string): string | false {
  const addresses = list.split(';').map((one) => one.trim());
  if (!addresses.every((one) => isIP(one) !== 0)) return false;
  return [...addresses.filter((one) => isIP(one) === 6), ...addresses.filter(isIPv4)].join(';');
}
