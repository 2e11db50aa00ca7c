import { forgetApplied } from '../../change/applied.ts';
import { removeTask } from '../../change/backup/restore-elsewhere.ts';
import { type Old, planRestore } from '../../change/backup/restore-plan.ts';
import { composeRestore } from '../../change/compose.ts';
import { removeJournal } from '../../change/state/journal.ts';
import { sameMachine } from '../../change/state/record.ts';
import { writeUnconfirmed } from '../../change/state/unconfirmed.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { sameValue } from '../../core/model/registry.ts';
import { command, say } from '../../core/model/say.ts';
import { parseTargetChange } from '../../machine/fleet/target-wire.ts';
import type { WriteStep } from '../../machine/port.ts';
import { leftFinding } from '../pending/restore-change.ts';
import { knownBackup, type OpenTarget } from './target.ts';

/** The request to `Invoke-P2SChange` to restore values. */
export interface ComposedRestore {
  request: Record<string, unknown>;
  /** The values that, by the reply, were not restored because someone else changed them; `null`: none. */
  leftBy: (reply: unknown) => Finding | null;
}

/**
 * The restore of the interrupted or unconfirmed change on that computer; `null` without one. A value that was
 * changed outside p2s-fix since then is not restored. For an unconfirmed change it is recorded there, so that
 * later runs report it.
 *
 * @throws P2sError `interrupted-change` if the change belongs to another computer
 */
export async function restoreWaiting(target: OpenTarget, now: Date): Promise<ComposedRestore | null> {
  const { journal, unconfirmed, identity, state, seen, observation } = target;
  const waiting = journal ?? unconfirmed;
  if (waiting === null) return null;
  if (!sameMachine(waiting.machine, identity))
    throw new P2sError(
      'interrupted-change',
      say('The state folder there has an unfinished change of another computer.'),
      {
        next: say('Check it there: {command}.', { command: command('rollback', { list: true }) }),
      },
    );
  const createdKeys = (await knownBackup(target, waiting.backup))?.createdKeys ?? [];
  const { steps, foreign } = planRestore(observation.registry, waiting.steps, createdKeys);
  const left = foreign.map(({ key, name }) => ({ key, name }));
  if (unconfirmed !== null && unconfirmed.backup === waiting.backup) {
    await writeUnconfirmed(state.dir, { ...unconfirmed, putBackAt: now.toISOString(), left });
    await removeTask(state.dir);
  }
  await forgetApplied(state.dir, identity);
  // The journal last: if this is interrupted again, the next run still finds it.
  if (journal !== null) await removeJournal(state.dir);
  return {
    request: composeRestore(steps, seen, state.taken()),
    leftBy: (reply) => leftIn(reply, steps, { backup: waiting.backup, left: foreign }),
  };
}

/** The finding about values that these steps did not restore, by the reply, and those that were left before. */
export function leftIn(
  reply: unknown,
  steps: readonly WriteStep[],
  { backup, left }: { backup: string; left: readonly Old[] },
): Finding | null {
  const { outcomes } = parseTargetChange(reply);
  const theirs = steps.filter(({ write }, index) => {
    const outcome = outcomes[index];
    const isRestored =
      outcome === undefined || outcome.status === 'written' || outcome.status === 'unchanged';
    // A value that could not be read was not found either.
    return !isRestored && (outcome.status !== 'changed' || !sameValue(outcome.found, write.next));
  });
  return leftFinding({ backup }, [
    ...left,
    ...theirs.map(({ write }) => ({ ...write, expected: write.next })),
  ]);
}
