import type { RouteVerdict } from '../../src/core/migration/model.ts';
import type { VerdictRow } from './verdict-table.ts';

const [IKE, IKE_REAL] = ['test/path/ike/probe.test.ts', 'test/path/ike/strongswan.test.ts'] as const;
const [OPENVPN, OPENVPN_REAL] = [
  'test/path/openvpn/probe.test.ts',
  'test/path/openvpn/server.test.ts',
] as const;
const [JUDGED, MIGRATE] = ['test/core/migration/migration.test.ts', 'test/e2e/path/migrate.test.ts'] as const;

/** Every result of `migrate` for one route of one protocol, in the order of docs/verdicts.md. */
export const ROUTE_TABLE: Readonly<Record<RouteVerdict, Omit<VerdictRow, 'seen'>>> = {
  reachable: {
    acts: '-',
    tests: [IKE_REAL, OPENVPN_REAL, MIGRATE],
  },
  silent: {
    acts: 'network team or, through a proxy, proxy team; VPN team, where the port was reached or no profile offers IKEv2',
    tests: [IKE, OPENVPN, MIGRATE],
  },
  refused: {
    acts: 'network team; VPN team, where the profile does not offer IKEv2',
    tests: [IKE_REAL, IKE, JUDGED],
  },
  unreachable: {
    acts: 'network team',
    tests: [IKE, JUDGED],
  },
  'dns-failed': {
    acts: 'administrator: is the name right? If it is, network team',
    tests: [JUDGED, MIGRATE],
  },
  ikev1: {
    acts: 'VPN team',
    tests: [IKE, JUDGED],
  },
  'turned-down': {
    acts: 'VPN team',
    tests: [IKE_REAL, JUDGED],
  },
  'not-ike': { acts: 'network team', tests: [IKE] },
  'proxy-unreachable': { acts: 'proxy team', tests: [JUDGED] },
  'proxy-auth-required': {
    acts: 'proxy team',
    tests: [OPENVPN_REAL, MIGRATE],
  },
  'proxy-refused': { acts: 'proxy team', tests: [OPENVPN_REAL, JUDGED] },
  'proxy-wants-tls': {
    acts: 'proxy team',
    tests: [OPENVPN_REAL, MIGRATE],
  },
  'gateway-speaks-sstp': {
    acts: 'VPN team',
    tests: [MIGRATE],
  },
  'wrong-key': {
    acts: 'VPN team',
    tests: [OPENVPN, JUDGED],
  },
  'no-answer': {
    acts: 'VPN team, and network team or, through a proxy, proxy team',
    tests: [OPENVPN_REAL, OPENVPN, MIGRATE],
  },
  'not-openvpn': {
    acts: 'VPN team; where HTTP or TLS answers, which may come from a device on the route, network team or, through a proxy, proxy team as well',
    tests: [OPENVPN, JUDGED],
  },
  'not-tested': { acts: '-', tests: [JUDGED] },
};
