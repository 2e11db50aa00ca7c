import { forgetApplied } from '../../change/applied.ts';
import { composePutBack } from '../../change/compose.ts';
import { removeJournal } from '../../change/journal.ts';
import { removePutBack } from '../../change/put-back-elsewhere.ts';
import { planUndo } from '../../change/undo.ts';
import { P2sError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import { knownBackup, type OpenTarget } from './target.ts';

/** What `Invoke-P2SChange` is asked to put something back, and the places that are put back. */
export interface ComposedPutBack {
  request: Record<string, unknown>;
  places: readonly string[];
}

/**
 * What puts back the change that was interrupted there, or waits to be confirmed; `null` where there is none. A value that
 * somebody else has changed since is left alone.
 *
 * @throws P2sError `interrupted-change` when it is another machine's
 */
export async function putBackWaiting(target: OpenTarget): Promise<ComposedPutBack | null> {
  const { journal, unconfirmed, identity, state, seen, observation } = target;
  const waiting = journal ?? unconfirmed;
  if (waiting === null) return null;
  if (waiting.machine.kind !== identity.kind || waiting.machine.id !== identity.id)
    throw new P2sError(
      'interrupted-change',
      say`A change of another machine waits in the state folder there.`,
      {
        next: say`Look at it there: p2s-fix rollback --list.`,
      },
    );
  const createdKeys = (await knownBackup(target, waiting.backup))?.createdKeys ?? [];
  const { undo } = planUndo(observation.registry, waiting.steps, createdKeys);
  if (unconfirmed !== null && unconfirmed.backup === waiting.backup) await removePutBack(state.dir);
  await forgetApplied(state.dir, identity);
  // The journal last: what is interrupted here again is found again.
  if (journal !== null) await removeJournal(state.dir);
  return {
    request: composePutBack(undo, seen, state.taken()),
    places: undo.map(({ write }) => `${write.key}\\${write.name}`),
  };
}
