import { composePutBack } from '../../change/compose.ts';
import { removePutBack } from '../../change/put-back-elsewhere.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { judgeMachine } from '../../core/fleet/judge.ts';
import { parseTarget, parseTargetChange } from '../../machine/fleet/target-wire.ts';
import type { ReportDocument } from '../../report/document.ts';
import type { Ports } from '../ports.ts';
import { changeError } from './change-error.ts';
import type { FleetOptions } from './options.ts';
import { inRounds, type Next } from './rounds.ts';
import { runFleet } from './run.ts';
import { openTarget } from './target.ts';

/** Keeps, on every computer, the change that waits to be confirmed; where none waits nothing is written. */
export function runFleetConfirm(options: FleetOptions, ports: Ports): Promise<ReportDocument> {
  return runFleet('confirm', options, ports, (run) =>
    inRounds(run, (computer) => confirmOn(computer, options, ports)),
  );
}

function confirmOn(computer: FleetComputer, { wish }: FleetOptions, ports: Ports): Next {
  return {
    call: { script: 'Get-P2STarget', request: {} },
    async judge(result, label) {
      const found = parseTarget(result);
      const { machine } = judgeMachine(label, found.observation, wish, computer.vpnUser);
      const nothing = { changed: [], backup: null, rolledBack: false };
      const facts = { ...machine, findings: [], changes: [], error: null, exitCode: 0, result: nothing };
      const { state, seen, unconfirmed } = await openTarget(found, ports);
      if (unconfirmed === null) return { ...facts, cause: 'aligned' };
      await removePutBack(state.dir);
      return {
        call: { script: 'Invoke-P2SChange', request: composePutBack([], seen, state.taken()) },
        async judge(reply, last) {
          const { ending, outcomes } = parseTargetChange(reply);
          if (ending !== 'written') throw changeError(ending, outcomes);
          return {
            ...facts,
            ...last,
            cause: 'confirmed',
            result: { ...nothing, backup: unconfirmed.backup },
          };
        },
      };
    },
  };
}
