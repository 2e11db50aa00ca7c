import { type Assessment, assess } from '../core/assess.ts';
import type { Wish } from '../core/desired.ts';
import type { Observation } from '../core/observation.ts';
import { pendingRestartReasons } from '../core/restart.ts';
import { type Store, viewOf } from '../core/stores.ts';
import type { VpnUser } from '../core/vpn-user.ts';
import type { Machine } from '../machine/port.ts';
import { look } from './look.ts';
import type { RunContext } from './run.ts';

/** Looks at the machine once and judges what is there. */
export async function takePicture(
  context: RunContext,
  machine: Machine,
  wish: Wish,
  user: string | null,
): Promise<Assessment> {
  return assess(await look(context, machine), wish, user);
}

/** Tells the machine, its stores and the plan. */
export function tellPicture(context: RunContext, machine: Machine, assessment: Assessment): void {
  tellMachine(context, machine, assessment.observation, assessment.stores, assessment.vpnUser);
  context.emit({ type: 'plan', plan: assessment.plan });
}

export function tellNeeds(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  changed: boolean,
): void {
  context.emit({
    type: 'needs',
    needs: {
      elevation: stoppedByElevation(machine, assessment),
      restart: false,
      restartPending: pendingRestartReasons(assessment.observation.registry),
      redial: changed || assessment.plan.changes.length > 0,
    },
  });
}

/** The stores whose change needs an administrator while this run is not known to be one. */
export function stoppedByElevation(machine: Machine, { observation, plan }: Assessment): string[] {
  // Who captured a recording has no say in who may change the file.
  if (machine.kind === 'recorded' || observation.user?.elevated !== false) return [];
  return plan.changes.filter(({ needsElevation }) => needsElevation).map(({ store }) => store);
}

export function tellMachine(
  context: RunContext,
  machine: Machine,
  { name, os, powershell, user }: Observation,
  stores: readonly Store[],
  vpnUser: VpnUser | null,
): void {
  context.emit({ type: 'machine', machine: { kind: machine.kind, name, os, powershell, user, vpnUser } });
  context.emit({ type: 'stores', stores: stores.map(viewOf) });
}
