import { isReachable } from '../causes/verdicts.ts';
import { gatewayName, type Verdict } from '../model/check.ts';
import type { Finding, Severity } from '../model/finding.ts';
import {
  type ExpectedRoot,
  type GatewayProfile,
  mergedRoots,
  type ProfileReading,
} from '../path/gateway-profile.ts';
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

/** A root certificate of Azure gateways, or one that Microsoft lists for Azure. */
export interface KnownRoot {
  name: string;
  /** Digests of the certificate, lower-case hex. */
  sha1: string;
  sha256: string;
  /** `retired`: browsers distrust it since 2026-04-15, and Microsoft replaces it; `listed`: on Azure's list. */
  use: 'retired' | 'listed';
  /** Source of the entry. The SHA-256 are those of the certificates in Mozilla's list with these SHA-1. */
  source: string;
}

const AZURE_LIST = 'learn.microsoft.com/azure/security/fundamentals/azure-ca-details';

/**
 * Microsoft's page on the migration names neither root (learn.microsoft.com/azure/vpn-gateway/
 * point-to-site-about-gateway-certificate-migration). DigiCert Global Root CA is likely the old one, and G2, which
 * gateways had already in 2023, may be the new one.
 */
export const KNOWN_ROOTS: readonly KnownRoot[] = [
  {
    name: 'DigiCert Global Root CA',
    sha1: 'a8985d3a65e5e5c4b2d7d66d40c6dd2fb19c5436',
    sha256: '4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161',
    use: 'retired',
    source: 'azure-docs, "Transition to a public CA gateway certificate for P2S", 2019',
  },
  {
    name: 'DigiCert Global Root G2',
    sha1: 'df3c24f9bfd666761b268073fe06d1cc8d4f82a4',
    sha256: 'cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f',
    use: 'listed',
    source: 'github.com/MicrosoftDocs/azure-docs/issues/108007, 2023',
  },
  {
    name: 'DigiCert Global Root G3',
    sha1: '7e04de896a3e666d00e687d33ffad93be83d349e',
    sha256: '31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0',
    use: 'listed',
    source: AZURE_LIST,
  },
  {
    name: 'Microsoft RSA Root Certificate Authority 2017',
    sha1: '73a5e64a3bff8316ff0edccc618a906e4eae4d74',
    sha256: 'c741f70f4b2a8d88bf2e71c14122ef53ef10eba0cfa5e64cfa20f418853073e0',
    use: 'listed',
    source: AZURE_LIST,
  },
  {
    name: 'Microsoft ECC Root Certificate Authority 2017',
    sha1: '999a64c37ff47d9fab95f14769891460eec4c3c5',
    sha256: '358df39d764af9e1b766e9c972df352ee15cfac227af6ad1d70e8e4a6edcba02',
    use: 'listed',
    source: AZURE_LIST,
  },
];

/** The known root that matches an expected one: by digest if there is one, because names are not unique. */
export function knownRoot({ name, sha1, sha256 }: ExpectedRoot): KnownRoot | null {
  const found = KNOWN_ROOTS.find((root) => {
    if (sha256 !== null) return root.sha256 === sha256;
    return sha1 !== null ? root.sha1 === sha1 : root.name === name;
  });
  return found ?? null;
}
