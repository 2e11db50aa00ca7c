import type { RouteVerdict } from '../../core/migration/model.ts';

/** A verdict word of `migrate`: the observations behind it, for people and for docs/verdicts.md. */
export interface RouteRow {
  seen: string;
  acts: string;
  /** Tests that cause it; paths relative to the project. */
  tests: readonly string[];
}

const [IKE, IKE_REAL] = ['test/path/ike/probe.test.ts', 'test/path/ike/strongswan.test.ts'] as const;
const [OPENVPN, OPENVPN_REAL] = [
  'test/path/openvpn/probe.test.ts',
  'test/path/openvpn/server.test.ts',
] as const;
const [JUDGED, MIGRATE] = ['test/core/migration.test.ts', 'test/e2e/migrate.test.ts'] as const;

/** Every verdict word for one route of one protocol, in the order of the page. */
export const ROUTE_TEXT: Readonly<Record<RouteVerdict, RouteRow>> = {
  reachable: {
    seen: 'a valid answer of the server',
    acts: '-',
    tests: [IKE_REAL, OPENVPN_REAL, MIGRATE],
  },
  silent: {
    seen: 'no reply',
    acts: 'network team or, through a proxy, proxy team; VPN team, where the port was reached or no profile offers IKEv2',
    tests: [IKE, OPENVPN, MIGRATE],
  },
  refused: {
    seen: 'an ICMP "unreachable" or a TCP reset comes back, or this system forbids it: a firewall, or nothing listens there',
    acts: 'network team; VPN team, where the profile does not offer IKEv2',
    tests: [IKE_REAL, IKE, JUDGED],
  },
  unreachable: {
    seen: 'there is no route to it from this computer, or, through a proxy, from the proxy (502, 503, 504)',
    acts: 'network team',
    tests: [IKE, JUDGED],
  },
  'dns-failed': {
    seen: 'its name does not resolve on this route',
    acts: 'administrator: is the name right? If it is, network team',
    tests: [JUDGED, MIGRATE],
  },
  ikev1: {
    seen: 'an IKEv1 responder answers: the port is open, and the gateway does not support IKEv2 there',
    acts: 'VPN team',
    tests: [IKE, JUDGED],
  },
  'turned-down': {
    seen: 'an IKEv2 responder answers and rejects what is offered (NO_PROPOSAL_CHOSEN or another error)',
    acts: 'VPN team',
    tests: [IKE_REAL, JUDGED],
  },
  'not-ike': { seen: 'the answer is not IKEv2', acts: 'network team', tests: [IKE] },
  'proxy-unreachable': { seen: 'the proxy does not answer', acts: 'proxy team', tests: [JUDGED] },
  'proxy-auth-required': {
    seen: 'the proxy requires authentication (407)',
    acts: 'proxy team',
    tests: [OPENVPN_REAL, MIGRATE],
  },
  'proxy-refused': { seen: 'the proxy refuses CONNECT', acts: 'proxy team', tests: [OPENVPN_REAL, JUDGED] },
  'proxy-wants-tls': {
    seen: 'the proxy grants CONNECT and stops bytes that are not TLS',
    acts: 'proxy team',
    tests: [OPENVPN_REAL, MIGRATE],
  },
  'gateway-speaks-sstp': {
    seen: 'SSTP uses the port; a gateway cannot run both, so OpenVPN can be tested only after the switch',
    acts: 'VPN team',
    tests: [MIGRATE],
  },
  'wrong-key': {
    seen: 'an OpenVPN server answers with a different key than the profile has',
    acts: 'VPN team',
    tests: [OPENVPN, JUDGED],
  },
  'no-answer': {
    seen: 'the connection ends at the first packet: another key, no OpenVPN, or a device on the route',
    acts: 'VPN team, and network team or, through a proxy, proxy team',
    tests: [OPENVPN_REAL, OPENVPN, MIGRATE],
  },
  'not-openvpn': {
    seen: 'the answer is not an OpenVPN answer to our packet',
    acts: 'VPN team; where HTTP or TLS answers, which may come from a device on the route, network team or, through a proxy, proxy team as well',
    tests: [OPENVPN, JUDGED],
  },
  'not-tested': { seen: 'not tested', acts: '-', tests: [JUDGED] },
};
