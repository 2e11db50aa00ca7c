import { ROOT_UPDATE_URL } from '../revocation/root-update.ts';
import { issuerAbove, subjectOf } from './certificate-evidence.ts';
import { findTrustedChain } from './trust.ts';

/**
 * What Windows tried to fetch when a handshake timed out after the server's whole flight was received (`chain`:
 * DER, leaf first). SslStream of .NET Framework builds the chain within the handshake, and fetches an issuer that
 * was not sent (AIA) or a root that Windows does not have yet (its list of roots). `roots`: PEM, of that computer.
 * Empty if that computer has the root.
 */
export function slowChainEvidence(
  chain: readonly Uint8Array[],
  roots: readonly string[],
): Record<string, unknown> {
  const top = chain.at(-1);
  if (top === undefined) return {};
  const trusted = findTrustedChain(chain, roots, () => []);
  if (trusted?.trustedBy === 'extra') return {};
  const above = issuerAbove(top);
  if (trusted === null && above !== null) return { missingIssuer: { ...above, isRoot: false } };
  const subject = above?.subject ?? subjectOf(top);
  return {
    missingIssuer: { subject, issuer: above?.issuer ?? subject, urls: [ROOT_UPDATE_URL], isRoot: true },
  };
}
