import type { FleetMachine } from '../../src/core/fleet/result.ts';
import { farthest } from '../../src/core/migration/answer.ts';
import type { GatewayMigration } from '../../src/core/migration/model.ts';

/** A computer of `fleet migrate` that answered. */
export function movingMachine(computer: string, ...migrations: GatewayMigration[]): FleetMachine {
  const cause = farthest(migrations.map(({ answer }) => answer));
  const nothing = { name: null, os: null, user: null, proxy: null, findings: [], changes: [] };
  return {
    ...{ computer, transport: 'ssh', cause, exitCode: cause === 'ready' ? 0 : 7 },
    ...nothing,
    ...{ migrations: migrations.map((one) => ({ ...one, from: 'remote' })) },
    ...{ result: null, error: null, again: false, durationMs: 1 },
  };
}
