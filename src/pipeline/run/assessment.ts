import { type Assessment, assess } from '../../core/decide/assess.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { Plan, StoreChange } from '../../core/decide/plan.ts';
import { needsYes, proposalOf } from '../../core/decide/proposal.ts';
import { notJudgedError } from '../../core/findings/not-visible.ts';
import type { Verdict } from '../../core/model/check.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import type { Observation } from '../../core/model/observation.ts';
import { type Asked, elevatedCall, inBothForms, repairCall } from '../../core/options/follow-ups.ts';
import type { Call, Options } from '../../core/options/table.ts';
import { shownSettings } from '../../core/proxy/pac-url.ts';
import { advProxyViews } from '../../core/stores/adv-proxy.ts';
import { mirrorChanges } from '../../core/stores/mirror.ts';
import { pendingRestartReasons } from '../../core/stores/restart.ts';
import { readStores, type Store, viewOf } from '../../core/stores/stores.ts';
import { fullKey } from '../../core/stores/visibility.ts';
import type { VpnUser } from '../../core/stores/vpn-user.ts';
import type { Machine } from '../../machine/port.ts';
import { observeMachine } from './observe-machine.ts';
import type { RunContext } from './run.ts';

/** Reads the machine once and judges its settings. */
export async function observeAndAssess(
  context: RunContext,
  machine: Machine,
  desired: DesiredSettings,
  user: string | null,
): Promise<Assessment> {
  return judged(context, machine, await observeMachine(context, machine), { desired, user });
}

/** The assessment; if the VPN user is unclear, reports the stored settings anyway. */
export function judged(
  context: RunContext,
  machine: Machine,
  observation: Observation,
  { desired, user }: { desired: DesiredSettings; user: string | null },
): Assessment {
  try {
    return assess(observation, desired, user);
  } catch (error) {
    reportMachine(context, machine, observation, readStores(observation.registry), null);
    throw error;
  }
}

/** Reports the machine, its settings and the plan; there is no plan if the settings cannot be judged. */
export function reportAssessment(context: RunContext, machine: Machine, assessment: Assessment): void {
  reportMachine(context, machine, assessment.observation, assessment.stores, assessment.vpnUser);
  if (assessment.unseen.length === 0) reportPlan(context, assessment.plan);
}

/** Events leave the program, so raw values stay here: they can contain credentials. */
export function reportPlan(context: RunContext, plan: Plan): void {
  context.emit({ type: 'plan', plan: { ...plan, changes: plan.changes.map(shownChange) } });
}

export function reportNeeds(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  { verdicts, changed }: { verdicts: readonly Verdict[]; changed: boolean },
): void {
  const elevation = needingElevation(machine, assessment);
  context.emit({
    type: 'needs',
    needs: {
      elevation,
      ...neededCommand(context, elevation, assessment),
      restart: false,
      restartPending: pendingRestartReasons(assessment.observation.registry),
      // Nothing changes on any computer where a copy of a recording is written.
      redial:
        context.copyFollowUps?.import === undefined &&
        (changed || proposalOf(assessment, verdicts) === 'change'),
    },
  });
}

/**
 * The command that an administrator has to run. It names the VPN user, because the administrator's account may be
 * another one, whose own setting must not change.
 */
export function elevatedCommand(
  { asked }: Pick<RunContext, 'asked'>,
  { vpnUser }: Pick<Assessment, 'vpnUser'>,
): Call | null {
  return asked === undefined ? null : elevatedFor(asked, vpnUser);
}

/** The same as a part of an event; `null` where no setting needs it. */
export function neededCommand(
  context: Pick<RunContext, 'asked'>,
  elevation: readonly string[],
  of: Pick<Assessment, 'vpnUser'>,
) {
  const command = elevation.length === 0 ? null : elevatedCommand(context, of);
  return command === null ? { command } : inBothForms(command, context.asked?.shell ?? 'sh');
}

function elevatedFor({ call }: Asked, vpnUser: Assessment['vpnUser']): Call {
  const { use, options } = elevatedCall(call);
  // A saved plan names the user itself.
  const isNamed = options.plan !== undefined || options.user !== undefined;
  if (isNamed || vpnUser === null || !vpnUser.sid.startsWith('S-1-')) return { use, options };
  return { use, options: { ...options, user: vpnUser.sid } };
}

/** The complete command that makes the proposed change; `null` if the caller's own command is not known. */
export function applyCommand({ asked }: RunContext, machine: Machine, assessment: Assessment): Asked | null {
  if (asked === undefined) return null;
  // A computer recorded in several files is read-only, so it has no file to change.
  if (machine.kind === 'recorded' && machine.recording === null)
    return { ...asked, call: repairCall(asked.call) };
  const { use, options } = elevatedFor(asked, assessment.vpnUser);
  const isPlaced = options['in-place'] !== undefined || options.out !== undefined;
  const inPlace: Options = machine.kind === 'recorded' && !isPlaced ? { 'in-place': true } : {};
  const yes: Options = needsYes(assessment) ? { yes: true } : {};
  return { ...asked, call: { use, options: { ...options, ...inPlace, ...yes } } };
}

/** The settings that need elevation to change, and those that only an administrator can read. */
function needingElevation(machine: Machine, assessment: Assessment): string[] {
  const unseen = assessment.observation.user?.elevated === true ? [] : deniedStores(machine, assessment);
  return [...new Set([...stoppedByElevation(machine, assessment), ...unseen])];
}

/** The settings that only an administrator can change, while this run is not known to be elevated. */
export function stoppedByElevation(
  machine: Machine,
  { observation, plan }: Pick<Assessment, 'observation' | 'plan'>,
): string[] {
  // The rights of the account that captured a recording do not matter for changing the file.
  if (machine.kind === 'recorded' || observation.user?.elevated !== false) return [];
  return plan.changes.filter(({ needsElevation }) => needsElevation).map(({ store }) => store);
}

export function reportMachine(
  context: RunContext,
  machine: Machine,
  observation: Observation,
  stores: readonly Store[],
  vpnUser: VpnUser | null,
): void {
  const { name, os, powershell, user } = observation;
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
  reportStores(context, { observation, stores });
}

/** A change without raw values, so that it may leave the program. */
export function shownChange(change: StoreChange): StoreChange {
  const { before, after, writes } = change;
  const strings = mirrorChanges(writes);
  return {
    ...change,
    before: shownSettings(before),
    after: shownSettings(after),
    writes: [],
    winHttp: null,
    ...(strings.length === 0 ? {} : { strings }),
  };
}

/** Reports every setting, and the read-only views. */
export function reportStores(
  context: RunContext,
  { observation, stores }: Pick<Assessment, 'observation' | 'stores'>,
): void {
  context.emit({ type: 'stores', stores: [...stores.map(viewOf), ...advProxyViews(observation)] });
}

/**
 * The settings that this run needs and that Windows denies access to. Settings missing from a recording are not
 * denied.
 */
function deniedStores(machine: Pick<Machine, 'kind'>, { unseen, observation }: Assessment): string[] {
  if (machine.kind === 'recorded') return [];
  return unseen.filter((one) => fullKey(observation.registry, one) === null).map(({ store }) => store);
}

/** @throws P2sError if a setting that the judgement needs is not visible (see `notJudgedError`) */
export function refuseNotJudged(machine: Pick<Machine, 'kind'>, assessment: Assessment): void {
  const error = notJudgedError(machine.kind, assessment);
  if (error !== null) throw error;
}
