import { tunnelRoute } from '../../core/decide/routes.ts';
import { openVpnAccessOf } from '../../core/migration/access.ts';
import { type Check, type Gateway, gatewayName } from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import { createLimiter } from '../../path/transport/limiter.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { clientsOf } from '../inputs/clients.ts';
import { placeOf, reportedGateways } from '../inputs/gateways.ts';
import { type Along, alongPaths } from '../modes/along-paths.ts';
import { probeIkeOf, probeOpenVpnOf } from '../path/migration-routes.ts';
import { moveOf } from '../path/move.ts';
import { probePaths } from '../path/probe.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, runMode } from '../run/run.ts';

/** Each gateway can use up to four sockets at once. */
const MAX_GATEWAYS = 64;

/**
 * Whether each gateway can be moved from SSTP to IKEv2 or OpenVPN on this network: what works with each protocol,
 * what blocks it, and the owner who must change it. OpenVPN is probed if the profiles were read with their keys
 * (`readProfiles(…, { keys: true })`).
 */
export function runMigrate(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('migrate', ports, options, (context) =>
    alongPaths(context, 'migrate', options, ports, (along) => migrate(context, along)),
  );
}

async function migrate(context: RunContext, along: Along): Promise<void> {
  const { machine, observation, paths, path, probeSet } = along;
  if (machine !== null) context.emit({ type: 'gateways', gateways: reportedGateways(path) });
  const checks: Check[] = [];
  const listening: RunContext = {
    ...context,
    emit(event) {
      if (event.type === 'check') checks.push(event.check);
      context.emit(event);
    },
  };
  context.emit({ type: 'step', step: 'probe-next', status: 'started' });
  const limited = createLimiter(MAX_GATEWAYS);
  const variant = { stores: 'current', step: 'probe-current', paths } as const;
  const [{ verdicts, findings }, probed, clients] = await Promise.all([
    probePaths(listening, machine, [variant], path, probeSet),
    Promise.all(path.reported.map((gateway) => limited(() => probeNext(context, along, gateway)))),
    clientsOf(context.ports, { kind: machine?.kind ?? null, observation, known: path.known }),
  ]);
  context.emit({ type: 'step', step: 'probe-next', status: 'done' });
  for (const finding of findings) context.emit({ type: 'finding', finding: markTested(finding) });
  for (const one of probed) {
    const sstp = verdicts.find(({ gateway }) => gateway === gatewayName(one.gateway))?.verdict ?? null;
    const { known } = path;
    const from = placeOf(machine);
    const migration = moveOf({ ...one, checks, sstp, clients, known, from }, context.deadlines);
    context.emit({ type: 'migration', migration });
    if (migration.answer !== 'ready') context.outcome('unreachable');
  }
}

/** Marks the changes of Azure whose results this run shows, so that it does not propose itself. */
function markTested(finding: Finding): Finding {
  if (finding.code !== 'sstp-retirement' && finding.code !== 'gateway-root-migration') return finding;
  return { ...finding, evidence: { ...finding.evidence, tested: true } };
}

interface ProbedProtocols {
  gateway: Gateway;
  ike: Awaited<ReturnType<typeof probeIkeOf>>;
  openVpn: Awaited<ReturnType<typeof probeOpenVpnOf>>;
}

async function probeNext(
  context: RunContext,
  { paths, path }: Along,
  gateway: Gateway,
): Promise<ProbedProtocols> {
  const access = openVpnAccessOf(path.known, gateway);
  const route = tunnelRoute(paths, gateway);
  const [ike, openVpn] = await Promise.all([
    probeIkeOf(context, gateway, path.deadlineMs),
    probeOpenVpnOf(context, gateway, { access, route, deadlineMs: path.deadlineMs }),
  ]);
  return { gateway, ike, openVpn };
}
