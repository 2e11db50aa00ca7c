import { createHash } from 'node:crypto';
import type { Assessment } from '../../core/decide/assess.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import type { Wish } from '../../core/decide/wish.ts';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { Machine } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { encodePlan, readPlan, type SavedPlan } from '../inputs/plan-file.ts';
import { look } from '../run/look.ts';
import { writeNew } from '../run/new-file.ts';
import { openMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import { shownChange } from '../run/picture.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';
import { judge } from '../steps/judge.ts';

export interface PlanOptions extends AuditOptions {
  /** Where the plan goes; the file must not be there yet. */
  out: string | null;
}

/** The audit, whose plan is written to a file for a later apply. A plan that is refused is not written. */
export function runPlan(options: PlanOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('plan', ports, options, async (context) => {
    const { out } = options;
    if (out === null) {
      throw new P2sError('usage', say`plan needs a file to write to.`, {
        where: '--out',
        next: say`p2s-fix plan --out plan.json`,
      });
    }
    const machine = await openMachine(options.machine, ports, 'read');
    try {
      const observation = await look(context, machine);
      const { assessment, verdicts } = await judge(context, machine, observation, options, ports);
      if (proposalOf(assessment, verdicts) === 'refused') return;
      const saved = await planOf(machine, assessment, options.wish, ports.wallClock());
      await writeNew(out, encodePlan(saved));
      context.emit({ type: 'file-written', file: out });
    } finally {
      await machine.close();
    }
  });
}

/** What a saved plan asks for: its wish and its user in the place of the options'. */
export async function withPlan<O extends AuditOptions>(
  options: O,
  file: string,
): Promise<O & { saved: SavedPlan }> {
  const saved = await readPlan(nodeFiles(), file);
  return { ...options, wish: saved.wish, user: saved.user === 'current' ? null : saved.user, saved };
}

/**
 * That the plan is still the one that was saved. A machine that holds already what the plan wants has nothing to do.
 *
 * @throws P2sError `stale` when the state is no longer the one that the plan was made from, or the machine another one
 */
export async function refuseStale(saved: SavedPlan, machine: Machine, { plan }: Assessment): Promise<void> {
  const next = say`Make a new one with p2s-fix plan --out FILE, and look at what changed.`;
  const own = await machineDigest(machine);
  if (saved.machine !== own)
    throw new P2sError('stale', say`The plan was made on another machine. Nothing was written.`, { next });
  if (plan.changes.length === 0 || plan.id === saved.planId) return;
  throw new P2sError(
    'stale',
    say`The state is no longer the one that the plan of ${saved.createdAt} was made from. Nothing was written.`,
    { where: plan.changes.map(({ store }) => store).join(', '), next },
  );
}

async function planOf(
  machine: Machine,
  { plan, vpnUser }: Assessment,
  wish: Wish,
  now: Date,
): Promise<SavedPlan> {
  return {
    createdAt: now.toISOString(),
    machine: await machineDigest(machine),
    planId: plan.id,
    wish,
    user: vpnUser?.sid ?? null,
    changes: plan.changes.map(shownChange).map(({ writes: _, winHttp: __, ...change }) => change),
  };
}

async function machineDigest(machine: Machine): Promise<string | null> {
  const { kind, id } = await machine.identity();
  return kind === 'recorded' ? null : createHash('sha256').update(`${kind} ${id}`).digest('hex');
}
