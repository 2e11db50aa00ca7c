import type { RouteVerdict } from '../../src/core/migration/route-verdict.ts';

/** Who acts on each result of `migrate` for one route of one protocol, in the order of docs/migrate.md. */
export const ROUTE_TABLE: Readonly<Record<RouteVerdict, string>> = {
  reachable: '-',
  silent:
    'network team or, through a proxy, proxy team; VPN team, where the port was reached or no profile offers IKEv2',
  refused: 'network team; VPN team, where the profile does not offer IKEv2',
  unreachable: 'network team',
  'dns-failed': 'administrator: is the name right? If it is, network team',
  ikev1: 'VPN team',
  'turned-down': 'VPN team',
  'not-ike': 'network team',
  'proxy-unreachable': 'proxy team',
  'proxy-auth-required': 'proxy team',
  'proxy-refused': 'proxy team',
  'proxy-wants-tls': 'proxy team',
  'gateway-speaks-sstp': 'VPN team',
  'wrong-key': 'VPN team',
  'no-answer': 'VPN team, and network team or, through a proxy, proxy team',
  'not-openvpn':
    'VPN team; where HTTP or TLS answers, which may come from a device on the route, network team or, through a proxy, proxy team as well',
  'not-tested': '-',
};
