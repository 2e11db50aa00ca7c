import { join } from 'node:path';
import type { ChangeStore } from '../../change/change-store.ts';
import { sameMachine } from '../../change/state/record.ts';
import {
  intentsToConfirm,
  readUnconfirmed,
  removeUnconfirmed,
  writeUnconfirmed,
} from '../../change/state/unconfirmed.ts';
import { isReachable } from '../../core/causes/verdicts.ts';
import { type Gateway, gatewayName, type Verdict } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { option, say } from '../../core/model/say.ts';
import type { Machine, WriteStep } from '../../machine/port.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import type { ApplyOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { watchArguments } from './watch-arguments.ts';

/** A computer under load starts programs slowly. */
const READY_MS = 30_000;

/**
 * The same change store, but its changes are rolled back unless confirmed in time: before the first write, the
 * change is recorded and the process that rolls it back is running. Without `confirmWithinMs` it is the unmodified
 * store.
 */
export function armedStore(
  { ports }: RunContext,
  store: ChangeStore,
  options: Pick<ApplyOptions, 'confirmWithinMs' | 'machine'>,
): ChangeStore {
  const { confirmWithinMs } = options;
  if (confirmWithinMs === undefined) return store;
  const { dir } = store;

  async function arm(machine: Machine, steps: readonly WriteStep[], backup: string, within: number) {
    const identity = await machine.identity();
    const now = ports.wallClock();
    await writeUnconfirmed(dir, {
      backup,
      machine: identity,
      armedAt: now.toISOString(),
      deadline: new Date(now.getTime() + within).toISOString(),
      steps: intentsToConfirm(steps),
      putBackAt: null,
      left: [],
    });
    try {
      if (ports.program === null) throw noProgram();
      const { startBackground } = await import('../../machine/background.ts');
      const { powershell } = options.machine;
      await startBackground({
        program: ports.singleExecutable === true ? null : ports.program,
        args: watchArguments({
          folder: await dir.files.realpath(dir.path),
          backup,
          file: machine.recording?.path ?? null,
          powershell: powershell ?? null,
        }),
        env: ports.env,
        platform: ports.platform,
        explicitPowerShell: powershell !== undefined,
        folder: dir.path,
        log: join(dir.path, 'watcher.log'),
        readyMs: READY_MS,
      });
    } catch (error) {
      await removeUnconfirmed(dir);
      throw error;
    }
  }

  return {
    ...store,
    async begin(machine, registry, steps, kind) {
      // Before the backup is made: refused runs must leave none.
      await refuseSecond(store, machine);
      const change = await store.begin(machine, registry, steps, kind);
      try {
        await arm(machine, steps, change.backup.number, confirmWithinMs);
      } catch (error) {
        await change.restored();
        throw error;
      }
      return {
        ...change,
        async restored() {
          await change.restored();
          await removeUnconfirmed(dir);
        },
      };
    },
  };
}

/** A folder can have only one such change. */
async function refuseSecond({ dir }: ChangeStore, machine: Machine): Promise<void> {
  const other = await readUnconfirmed(dir);
  if (other === null || other.putBackAt !== null) return;
  // A recording that was deleted can no longer be confirmed.
  if (other.machine.kind === 'recorded' && (await dir.files.info(other.machine.id)) === null) return;
  const own = sameMachine(other.machine, await machine.identity());
  throw new P2sError(
    'interrupted-change',
    own
      ? say('A change of this computer ({id}) is not confirmed yet.', { id: other.machine.id })
      : say('A change of another computer ({id}) is not confirmed yet.', { id: other.machine.id }),
    {
      where: dir.path,
      next: say('Confirm it or roll it back first, or name another folder with {option} DIR.', {
        option: option('state-dir'),
      }),
    },
  );
}

/** The path check of an apply with a health check includes the gateways of that check. */
export function withHealthCheck({
  path,
  healthCheck,
}: Pick<ApplyOptions, 'healthCheck'> & { path: KnownPath }): KnownPath {
  if (healthCheck === undefined) return path;
  const known = new Set(path.gateways.map(gatewayName));
  const more = healthCheck.gateways.filter((gateway) => !known.has(gatewayName(gateway)));
  return { ...path, gateways: [...path.gateways, ...more], reported: [...path.reported, ...more] };
}

/** Whether each gateway is reachable with the current settings; without any gateway nothing is proved. */
export function isHealthy(gateways: readonly Gateway[], verdicts: readonly Verdict[]): boolean {
  const reached = verdicts.filter((one) => one.stores === 'current' && isReachable(one));
  const names = new Set(reached.map(({ gateway }) => gateway));
  return gateways.length > 0 && gateways.every((gateway) => names.has(gatewayName(gateway)));
}

function noProgram(): P2sError {
  return new P2sError(
    'watcher-failed',
    say('There is no program to roll the change back. Nothing was written.'),
    {
      next: say('Pass the path of dist/cli.js as `program` of the ports.'),
    },
  );
}
