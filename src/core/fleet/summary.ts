import type { MigrationChange } from '../migration/model.ts';
import type { FleetCause, FleetMachine } from './result.ts';
import { blockersOf, type FleetBlocker, type FleetSite, siteCollector } from './sites.ts';

/** Machines in the same case. */
export interface FleetGroup {
  cause: FleetCause;
  count: number;
  /** The most severe of their exit codes is the same for most causes; the first one's. */
  exitCode: number;
  /** The first of them, in the order in which they were named. */
  computers: readonly string[];
  /** The registry keys that were not visible; of `not-judged` alone. */
  missing?: readonly string[];
}

export interface FleetSummary {
  action: 'audit' | 'apply' | 'rollback' | 'confirm' | 'migrate' | 'report';
  total: number;
  /** Those that answered. */
  answered: number;
  groups: readonly FleetGroup[];
  /** To be run again. */
  again: number;
  /** The file that lists them; `null`: none was asked for. */
  againFile: string | null;
  /** Who has to act before SSTP ends, for how many computers; of `migrate` alone. */
  teams: readonly { to: MigrationChange['to']; count: number }[];
  /** What they have to do, that for most computers first; of `migrate` alone. */
  blockers: readonly FleetBlocker[];
  /** The largest first; of `migrate` alone. */
  sites: readonly FleetSite[];
}

/** A summary names no more of a group than this; all of them are in the results. */
const NAMED = 1000;

/** Groups by cause, the largest first; in one pass over the machines. */
export function summarise(
  action: FleetSummary['action'],
  machines: Iterable<FleetMachine>,
  answered: (cause: FleetCause) => boolean,
  againFile: string | null,
): FleetSummary {
  const groups = new Map<FleetCause, { count: number; exitCode: number; computers: string[] }>();
  const missing = new Set<string>();
  let [total, known, again] = [0, 0, 0];
  const teams = new Map<MigrationChange['to'], number>();
  const collector = siteCollector();
  for (const machine of machines) {
    total += 1;
    if (answered(machine.cause)) known += 1;
    if (machine.again) again += 1;
    collector.add(machine);
    const actors = machine.migrations.flatMap(({ changes }) => changes.map(({ to }) => to));
    for (const to of new Set(actors)) teams.set(to, (teams.get(to) ?? 0) + 1);
    if (machine.cause === 'not-judged') for (const key of missingKeys(machine)) missing.add(key);
    const group = groups.get(machine.cause);
    if (group === undefined) {
      groups.set(machine.cause, { count: 1, exitCode: machine.exitCode, computers: [machine.computer] });
      continue;
    }
    group.count += 1;
    if (group.computers.length < NAMED) group.computers.push(machine.computer);
  }
  const sorted = [...groups]
    .map(([cause, group]) => ({
      cause,
      ...group,
      ...(cause === 'not-judged' && missing.size > 0 ? { missing: [...missing] } : {}),
    }))
    .sort((a, b) => b.count - a.count || (a.cause < b.cause ? -1 : 1));
  const byCount = [...teams]
    .map(([to, count]) => ({ to, count }))
    .sort((a, b) => b.count - a.count || (a.to < b.to ? -1 : 1));
  const sites = collector.sites();
  return {
    ...{ action, total, answered: known, groups: sorted, again, againFile, teams: byCount },
    blockers: blockersOf(sites),
    sites,
  };
}

/** What a file says may be of any shape. */
function missingKeys({ error }: FleetMachine): string[] {
  const keys = error?.evidence?.keys;
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}
