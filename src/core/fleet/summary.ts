import type * as z from 'zod';
import { PACKAGES } from '../export/intune-script.ts';
import type { MigrationChange } from '../migration/model.ts';
import type { fleetGroup, fleetSummary } from '../schema/fleet.ts';
import type { FleetCause, FleetMachine } from './result.ts';
import { blockersOf, siteCollector } from './sites.ts';

/** Computers with the same cause. */
export type FleetGroup = z.infer<typeof fleetGroup>;
/** How many computers lack the result of a package. */
export type MissingPackage = NonNullable<FleetGroup['packages']>[number];
export type FleetSummary = z.infer<typeof fleetSummary>;

/** Whether no computer of a group lacks anything but the result of a package. */
export function lacksOnlyPackages({ count, packages = [] }: FleetGroup): boolean {
  return packages.reduce((sum, lacking) => sum + lacking.count, 0) === count;
}

/** Limit of computers named per group; the results list all of them. */
const NAMED = 1000;

/** Groups by cause, the largest first. */
export function summarise(
  action: FleetSummary['action'],
  machines: Iterable<FleetMachine>,
  answered: (cause: FleetCause) => boolean,
  againFile: string | null,
): FleetSummary {
  const groups = new Map<FleetCause, { count: number; exitCode: number; computers: string[] }>();
  const missing = new Set<string>();
  const packages = new Map<MissingPackage['package'], number>();
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
    if (machine.cause === 'not-judged') {
      for (const key of missingKeys(machine)) missing.add(key);
      const lacking = missingPackage(machine);
      if (lacking !== undefined) packages.set(lacking, (packages.get(lacking) ?? 0) + 1);
    }
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
      ...(cause === 'not-judged' && packages.size > 0
        ? { packages: [...packages].map(([name, lacking]) => ({ package: name, count: lacking })) }
        : {}),
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

/** Data from a file may have any shape. */
function missingKeys({ error }: FleetMachine): string[] {
  const keys = error?.evidence?.keys;
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}

function missingPackage({ error }: FleetMachine): MissingPackage['package'] | undefined {
  return PACKAGES.find((name) => name === error?.evidence?.package);
}
