import type { Observation } from '../../core/model/observation.ts';
import type { Machine } from '../../machine/port.ts';
import type { RunContext } from './run.ts';

/** A PowerShell start on a computer under load takes seconds; after this time it is ended. */
export const OBSERVE_DEADLINE_MS = 60_000;

/** One observation, reported as a step; with the owners of VPN entries. */
export async function observeMachine(context: RunContext, machine: Machine): Promise<Observation> {
  const observation = await observeSettings(context, machine);
  if (observation.phonebooks === undefined || observation.phonebooks.length === 0) return observation;
  const { withVpnOwners } = await import('./vpn-owners.ts');
  return withVpnOwners(observation);
}

/** The same without reading phonebooks: restoring or confirming a change must not depend on a user's files. */
export async function observeSettings(context: RunContext, machine: Machine): Promise<Observation> {
  context.emit({ type: 'step', step: 'observe', status: 'started' });
  const signal = context.signal === undefined ? {} : { signal: context.signal };
  const observation = await machine.observe({ deadlineMs: OBSERVE_DEADLINE_MS, ...signal });
  context.emit({ type: 'step', step: 'observe', status: 'done' });
  return observation;
}
