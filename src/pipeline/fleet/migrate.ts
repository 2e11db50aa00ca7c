import { randomUUID } from 'node:crypto';
import { type PathSettings, tunnelRoute } from '../../core/decide/routes.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { judgeMachine, type MachineLabel } from '../../core/fleet/judge.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import { farthest } from '../../core/migration/answer.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import { type Check, type Gateway, gatewayName, type VerdictCode } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { exitCodeOf } from '../../core/model/exit-code.ts';
import { option, say } from '../../core/model/say.ts';
import { expectedRoots } from '../../core/path/gateway-profile.ts';
import { check } from '../../machine/wire/local.ts';
import { judgeTranscript } from '../../path/transcript/judge-transcript.ts';
import { transcriptSchema } from '../../path/transcript/transcript.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { clientsOf } from '../inputs/clients.ts';
import { gatewaysOf, type KnownPath } from '../inputs/gateways.ts';
import { moveOf } from '../path/move.ts';
import type { PathOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { RunContext } from '../run/run.ts';
import type { FleetOptions } from './options.ts';
import { preparePackets } from './packets.ts';
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
