import type { Observation } from '../../core/model/observation.ts';
import type { Machine } from '../../machine/port.ts';
import type { RunContext } from './run.ts';

/** One PowerShell start on a loaded machine takes seconds; this is the point where it is given up. */
const OBSERVE_DEADLINE_MS = 60_000;

/** One observation, reported as a step; with those who have a VPN entry. */
export async function observeMachine(context: RunContext, machine: Machine): Promise<Observation> {
  const observation = await observeSettings(context, machine);
  if (observation.phonebooks === undefined || observation.phonebooks.length === 0) return observation;
  const { withVpnOwners } = await import('./vpn-owners.ts');
  return withVpnOwners(observation);
}

/** The same without a look into any phonebook: what puts a change back, or keeps it, must not hang on what a user has there. */
export async function observeSettings(context: RunContext, machine: Machine): Promise<Observation> {
  context.emit({ type: 'step', step: 'observe', status: 'started' });
  const signal = context.signal === undefined ? {} : { signal: context.signal };
  const observation = await machine.observe({ deadlineMs: OBSERVE_DEADLINE_MS, ...signal });
  context.emit({ type: 'step', step: 'observe', status: 'done' });
  return observation;
}
