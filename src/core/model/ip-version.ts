import { isIPv4, isIPv6 } from 'node:net';

/**
 * 4 or 6 for an IP address, else 0. Node compiles its IPv6 pattern on first use, which takes longer than
 * everything else before the first packet, so text without a colon is not tested for IPv6.
 */
export function ipVersion(host: string): 0 | 4 | 6 {
  if (host.includes(':')) return isIPv6(host) ? 6 : 0;
  return isIPv4(host) ? 4 : 0;
}
