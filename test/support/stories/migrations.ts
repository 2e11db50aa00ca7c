import type { RootState } from '../../../src/core/findings/profile-currency.ts';
import { answerOf } from '../../../src/core/migration/answer.ts';
import type { GatewayMigration, MigrationRoute, Readiness } from '../../../src/core/migration/model.ts';
import { ikeOutlook, openVpnOutlook } from '../../../src/core/migration/outlook.ts';
import type { RouteVerdict } from '../../../src/core/migration/route-verdict.ts';

export const PROXY = 'proxy.contoso.example:8080';

export function route(verdict: RouteVerdict, port: number, via = 'direct'): MigrationRoute {
  const protocol = port === 443 ? 'openvpn' : 'ikev2';
  const transport = port === 443 ? 'tcp' : 'udp';
  const evidence = verdict === 'not-tested' ? { reason: 'no-profile' } : {};
  return { protocol, transport, port, via, verdict, durationMs: 1, evidence };
}

/** Verdicts on UDP 500 and 4500. */
export function ike(verdicts: readonly [RouteVerdict, RouteVerdict], offered: boolean | null = true) {
  const routes = [route(verdicts[0], 500), route(verdicts[1], 4500)];
  return { offered, ways: routes, outlook: ikeOutlook(routes, offered) };
}

/** Verdicts on the direct route, and on the route through the proxy. */
export function openVpn(verdicts: readonly RouteVerdict[], offered: boolean | null = true) {
  const routes = verdicts.map((verdict, index) => route(verdict, 443, index === 0 ? 'direct' : PROXY));
  return { offered, ways: routes, outlook: openVpnOutlook(routes) };
}

export function readiness(...states: RootState[]): Readiness {
  return {
    profiles: states.map((state) => ({ files: ['p.zip'], roots: ['A Root'], state })),
    rootTrusted: null,
    clients: { windows: true, azureVpnClient: null, openVpn: null },
    sstpEnds: '2027-03-31',
    oldRootEnds: '2027-01-31',
  };
}

/** The result of `migrate` for a gateway with these verdicts. */
export function migrationOf(
  gateway: string,
  parts: Pick<GatewayMigration, 'ikev2' | 'openvpn' | 'readiness' | 'only'>,
  sstp: GatewayMigration['sstp'] = 'reachable',
): GatewayMigration {
  return { gateway, from: 'this-machine', sstp, ...parts, ...answerOf({ ...parts, sstp }) };
}
