import type { Mode } from '../../core/model/modes.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Invocation } from '../invocation.ts';
import type { Output } from '../output.ts';

/** Modes whose purpose is the report. */
const REPORTING: readonly Mode[] = ['audit', 'plan', 'verify', 'migrate'];
/** Drift that `--apply` would change. */
const DRIFT = 2;

/** Lets a user at the terminal browse the report, unless `--yes` is set. True when they request the apply. */
export async function browseThenApply(
  invocation: Invocation,
  document: ReportDocument,
  { browse }: Pick<Output, 'browse'>,
): Promise<boolean> {
  const isOver = REPORTING.includes(invocation.mode) || hasApplied(invocation, document);
  if (browse === null || invocation.yes || !isOver) return false;
  return (await browse({ canApply: isApplicable(invocation, document) })) === 'apply';
}

/** A user who answered no has nothing more to browse. */
function hasApplied({ mode }: Invocation, { result }: ReportDocument): boolean {
  return mode === 'apply' && result !== null;
}

/** Whether an apply with the same options could write anything. */
export function isApplicable(
  { mode, machines, inPlace, out }: Pick<Invocation, 'mode' | 'machines' | 'inPlace' | 'out'>,
  document: Pick<ReportDocument, 'exitCode' | 'machine' | 'plan'>,
): boolean {
  if (mode !== 'audit' || document.exitCode !== DRIFT) return false;
  if (machines.length > 0) return inPlace || out !== null;
  const isAdministrator = document.machine?.user?.elevated !== false;
  return document.plan?.changes.some(({ needsElevation }) => isAdministrator || !needsElevation) ?? false;
}
