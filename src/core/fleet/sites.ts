import { farthest } from '../migration/answer.ts';
import type {
  GatewayMigration,
  MigrationAnswer,
  MigrationChange,
  MigrationRoute,
  ProtocolOutlook,
} from '../migration/model.ts';
import type { VerdictCode } from '../model/check.ts';
import type { FleetMachine } from './result.ts';

/** One protocol as all computers of a site see it: `evidence` has the reason of what was not tested, and no more. */
export interface SiteProtocol extends Omit<ProtocolOutlook, 'ways'> {
  ways: readonly Omit<MigrationRoute, 'durationMs'>[];
}

/** One gateway as all computers of a site see it. */
export interface SiteGateway {
  gateway: string;
  sstp: VerdictCode | null;
  ikev2: SiteProtocol;
  openvpn: SiteProtocol;
  /** YYYY-MM-DD; `null` where that does not concern the gateway. */
  sstpEnds: string | null;
  answer: MigrationAnswer;
  changes: readonly MigrationChange[];
  /** What stops OpenVPN, where the move is made by IKEv2 and does not need it. */
  besides?: readonly MigrationChange[];
}

/** Computers to which the network shows the same: the same gateways, by the same ways, with the same in between. */
export interface FleetSite {
  /** Of the gateway that is farthest from its move. */
  answer: MigrationAnswer;
  count: number;
  /** The first of them, in the order in which they were named. */
  computers: readonly string[];
  gateways: readonly SiteGateway[];
}

/** Something that has to be done, and for how many computers. */
export interface FleetBlocker extends MigrationChange {
  gateway: string;
  count: number;
}

/** A site names no more of its computers than this; all of them are in the results. */
const NAMED = 1000;

/** Collects computers into sites, one after the other. */
export function siteCollector(): { add(machine: FleetMachine): void; sites(): FleetSite[] } {
  const found = new Map<string, { count: number; computers: string[]; gateways: SiteGateway[] }>();
  return {
    add({ computer, migrations }) {
      if (migrations.length === 0) return;
      const seen = new Map(migrations.map(seenOf).map((one) => [keyOf(one), one] as const));
      // A gateway that is told twice of one computer is one gateway.
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
  answer,
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
    answer,
    changes: changes.map(changeOf),
    ...(besides.length === 0 ? {} : { besides: besides.map(changeOf) }),
  };
}

/** Member by member, as above. */
function changeOf({ code, to, protocol, ports, via, by }: MigrationChange): MigrationChange {
  return { code, to, protocol, ports, via, by };
}

/** The same for the same, in whatever order its changes stand. */
function keyOf({ changes, besides = [], ...seen }: SiteGateway): string {
  return JSON.stringify([seen, keyOfChanges(changes), keyOfChanges(besides)]);
}

/** The same for the same changes in any order. */
export function keyOfChanges(changes: readonly MigrationChange[]): string {
  return JSON.stringify(changes.map((change) => JSON.stringify(change)).sort());
}

/** Member by member, so that the same is the same in whatever order it was read. */
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

/** What stands in the way of a fleet, or of OpenVPN besides, that which concerns most computers first. */
export function blockersOf(
  sites: readonly FleetSite[],
  of: 'changes' | 'besides' = 'changes',
): FleetBlocker[] {
  const found = new Map<string, FleetBlocker>();
  for (const { count, gateways } of sites) {
    const ofSite = gateways.flatMap((seen) =>
      (seen[of] ?? []).map((change) => ({ ...change, gateway: seen.gateway })),
    );
    // Each counts the computers of a site once, though a gateway be told twice of them.
    for (const [key, blocker] of new Map(ofSite.map((one) => [JSON.stringify(one), one]))) {
      const before = found.get(key)?.count ?? 0;
      found.set(key, { ...blocker, count: before + count });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
