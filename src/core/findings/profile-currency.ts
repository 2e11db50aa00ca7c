import { isReachable } from '../causes/verdicts.ts';
import { gatewayName, type Verdict } from '../model/check.ts';
import type { Finding, Severity } from '../model/finding.ts';
import {
  type ExpectedRoot,
  type GatewayProfile,
  mergedRoots,
  type ProfileReading,
} from '../path/gateway-profile.ts';
import { knownRoot } from '../path/known-roots.ts';
import { type Deadline, deadlineFindings } from './path/deadlines.ts';

/** Whether a profile expects the old root, the new root, or both, for the root migration of the gateways. */
export const ROOT_STATES = ['old', 'both', 'new', 'unknown'] as const;
export type RootState = (typeof ROOT_STATES)[number];

/** Findings on the expected root of profile packages, for the root migration of the gateways. */
export function profileCurrency(
  reading: ProfileReading,
  verdicts: readonly Verdict[],
  today: Date,
  deadlines: readonly Deadline[],
): Finding[] {
  const migration = deadlineFindings(deadlines, today).find(({ code }) => code === 'gateway-root-migration');
  return profileStates(reading).map(({ gateway, roots, files, state }) => {
    const byClock = migration?.severity ?? 'info';
    return {
      code: `profile-root-${state}`,
      severity: state === 'old' ? oldRootSeverity(gateway, verdicts, byClock) : 'info',
      store: null,
      evidence: { gateway, roots, files, deadline: migration?.evidence.date ?? null },
    };
  });
}

/** The profile packages with a root: gateway, root names, files, and the state for the migration. */
export function profileStates(
  reading: ProfileReading,
): { gateway: string; roots: string[]; files: string[]; state: RootState }[] {
  return packagesOf(reading).map(({ gateway, roots, files }) => {
    return { gateway, roots: roots.map(rootName), files, state: stateOf(roots) };
  });
}

/** The new root is not published, so one that is not known counts as new beside an old one, and not alone. */
function stateOf(roots: readonly ExpectedRoot[]): RootState {
  const uses = roots.map((root) => knownRoot(root)?.use ?? null);
  if (uses.includes('retired')) return uses.every((use) => use === 'retired') ? 'old' : 'both';
  return uses.every((use) => use === 'listed') ? 'new' : 'unknown';
}

/** By date, but a successful check has priority: a gateway that is reachable has the root of the profile. */
function oldRootSeverity(gateway: string, verdicts: readonly Verdict[], byClock: Severity): Severity {
  if (byClock !== 'error') return byClock;
  const works = verdicts.some(
    (one) => one.gateway === gateway && one.stores === 'current' && isReachable(one),
  );
  return works ? 'info' : 'error';
}

/** The expected roots of a gateway, by package: a package that is ready for the migration has two. */
function packagesOf({ gateways }: ProfileReading) {
  const packages = new Map<string, GatewayProfile[]>();
  for (const one of gateways) {
    if (one.roots.length === 0) continue;
    const key = `${one.package}\n${gatewayName(one)}`;
    packages.set(key, [...(packages.get(key) ?? []), one]);
  }
  return [...packages.values()].map((list) => ({
    gateway: list.map(gatewayName)[0] ?? '',
    roots: surelyDistinct(list.flatMap(({ roots }) => roots)),
    files: list.map(({ file }) => file),
  }));
}

/** The roots without possible duplicates: one file may have the name of a root, another its digest. */
function surelyDistinct(roots: readonly ExpectedRoot[]): ExpectedRoot[] {
  const distinct: ExpectedRoot[] = [];
  for (const root of mergedRoots(roots))
    if (!distinct.some((one) => mayBeSame(one, root))) distinct.push(root);
  return distinct;
}

/** Whether two roots match in everything that is known of both. */
export function mayBeSame(a: ExpectedRoot, b: ExpectedRoot): boolean {
  if (a.sha1 !== null && b.sha1 !== null) return a.sha1 === b.sha1;
  const [one, other] = [a, b].map((root) => root.name ?? knownRoot(root)?.name ?? null);
  return one == null || other == null || one === other;
}

/** Its name, else the name of the known root with its digest, else the digest. */
export function rootName(root: ExpectedRoot): string {
  return root.name ?? knownRoot(root)?.name ?? `SHA-1 ${root.sha1 ?? ''}`;
}
