import { removeRestore } from '../../change/backup/restore-elsewhere.ts';
import { composeRestore } from '../../change/compose.ts';
import { timeLeft } from '../../change/state/unconfirmed.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { judgeMachine } from '../../core/fleet/judge.ts';
import { P2sError } from '../../core/model/errors.ts';
import { command, say } from '../../core/model/say.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Ports } from '../run/ports.ts';
import { storesWritten } from './change-reply.ts';
import type { FleetOptions } from './options.ts';
import { inRounds, type Next } from './rounds.ts';
import { runFleet } from './run.ts';
import { clockThere, type OpenTarget, openTarget, seenTarget } from './target.ts';

/** Confirms the unconfirmed change on every computer; without one, nothing is written. */
export function runFleetConfirm(options: FleetOptions, ports: Ports): Promise<ReportDocument> {
  return runFleet('confirm', options, ports, (run) =>
    inRounds(run, (computer) => confirmOn(computer, options)),
  );
}

function confirmOn(computer: FleetComputer, { desired }: FleetOptions): Next {
  return {
    call: { script: 'Get-P2STarget', request: { access: true } },
    async judge(result, label) {
      const found = seenTarget(result);
      const { machine } = judgeMachine(label, found.observation, desired, computer.vpnUser);
      const nothing = { changed: [], backup: null, rolledBack: false };
      const facts = { ...machine, findings: [], changes: [], error: null, exitCode: 0, result: nothing };
      const target = await openTarget(found);
      refuseLate(target, clockThere(found));
      const { state, seen, unconfirmed } = target;
      if (unconfirmed === null) return { ...facts, cause: 'unchanged' };
      await removeRestore(state.dir);
      return {
        call: { script: 'Invoke-P2SChange', request: composeRestore([], seen, state.taken()) },
        async judge(reply, last) {
          storesWritten(reply);
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

/**
 * Applies the rules of a confirmation on one computer.
 *
 * @throws P2sError `refused` if the change was rolled back, `interrupted-change` if its time is over or it was
 * interrupted
 */
function refuseLate({ journal, unconfirmed, restored }: OpenTarget, now: Date): void {
  if (restored !== null) {
    const { putBackAt } = restored;
    throw new P2sError(
      'refused',
      say('The change was rolled back at {putBackAt}, so it cannot be confirmed.', {
        putBackAt: String(putBackAt),
      }),
      { next: say('To make it again: {command}.', { command: command('fleet apply') }) },
    );
  }
  if (unconfirmed === null) return;
  const isOver = timeLeft(unconfirmed, now) <= 0;
  if (!isOver && journal === null) return;
  const why = isOver
    ? say('the time to confirm ended at {deadline}', { deadline: unconfirmed.deadline })
    : say('the change was interrupted');
  throw new P2sError('interrupted-change', say('It cannot be confirmed: {why}.', { why }), {
    next: say('Run {command}, then apply again.', { command: command('fleet rollback') }),
  });
}
