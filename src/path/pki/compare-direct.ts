import { X509Certificate } from 'node:crypto';
import { shownName } from '../../core/model/neutralise.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { matchedName, nameAndPrints } from './certificate-evidence.ts';
import { isSelfIssued, tryReadCertificate } from './certificate-fields.ts';
import type { DirectProbe } from './direct-probe.ts';
import { isIssuedBy, type TrustedChain } from './trust.ts';

/**
 * How the certificate that came through a proxy compares with the one on the direct route:
 * - `same`: the proxy does not inspect TLS
 * - `same-issuer`: another leaf of the same authority, as gateways behind one name may have
 * - `different`: an inspecting proxy replaced the certificate
 * - `inconclusive`: they differ, but ours is public or chains to the root of the profile, which no inspecting
 * proxy can
 *   issue, or the direct one has another name than the gateway and cannot be compared
 * - `no-answer`: the direct route is blocked
 */
type ComparisonEvidence = NonNullable<EvidenceByStage['certificate']['direct']>;

/** Compares a chain (DER, leaf first) with the chain on the direct route. */
export function compareWithDirect(
  chain: readonly Uint8Array[],
  direct: DirectProbe,
  { host, trusted, asExpected }: { host: string; trusted: TrustedChain | null; asExpected: boolean | null },
): ComparisonEvidence {
  if ('reason' in direct) return { comparison: 'no-answer', reason: direct.reason };
  const [seen, other] = [chain[0], direct.chain[0]];
  if (seen === undefined || other === undefined || tryReadCertificate(other) === null)
    return { comparison: 'no-answer', reason: 'certificate-unreadable' };
  const leaf = new X509Certificate(other);
  const isGenuine = trusted?.trustedBy === 'bundled' || asExpected === true;
  const forItsName = matchedName(leaf, host) !== null;
  const isMeasure = !isGenuine && forItsName;
  return {
    comparison: Buffer.from(seen).equals(other)
      ? 'same'
      : sameIssuer(chain, direct.chain)
        ? 'same-issuer'
        : isMeasure
          ? 'different'
          : 'inconclusive',
    sha256: nameAndPrints(other).sha256,
    issuer: shownName(leaf.issuer),
    forItsName,
  };
}

/**
 * Whether one authority issued both leaves: the same name, and the same key where a chain contains it. Two
 * self-signed leaves also count: an inspecting proxy has an authority. A shared root is not enough, because the
 * proxy's authority can be below the company's root, as the gateway's own authority.
 */
function sameIssuer(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  const [leafA, leafB] = [a[0], b[0]];
  const fieldsA = leafA === undefined ? null : tryReadCertificate(leafA);
  const fieldsB = leafB === undefined ? null : tryReadCertificate(leafB);
  if (leafA === undefined || leafB === undefined || fieldsA === null || fieldsB === null) return false;
  if (isSelfIssued(fieldsA) && isSelfIssued(fieldsB)) return true;
  if (!Buffer.from(fieldsA.issuer).equals(fieldsB.issuer)) return false;
  return isTrustedByWindows(b[1], leafA) && isTrustedByWindows(a[1], leafB);
}

function isTrustedByWindows(issuer: Uint8Array | undefined, leaf: Uint8Array): boolean {
  return issuer === undefined || isIssuedBy(leaf, issuer);
}
