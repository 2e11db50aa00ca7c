import { storeOfStep } from '../../change/steps.ts';
import { withEnding, writeError } from '../../change/write-errors.ts';
import { P2sError } from '../../core/model/errors.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { say } from '../../core/model/say.ts';
import { parseTargetChange, type TargetChange } from '../../machine/fleet/target-wire.ts';

/**
 * The settings that `Invoke-P2SChange` has written, each once.
 *
 * @throws P2sError if the change failed
 */
export function storesWritten(reply: unknown): string[] {
  const { ending, outcomes } = parseTargetChange(reply);
  if (ending !== 'written') throw changeError(ending, outcomes);
  const written = outcomes.filter(({ status }) => status === 'written');
  return [...new Set(written.map(({ id }) => storeOfStep(id)))];
}

/** Why a change on a computer failed; it left nothing unless the error says so. */
function changeError(ending: TargetChange['ending'], outcomes: TargetChange['outcomes']): P2sError {
  const stopped = outcomes.find(({ status }) => status !== 'written' && status !== 'unchanged');
  const where = neutralise(stopped?.id ?? '', 500);
  const { status = 'failed', hresult = null } = stopped ?? {};
  if (ending === 'kept') {
    return new P2sError(
      'restore-failed',
      say('A write did not take effect, and the rollback failed as well.'),
      {
        where,
        next: say(
          'The journal and the backup are kept there: the next fleet apply or rollback restores it first.',
        ),
        evidence: { status, hresult },
      },
    );
  }
  return withEnding(writeError({ status, hresult }, where, 'there'), say('All values were restored.'));
}
