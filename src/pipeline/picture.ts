import { type Assessment, assess } from '../core/assess.ts';
import { withoutControls } from '../core/neutralise.ts';
import type { Observation } from '../core/observation.ts';
import { pendingRestartReasons } from '../core/restart.ts';
import { readStores, type Store, viewOf } from '../core/stores.ts';
import type { VpnUser } from '../core/vpn-user.ts';
import type { Wish } from '../core/wish.ts';
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
  return judged(context, machine, await look(context, machine), { wish, user });
}

/** The assessment; where it is not clear whose machine this is, what is stored is told all the same. */
export function judged(
  context: RunContext,
  machine: Machine,
  observation: Observation,
  { wish, user }: { wish: Wish; user: string | null },
): Assessment {
  try {
    return assess(observation, wish, user);
  } catch (error) {
    tellMachine(context, machine, observation, readStores(observation.registry), null);
    throw error;
  }
}

/** Tells the machine, its stores and the plan. */
export function tellPicture(context: RunContext, machine: Machine, assessment: Assessment): void {
  tellMachine(context, machine, assessment.observation, assessment.stores, assessment.vpnUser);
  // Events leave the program: the raw values stay here, for there may be credentials in them.
  const changes = assessment.plan.changes.map((change) => ({ ...change, writes: [], winHttp: null }));
  context.emit({ type: 'plan', plan: { ...assessment.plan, changes } });
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
  const shown = <T extends string | null>(text: T) => (text === null ? text : withoutControls(text)) as T;
  context.emit({
    type: 'machine',
    machine: {
      kind: machine.kind,
      name: shown(name),
      os: { ...os, platform: shown(os.platform), version: shown(os.version) },
      powershell,
      user: user === null ? null : { ...user, name: shown(user.name), sid: shown(user.sid) },
      vpnUser: vpnUser === null ? null : { ...vpnUser, name: shown(vpnUser.name) },
    },
  });
  context.emit({ type: 'stores', stores: stores.map(viewOf) });
}
