import { X509Certificate } from 'node:crypto';
import { shownName } from '../../core/model/neutralise.ts';
import { matchedName, nameAndPrints } from './certificate-evidence.ts';
import { isSelfIssued, tryReadCertificate } from './certificate-fields.ts';
import type { DirectProbe } from './direct-probe.ts';
import { isIssuedBy, type TrustedChain } from './trust.ts';

/**
 * How the certificate that came through a proxy compares with the one on the direct way:
 * - `same`: the proxy does not open TLS
 * - `same-issuer`: another leaf of the same authority, as gateways behind one name may have
 * - `different`: somebody made another certificate on the way
 * - `inconclusive`: they differ, but ours is public or leads to the root of the profile, which no inspecting proxy can
 *   make, or the direct one does not bear the gateway's name and is no measure
 * - `no-answer`: the direct way is closed
 */
export type Comparison = 'same' | 'same-issuer' | 'different' | 'inconclusive' | 'no-answer';

export interface ComparisonEvidence {
  comparison: Comparison;
  /** Why the direct way gave none. */
  reason?: string;
  /** Of the leaf on the direct way. */
  sha256?: string;
  issuer?: string;
}

/** Compares a chain (DER, leaf first) with what the direct way showed. */
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
  const isMeasure = !isGenuine && matchedName(leaf, host) !== null;
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
  };
}

/**
 * Whether one authority issued both leaves: one name, and its key wherever a chain holds it. Leaves that are both
 * signed by themselves count, too: an inspecting proxy has an authority. A root in common is not enough, since the
 * proxy's authority may stand under the company's root, as the gateway's own does.
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
