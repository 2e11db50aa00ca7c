import type { FleetMachine } from '../../../src/core/fleet/result.ts';
import { farthest } from '../../../src/core/migration/answer.ts';
import type { GatewayMigration } from '../../../src/core/migration/model.ts';

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

/** A computer whose result was collected. */
export function collectedMachine(
  computer: string,
  cause: FleetMachine['cause'],
  exitCode: number,
  more: Partial<FleetMachine> = {},
): FleetMachine {
  return {
    ...{ computer, transport: 'file', cause, exitCode, name: computer },
    ...{ os: { version: '10.0.22631', build: 22_631 }, user: null, proxy: null, findings: [], changes: [] },
    ...{ migrations: [], result: null, error: null, again: false, durationMs: 0 },
    ...more,
  };
}

/** A fleet of mostly misaligned computers, with 8 causes that are common in an office. */
export function collectedFleet(count: number): FleetMachine[] {
  const proxy = { winInet: 'proxy.contoso.example:8080', winHttp: 'direct' };
  const follows = [proxy.winInet];
  const changes = ['winhttp/native', 'winhttp/wow64'].map((store) => ({ store, action: 'set' }));
  const found = { code: 'winhttp-not-aligned', severity: 'warning', store: 'winhttp/native' } as const;
  return Array.from({ length: count }, (_, at): FleetMachine => {
    const name = `PC-${at + 1}`;
    const kind = at % 20;
    if (kind < 9)
      return collectedMachine(name, 'winhttp-not-aligned', 2, { proxy, changes, follows, findings: [found] });
    if (kind < 14)
      return collectedMachine(name, 'aligned', 0, { proxy: { ...proxy, winHttp: proxy.winInet } });
    if (kind < 16) return collectedMachine(name, 'proxy-auth-required', 7);
    if (kind === 16) return collectedMachine(name, 'unreachable', 1, { again: true });
    if (kind === 17) return collectedMachine(name, 'not-judged', 4);
    if (kind === 18) return collectedMachine(name, 'change-blocked', 8);
    return collectedMachine(name, 'captive-portal', 7);
  });
}
