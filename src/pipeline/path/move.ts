import { verdictRow } from '../../core/causes/verdicts.ts';
import type { Deadline } from '../../core/findings/path/deadlines.ts';
import { answerOf } from '../../core/migration/answer.ts';
import type { GatewayMigration, MigrationRoute, VpnClients } from '../../core/migration/model.ts';
import { ikeOutlook, openVpnOutlook } from '../../core/migration/outlook.ts';
import { isOffered, isOpenVpnOnly, readinessOf } from '../../core/migration/readiness.ts';
import { withProxyPages } from '../../core/migration/route-verdict.ts';
import { type Check, type Gateway, gatewayName, type VerdictCode } from '../../core/model/check.ts';
import type { ProfileReading } from '../../core/path/gateway-profile.ts';
import { type OpenVpnProbe, routesOfOpenVpn } from './migration-routes.ts';

/** The probe results of one gateway, from any computer. */
export interface SeenMove {
  gateway: Gateway;
  ike: readonly MigrationRoute[];
  openVpn: readonly OpenVpnProbe[];
  /** The checks of the SSTP probe, of all gateways. */
  checks: readonly Check[];
  sstp: VerdictCode | null;
  clients: VpnClients;
  known: ProfileReading;
  from: Check['from'];
}

/** The result of moving one gateway from SSTP. Pure. */
export function moveOf(seen: SeenMove, deadlines: readonly Deadline[]): GatewayMigration {
  const { gateway, sstp, clients, known, from } = seen;
  const mine = seen.checks.filter((check) => check.gateway === gatewayName(gateway));
  const offered = (type: 'IKEv2' | 'OpenVPN') => isOffered(known, gateway, type);
  const routes = withProxyPages(routesOfOpenVpn(gateway, seen.openVpn, mine, sstp, known), mine);
  const ikev2 = {
    offered: offered('IKEv2'),
    outlook: ikeOutlook(seen.ike, offered('IKEv2')),
    ways: seen.ike,
  };
  const openvpn = { offered: offered('OpenVPN'), outlook: openVpnOutlook(routes), ways: routes };
  const readiness = readinessOf(gateway, known, mine, clients, deadlines);
  // A gateway that answers SSTP has more than its profiles say.
  const hasSstp = sstp !== null && verdictRow(sstp).answers === 'sstp';
  const only = !hasSstp && isOpenVpnOnly(known, gateway) ? { only: 'openvpn' as const } : {};
  const trace = { sstp, ikev2, openvpn, readiness, ...only };
  return { gateway: gatewayName(gateway), from, ...trace, ...answerOf(trace) };
}
