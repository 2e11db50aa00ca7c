import type { RouteVerdict } from '../../core/migration/model.ts';

/** A word of `migrate`: what it was told from, for people and for docs/verdicts.md. */
export interface RouteRow {
  seen: string;
  acts: string;
  /** Tests that cause it; paths below the project. */
  tests: readonly string[];
}

const [IKE, IKE_REAL] = ['test/path/ike-probe.test.ts', 'test/path/ike-strongswan.test.ts'] as const;
const [OPENVPN, OPENVPN_REAL] = [
  'test/path/openvpn-probe.test.ts',
  'test/path/openvpn-server.test.ts',
] as const;
const [JUDGED, MIGRATE] = ['test/core/migration.test.ts', 'test/e2e/migrate.test.ts'] as const;

/** Every word on one way of one protocol, in the order of the page. */
export const ROUTE_TEXT: Readonly<Record<RouteVerdict, RouteRow>> = {
  reachable: {
    seen: 'a valid answer of the server',
    acts: 'nobody',
    tests: [IKE_REAL, OPENVPN_REAL, MIGRATE],
  },
  silent: {
    seen: 'nothing comes back',
    acts: 'network team or, through a proxy, proxy team; VPN team, where the port was reached or no profile offers IKEv2',
    tests: [IKE, OPENVPN, MIGRATE],
  },
  refused: {
    seen: 'an ICMP "unreachable" or a TCP reset comes back, or this system forbids it: a firewall, or nothing listens there',
    acts: 'network team; VPN team, where the profile does not offer IKEv2',
    tests: [IKE_REAL, IKE, JUDGED],
  },
  unreachable: {
    seen: 'there is no way there from this machine, or, through a proxy, from the proxy (502, 503, 504)',
    acts: 'network team',
    tests: [IKE, JUDGED],
  },
  'dns-failed': {
    seen: 'its name is not known on this way',
    acts: 'admin: is the name right? Where it is, network team',
    tests: [JUDGED, MIGRATE],
  },
  ikev1: {
    seen: 'an IKEv1 responder answers: the port is open, and the gateway does not speak IKEv2 there',
    acts: 'VPN team',
    tests: [IKE, JUDGED],
  },
  'turned-down': {
    seen: 'an IKEv2 responder answers and turns down what is offered (NO_PROPOSAL_CHOSEN or another error)',
    acts: 'VPN team',
    tests: [IKE_REAL, JUDGED],
  },
  'not-ike': { seen: 'what comes back is no IKEv2', acts: 'network team', tests: [IKE] },
  'proxy-unreachable': { seen: 'the proxy does not answer', acts: 'proxy team', tests: [JUDGED] },
  'proxy-auth-required': {
    seen: 'the proxy wants a sign-in (407)',
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
    seen: 'SSTP has the port; a gateway cannot have both, so OpenVPN can be tested only after the switch',
    acts: 'VPN team',
    tests: [MIGRATE],
  },
  'wrong-key': {
    seen: 'it answers as OpenVPN does, with another key than that of the profile',
    acts: 'VPN team',
    tests: [OPENVPN, JUDGED],
  },
  'no-answer': {
    seen: 'the connection ends at the first packet: another key, no OpenVPN, or something between',
    acts: 'VPN team, and network team or, through a proxy, proxy team',
    tests: [OPENVPN_REAL, OPENVPN, MIGRATE],
  },
  'not-openvpn': {
    seen: 'what comes back is no answer of OpenVPN to our packet',
    acts: 'VPN team; where HTTP or TLS comes, which may be of something between, network team or, through a proxy, proxy team too',
    tests: [OPENVPN, JUDGED],
  },
  'not-tested': { seen: 'not tested', acts: '-', tests: [JUDGED] },
};
