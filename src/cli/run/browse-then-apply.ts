import type { Use } from '../../core/options/option.ts';
import type { Call } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Output } from '../output.ts';

/** Commands whose purpose is the report. */
const REPORTING: readonly Use[] = ['audit', 'plan', 'verify', 'migrate'];
/** Drift that `--apply` would change. */
const DRIFT = 2;

/** Lets a user at the terminal browse the report, unless `--yes` is set. True when they request the apply. */
export async function browseThenApply(
  call: Call,
  document: ReportDocument,
  { browse }: Pick<Output, 'browse'>,
): Promise<boolean> {
  const isOver = REPORTING.includes(call.use) || hasApplied(call, document);
  if (browse === null || call.options.yes === true || !isOver) return false;
  return (await browse({ canApply: isApplicable(call, document) })) === 'apply';
}

/** A user who answered no has nothing more to browse. */
function hasApplied({ use }: Call, { result }: ReportDocument): boolean {
  return use === 'apply' && result !== null;
}

/** Whether an apply with the same options could write anything. */
export function isApplicable(
  { use, options: { machine, 'in-place': inPlace = false, out } }: Call,
  document: Pick<ReportDocument, 'exitCode' | 'machine' | 'plan'>,
): boolean {
  if (use !== 'audit' || document.exitCode !== DRIFT) return false;
  if (machine !== undefined) return inPlace || out !== undefined;
  const isAdministrator = document.machine?.user?.elevated !== false;
  return document.plan?.changes.some(({ needsElevation }) => isAdministrator || !needsElevation) ?? false;
}
