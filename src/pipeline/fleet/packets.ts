import { openVpnAccessOf, usableKey } from '../../core/migration/access.ts';
import type { MigrationRoute } from '../../core/migration/model.ts';
import { IKE_PORT, NAT_TRAVERSAL_PORT } from '../../core/migration/outlook.ts';
import type { Gateway, Route } from '../../core/model/check.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { type PreparedIke, prepareIke } from '../../path/packets/ike.ts';
import { type PreparedOpenVpn, prepareOpenVpn } from '../../path/packets/openvpn.ts';
import { type ExchangeTranscript, packetTranscriptSchema } from '../../path/packets/transcript.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import { ikeRoute, type OpenVpnProbe, openVpnRoutes, SKIPPED } from '../path/migration-routes.ts';
import type { Ports } from '../run/ports.ts';

export interface ProbedThere {
  gateway: Gateway;
  ike: MigrationRoute[];
  openVpn: OpenVpnProbe[];
}

export interface PreparedPackets {
  /** The request of Send-P2SPacket.ps1. */
  request: Record<string, unknown>;
  /** The results for each gateway; `null`: the result is not valid. */
  judge(result: unknown): Promise<ProbedThere[] | null>;
}

/** A route of OpenVPN: its packet, or why there is none. */
type OpenVpnRoute = { route: Route } & ({ prepared: PreparedOpenVpn; isNext: boolean } | { reason: string });

/** The proxies of a list, each except the last with its part of the time. */
function inTurn({ further = [], ...first }: Route, deadlineMs: number) {
  const routes: Route[] = [first, ...further.map((proxy) => ({ ...first, proxy }))];
  const partMs = Math.ceil(deadlineMs / (routes.length + 1));
  return routes.map((route, index) => {
    const connectMs = index === routes.length - 1 ? deadlineMs : partMs;
    return { route, isNext: index > 0, connectMs };
  });
}

/** Removes the results of these routes from the list. */
async function probesOf(routes: readonly OpenVpnRoute[], tcp: ExchangeTranscript[]): Promise<OpenVpnProbe[]> {
  const probes: OpenVpnProbe[] = [];
  for (const { route, ...rest } of routes) {
    const seen = 'prepared' in rest ? tcp.shift() : undefined;
    if (!('prepared' in rest) || seen === undefined) {
      const reason = 'reason' in rest ? rest.reason : null;
      probes.push({ route, outcome: null, reason, durationMs: 0 });
      continue;
    }
    const outcome = await rest.prepared.judge(seen);
    if (outcome === null) continue;
    // Another proxy was tried after it, so this one gave no connection.
    const before = rest.isNext ? probes.pop() : undefined;
    if (before?.outcome) probes.push({ ...before, outcome: { ...before.outcome, evidence: SKIPPED } });
    const durationMs = seen.proxy?.endMs ?? seen.connect?.endMs ?? seen.resolve?.endMs ?? 0;
    probes.push({ route, outcome, reason: null, durationMs });
  }
  return probes;
}

/** The first packets to each gateway, created here and sent by the target computer. */
export function preparePackets(
  routes: readonly { gateway: Gateway; route: Route }[],
  { deadlineMs, known }: Pick<KnownPath, 'deadlineMs' | 'known'>,
  { randomBytes, wallClock }: Pick<Ports, 'randomBytes' | 'wallClock'>,
): PreparedPackets {
  const all = routes.map(({ gateway, route }) => {
    const key = usableKey(openVpnAccessOf(known, gateway));
    return {
      gateway,
      ike: [IKE_PORT, NAT_TRAVERSAL_PORT].map((port): PreparedIke => {
        const nonEspMarker = port === NAT_TRAVERSAL_PORT;
        return prepareIke({ host: gateway.host, port, nonEspMarker, deadlineMs, randomBytes });
      }),
      openVpn: openVpnRoutes(route).flatMap((one): OpenVpnRoute[] => {
        if (one.unsupported !== null) return [{ route: one, reason: one.unsupported }];
        if (typeof key === 'string') return [{ route: one, reason: key }];
        const options = { gateway, key, deadlineMs, wallClock, randomBytes };
        return inTurn(one, deadlineMs).map((route) => ({
          ...route,
          prepared: prepareOpenVpn({ ...options, ...route }),
        }));
      }),
    };
  });
  const exchanges = all.flatMap(({ openVpn }) =>
    openVpn.flatMap((route) => ('prepared' in route ? [route.prepared] : [])),
  );
  return {
    request: {
      udp: all.flatMap(({ ike }) => ike.map(({ request }) => request)),
      tcp: exchanges.map(({ request }) => request),
    },
    judge: async (result) => {
      const checked = safeParse(packetTranscriptSchema, result);
      if (!checked.success) return null;
      const [udp, tcp] = [[...checked.data.udp], [...checked.data.tcp]];
      if (udp.length !== 2 * all.length || tcp.length !== exchanges.length) return null;
      const probed: ProbedThere[] = [];
      for (const { gateway, ike, openVpn } of all) {
        const ikeRoutes: MigrationRoute[] = [];
        for (const prepared of ike) {
          const seen = udp.shift();
          if (seen !== undefined)
            ikeRoutes.push(ikeRoute(prepared.request.port, await prepared.judge(seen), seen.endMs));
        }
        probed.push({ gateway, ike: ikeRoutes, openVpn: await probesOf(openVpn, tcp) });
      }
      return probed;
    },
  };
}
