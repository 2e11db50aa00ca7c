import type { ChangeStore } from '../../change/change-store.ts';
import type { Assessment } from '../../core/decide/assess.ts';
import { userText } from '../../core/decide/not-followed.ts';
import type { Plan } from '../../core/decide/plan.ts';
import { isAsked, userPart } from '../../core/decide/proposal.ts';
import { machineWide } from '../../core/decide/unattended.ts';
import { cancelledUnwritten, P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { option, say } from '../../core/model/say.ts';
import type { Machine } from '../../machine/port.ts';
import type { ProbeReport } from '../path/probe.ts';
import { elevatedCommand, neededCommand, shownChange, stoppedByElevation } from '../run/assessment.ts';
import type { ApplyOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';

/**
 * What may be written now: the whole plan, or without an administrator's rights the user's part of it, if that
 * alone is an improvement. `left` reports the part that is not written.
 *
 * @throws P2sError `needs-elevation`, `refused`, `cancelled`: nothing has been written then.
 */
export async function permitted(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  before: ProbeReport,
  store: ChangeStore,
  options: ApplyOptions,
): Promise<{ plan: Plan; left: Finding[] }> {
  const denied = stoppedByElevation(machine, assessment);
  const plan = denied.length === 0 ? assessment.plan : userPart(assessment.plan, before.verdicts);
  if (plan === null) throw needsElevation(context, assessment, denied);
  refuseUnasked(assessment, options);
  const widened = machineWide({ ...assessment, plan });
  const whose = widened === null ? null : userText(widened);
  if (
    options.confirm !== undefined &&
    !(await options.confirm(
      { changes: plan.changes.map(shownChange), ...(whose === null ? {} : { whose }) },
      store.dir.path,
    ))
  )
    throw cancelledUnwritten();
  if (context.signal?.aborted === true) throw cancelledUnwritten();
  if (denied.length === 0) return { plan, left: [] };
  const { command, ...commands } = neededCommand(context, denied, assessment);
  const evidence = { stores: denied, command };
  return {
    plan,
    left: [{ code: 'partly-applied', severity: 'warning', store: null, evidence, ...commands }],
  };
}

function needsElevation(context: RunContext, assessment: Assessment, denied: readonly string[]): P2sError {
  const command = elevatedCommand(context, assessment) ?? say('the same command');
  return new P2sError(
    'needs-elevation',
    say('These settings need an administrator: {denied}. Nothing was written.', { denied }),
    {
      where: denied.join(', '),
      next: say('Open a terminal with "Run as administrator" and run there: {command}', { command }),
    },
  );
}

/** Replaces a value that cannot be read, or not be restored, only with consent: --yes, or at least a prompt. */
function refuseUnasked({ plan }: Assessment, options: ApplyOptions): void {
  const asked = plan.changes.filter(isAsked);
  if (options.yes || asked.length === 0 || options.confirm !== undefined) return;
  const next = say('To write it anyway, add {option}.', { option: option('yes') });
  const message = asked.some(({ action }) => action === 'replace')
    ? say('A value that cannot be read would be replaced completely. Nothing was written.')
    : say('A value that a rollback cannot restore would be replaced. Nothing was written.');
  throw new P2sError('refused', message, { where: asked.map(({ store }) => store).join(', '), next });
}
