import { isIPv4, isIPv6 } from 'node:net';

/**
 * 4 or 6 for an IP address, else 0. Node compiles its IPv6 pattern on first use, which takes longer than
 * everything else before the first packet, so text with fewer than two colons is not tested for IPv6.
 */
export function ipVersion(host: string): 0 | 4 | 6 {
  const colon = host.indexOf(':');
  if (colon === -1) return isIPv4(host) ? 4 : 0;
  return host.includes(':', colon + 1) && isIPv6(host) ? 6 : 0;
}
