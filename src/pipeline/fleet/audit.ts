import { desiredUnattended } from '../../core/decide/unattended.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { judgeMachine } from '../../core/fleet/judge.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Ports } from '../run/ports.ts';
import type { FleetOptions } from './options.ts';
import { inRounds, type Next } from './rounds.ts';
import { runFleet } from './run.ts';
import { changesWaiting, seenTarget } from './target.ts';

/** Audits every computer and reports problems. Writes nothing on any computer. */
export function runFleetAudit(options: FleetOptions, ports: Ports): Promise<ReportDocument> {
  return runFleet('audit', options, ports, (run) => inRounds(run, (computer) => audited(computer, options)));
}

function audited(computer: FleetComputer, { desired: asked }: FleetOptions): Next {
  return {
    call: { script: 'Get-P2STarget', request: {} },
    async judge(result, label) {
      const target = seenTarget(result);
      // With an allow-list, an audit judges like an apply with it.
      const isLimited = asked.source !== 'winhttp' && asked.allowed !== undefined;
      const desired = isLimited ? desiredUnattended(asked, target.observation.registry, []) : asked;
      const waiting = await changesWaiting(target);
      return judgeMachine(label, target.observation, desired, computer.vpnUser, waiting).machine;
    },
  };
}
