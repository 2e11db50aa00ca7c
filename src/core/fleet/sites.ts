import type * as z from 'zod';
import { farthest } from '../migration/answer.ts';
import type { GatewayMigration, MigrationChange, ProtocolOutlook } from '../migration/model.ts';
import type { fleetBlocker, fleetSite } from '../schema/fleet.ts';
import type { siteGateway } from '../schema/migration.ts';
import type { FleetMachine } from './result.ts';

/** One gateway, equal for all computers of a site: `evidence` has only the reason of an untested route. */
export type SiteGateway = z.infer<typeof siteGateway>;
export type SiteProtocol = SiteGateway['ikev2'];
/** Computers with the same view of the network. */
export type FleetSite = z.infer<typeof fleetSite>;
export type FleetBlocker = z.infer<typeof fleetBlocker>;

/** Limit of computers named per site; the results list all of them. */
const NAMED = 1000;

/** Groups computers into sites, one after the other. */
export function siteCollector(): { add(machine: FleetMachine): void; sites(): FleetSite[] } {
  const found = new Map<string, { count: number; computers: string[]; gateways: SiteGateway[] }>();
  return {
    add({ computer, migrations }) {
      if (migrations.length === 0) return;
      const seen = new Map(migrations.map(seenOf).map((one) => [keyOf(one), one] as const));
      // A gateway that occurs twice for one computer counts once.
      const gateways = [...seen.values()].sort((a, b) => (a.gateway < b.gateway ? -1 : 1));
      const key = JSON.stringify([...seen.keys()].sort());
      const site = found.get(key) ?? { count: 0, computers: [], gateways };
      found.set(key, site);
      site.count += 1;
      if (site.computers.length < NAMED) site.computers.push(computer);
    },
    sites: () =>
      [...found.values()]
        .map((site) => ({ answer: farthest(site.gateways.map(({ answer }) => answer)), ...site }))
        .sort((a, b) => b.count - a.count),
  };
}

function seenOf({
  gateway,
  sstp,
  ikev2,
  openvpn,
  readiness,
  only,
  answer,
  cause,
  changes,
  besides = [],
}: GatewayMigration): SiteGateway {
  const { sstpEnds } = readiness;
  return {
    gateway,
    sstp,
    ikev2: protocolOf(ikev2),
    openvpn: protocolOf(openvpn),
    sstpEnds,
    ...(only === undefined ? {} : { only }),
    answer,
    cause,
    changes: changes.map(changeOf),
    ...(besides.length === 0 ? {} : { besides: besides.map(changeOf) }),
  };
}

/** Member by member, as in protocolOf. */
function changeOf({ code, to, protocol, ports, via, by }: MigrationChange): MigrationChange {
  return { code, to, protocol, ports, via, by };
}

/** Equal for equal gateways, independent of the order of their changes. */
function keyOf({ changes, besides = [], ...seen }: SiteGateway): string {
  return JSON.stringify([seen, keyOfChanges(changes), keyOfChanges(besides)]);
}

/** Equal for the same changes in any order. */
export function keyOfChanges(changes: readonly MigrationChange[]): string {
  return JSON.stringify(changes.map((change) => JSON.stringify(change)).sort());
}

/** Member by member, so that the key does not depend on the order of the input. */
function protocolOf({ offered, outlook, ways }: ProtocolOutlook): SiteProtocol {
  return {
    offered,
    outlook,
    ways: ways.map(({ protocol, transport, port, via, verdict, evidence: { reason, profilePort } }) => ({
      ...{ protocol, transport, port, via, verdict },
      evidence: {
        ...(typeof reason === 'string' ? { reason } : {}),
        ...(typeof profilePort === 'number' ? { profilePort } : {}),
      },
    })),
  };
}

/** What blocks the migration of a fleet, or OpenVPN in addition; most computers first. */
export function blockersOf(
  sites: readonly FleetSite[],
  of: 'changes' | 'besides' = 'changes',
): FleetBlocker[] {
  const found = new Map<string, FleetBlocker>();
  for (const { count, gateways } of sites) {
    const ofSite = gateways.flatMap((seen) =>
      (seen[of] ?? []).map((change) => ({ ...change, gateway: seen.gateway })),
    );
    // Counts each computer of a site once, even if a gateway occurs twice.
    for (const [key, blocker] of new Map(ofSite.map((one) => [JSON.stringify(one), one]))) {
      const before = found.get(key)?.count ?? 0;
      found.set(key, { ...blocker, count: before + count });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
