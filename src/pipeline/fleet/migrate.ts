import { randomUUID } from 'node:crypto';
import { type PathSettings, tunnelRoute } from '../../core/decide/routes.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { judgeMachine, type MachineLabel } from '../../core/fleet/judge.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import { openVpnAccessOf, usableKey } from '../../core/migration/access.ts';
import { farthest } from '../../core/migration/answer.ts';
import type { GatewayMigration, MigrationRoute } from '../../core/migration/model.ts';
import { IKE_PORT, NAT_TRAVERSAL_PORT } from '../../core/migration/outlook.ts';
import {
  type Check,
  type Gateway,
  gatewayName,
  type Route,
  type VerdictCode,
} from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { exitCodeOf } from '../../core/model/exit-code.ts';
import { option, say } from '../../core/model/say.ts';
import { expectedRoots } from '../../core/path/gateway-profile.ts';
import { check } from '../../machine/wire/local.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { type PreparedIke, prepareIke } from '../../path/packets/ike.ts';
import { type PreparedOpenVpn, prepareOpenVpn } from '../../path/packets/openvpn.ts';
import { type ExchangeTranscript, packetTranscriptSchema } from '../../path/packets/transcript.ts';
import { judgeTranscript } from '../../path/transcript/judge-transcript.ts';
import { transcriptSchema } from '../../path/transcript/transcript.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { clientsOf } from '../inputs/clients.ts';
import { gatewaysOf, type KnownPath } from '../inputs/gateways.ts';
import { ikeRoute, type OpenVpnProbe, openVpnRoutes, SKIPPED } from '../path/migration-routes.ts';
import { moveOf } from '../path/move.ts';
import type { PathOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { RunContext } from '../run/run.ts';
import type { FleetOptions } from './options.ts';
import { inRounds, type Next } from './rounds.ts';
import { runFleet } from './run.ts';
import { seenTarget } from './target.ts';

export interface FleetMigrateOptions extends FleetOptions {
  /** Which gateways, and their profiles; `deadlineMs` bounds each conversation on a computer. */
  path: PathOptions;
}

/**
 * Whether each computer could move from SSTP: each computer probes every gateway by SSTP, IKEv2 and OpenVPN; the
 * results are judged here. Writes nothing on any computer. Keys of profiles stay here: the computers receive only
 * sealed packets.
 */
export function runFleetMigrate(options: FleetMigrateOptions, ports: Ports): Promise<ReportDocument> {
  return runFleet('migrate', options, ports, (run) =>
    inRounds(run, (computer) => observeComputer(computer, options, run.context)),
  );
}

/** One computer and its state between the rounds. */
interface Moving {
  machine: FleetMachine;
  paths: PathSettings;
  path: KnownPath;
  context: RunContext;
  observation: Parameters<typeof clientsOf>[1]['observation'];
}

/** Round one: proxy settings and phonebooks. */
function observeComputer(computer: FleetComputer, options: FleetMigrateOptions, context: RunContext): Next {
  return {
    call: { script: 'Get-P2STarget', request: {} },
    async judge(result, label) {
      const { observation } = seenTarget(result);
      const { desired, path } = options;
      const { machine, assessment } = judgeMachine(label, observation, desired, computer.vpnUser);
      if (assessment === null) return machine;
      const { current, vpnUser } = assessment;
      const known = await gatewaysOf({ ...path, probe: true }, observation, vpnUser);
      if (known.reported.length === 0) {
        throw new P2sError('no-gateway', say('No gateway of that computer is known.'), {
          next: say('Name one with {gateway} HOST, or give its profile with {profile} FILE.', {
            gateway: option('gateway'),
            profile: option('profile'),
          }),
        });
      }
      return probeSstp({
        machine: { ...machine, error: null },
        paths: current,
        path: known,
        context,
        observation,
      });
    },
  };
}

/** Round two: SSTP, reported beside the other protocols. */
function probeSstp(moving: Moving): Next {
  const { path, paths } = moving;
  const gateways = path.reported.flatMap((gateway) => {
    const { proxy, unsupported } = tunnelRoute(paths, gateway);
    // A PAC file or auto-detection is not evaluated on the target computer, so that route is not known.
    if (unsupported !== null) return [];
    const { host, port } = gateway;
    return [{ host, port, proxy, correlationId: randomUUID(), revocation: null }];
  });
  if (gateways.length === 0) return sendPackets(moving, [], new Map());
  return {
    call: { script: 'Test-P2SPath', request: { gateways, deadlineMs: path.deadlineMs } },
    async judge(result) {
      const { collectedAt, gateways: seen } = check(transcriptSchema, result, 'Test-P2SPath');
      const checks: Check[] = [];
      const verdicts = new Map<string, VerdictCode>();
      for (const gateway of seen) {
        const target: Gateway = { host: gateway.host, port: gateway.port, source: 'option' };
        const { tunnel, verdict } = await judgeTranscript({
          gateway,
          extraRoots: path.extraRoots,
          expectedRoots: expectedRoots(path.known, target),
          wallClock: () => new Date(collectedAt),
        });
        const common = { gateway: gatewayName(target), stores: 'current', from: 'remote' } as const;
        checks.push(...tunnel.map((stage): Check => ({ ...common, ...stage })));
        verdicts.set(common.gateway, verdict);
      }
      return sendPackets(moving, checks, verdicts);
    },
  };
}

/** Round three: the protocols after SSTP. */
function sendPackets(
  moving: Moving,
  checks: readonly Check[],
  verdicts: ReadonlyMap<string, VerdictCode>,
): Next {
  const { path, paths, context, machine, observation } = moving;
  const routes = path.reported.map((gateway) => ({ gateway, route: tunnelRoute(paths, gateway) }));
  const prepared = preparePackets(routes, path, context.ports);
  return {
    call: { script: 'Send-P2SPacket', request: prepared.request },
    async judge(result, label) {
      const probed = await prepared.judge(result);
      if (probed === null) throw unexpected('Send-P2SPacket');
      const seen = { kind: 'remote', observation, known: path.known };
      const clients = await clientsOf(context.ports, seen);
      const migrations = probed.map((one) => {
        const sstp = verdicts.get(gatewayName(one.gateway)) ?? null;
        const from = 'remote' as const;
        return moveOf({ ...one, checks, sstp, clients, known: path.known, from }, context.deadlines);
      });
      return reported(machine, label, migrations);
    },
  };
}

/** The computer's result is that of the gateway that is furthest from its move. */
function reported(
  machine: FleetMachine,
  { durationMs }: MachineLabel,
  migrations: readonly GatewayMigration[],
): FleetMachine {
  const cause = farthest(migrations.map(({ answer }) => answer));
  const exitCode = exitCodeOf(cause === 'ready' ? [] : ['unreachable']);
  return { ...machine, durationMs, cause, exitCode, migrations, changes: [] };
}

function unexpected(script: string): P2sError {
  return new P2sError('powershell-failed', say('The reply of the script is not what was expected.'), {
    where: script,
    next: say('Reinstall p2s-fix: the scripts and the program have different versions.'),
  });
}

interface ProbedThere {
  gateway: Gateway;
  ike: MigrationRoute[];
  openVpn: OpenVpnProbe[];
}

interface PreparedPackets {
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
