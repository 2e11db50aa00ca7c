import { createHash, X509Certificate } from 'node:crypto';
import { shownName } from '../../core/model/neutralise.ts';
import type { ExpectedRoot } from '../../core/path/gateway-profile.ts';
import { isSelfIssued, tryReadCertificate } from './certificate-fields.ts';
import { isIssuedBy } from './trust.ts';

/**
 * Whether a chain leads to one of the roots that the profile expects, through a certificate that was sent or that
 * completes the chain. `null`: no root is expected, or the chain ends before its root, so the result is unknown.
 */
export function endsAsExpected(
  sent: readonly Uint8Array[],
  completed: readonly Uint8Array[],
  expected: readonly ExpectedRoot[],
): boolean | null {
  if (expected.length === 0) return null;
  const certificates = [...sent, ...completed];
  if (expected.some((root) => certificates.some((der) => leadsTo(der, root)))) return true;
  const top = completed.at(-1);
  const fields = top === undefined ? null : tryReadCertificate(top);
  return fields !== null && isSelfIssued(fields) ? false : null;
}

/**
 * Whether certificates of a root can be recognized without the root: by its certificate or name, not by a digest
 * alone.
 */
export function isKnownByName({ der, name }: ExpectedRoot): boolean {
  return der !== null || name !== null;
}

/** The root itself, or a certificate that it issued: servers do not have to send the root. */
function leadsTo(der: Uint8Array, { der: root, sha256, sha1, name }: ExpectedRoot): boolean {
  if (root !== null) return Buffer.from(root).equals(der) || isIssuedBy(der, root);
  const print = (hash: string) => createHash(hash).update(der).digest('hex');
  if (sha256 !== null) return print('sha256') === sha256;
  if (sha1 !== null) return print('sha1') === sha1;
  return name !== null && commonNames(der).includes(name);
}

/** For a root, its own names; for any other certificate, the names of its issuer. */
function commonNames(der: Uint8Array): string[] {
  if (tryReadCertificate(der) === null) return [];
  const { issuer } = new X509Certificate(der);
  return (issuer ?? '')
    .split('\n')
    .flatMap((line) => (line.startsWith('CN=') ? [shownName(line.slice(3))] : []));
}
