import { isIPv4, isIPv6 } from 'node:net';

/**
 * 4 or 6 for an IP address, 0 for everything else. Node compiles its pattern for IPv6 when it is first asked, which
 * takes longer than all else on the way to the first packet: what has no colon is not asked about.
 */
export function ipVersion(host: string): 0 | 4 | 6 {
  if (host.includes(':')) return isIPv6(host) ? 6 : 0;
  return isIPv4(host) ? 4 : 0;
}
