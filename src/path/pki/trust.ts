import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { pemBlocks } from '../../core/model/pem.ts';
import { tryReadCertificate } from './certificate-fields.ts';
import { orWhenRejected } from './signature.ts';

/**
 * Where a root is trusted: Node's own list, this system's store, the caller's list, or the roots that Node was
 * started with.
 */
export type TrustedBy = 'bundled' | 'system' | 'extra' | 'environment';

export interface TrustedChain {
  trustedBy: TrustedBy;
  /** DER, from the leaf to the trusted root. */
  chain: Uint8Array[];
}

/**
 * The shortest chain from a leaf to a trusted root, through the certificates that the server sent (DER, leaf
 * first). Servers also send cross-signed roots, so the last certificate is not always the root. Matches only
 * issuers; OpenSSL or {@link chainHolds} decides whether the chain is valid. Reads `systemRoots` last, because
 * that is slow.
 */
export function findTrustedChain(
  chain: readonly Uint8Array[],
  extraRoots: readonly string[],
  systemRoots: () => readonly string[],
): TrustedChain | null {
  const stores: [TrustedBy, () => readonly string[]][] = [
    ['extra', () => extraRoots],
    ['bundled', () => tls.rootCertificates],
    ['system', systemRoots],
  ];
  for (const [trustedBy, pems] of stores) {
    const roots = pems().flatMap(certificatesIn);
    for (const [i, der] of chain.entries()) {
      const upToHere = chain.slice(0, i + 1);
      if (roots.some((root) => root.equals(der))) return { trustedBy, chain: upToHere };
      const root = issuerAmong(roots, der);
      if (root !== null) return { trustedBy, chain: [...upToHere, root] };
    }
  }
  return null;
}

/** The root that issued a certificate. Parses only roots that contain the issuer's name: a store has hundreds. */
function issuerAmong(roots: readonly Buffer[], der: Uint8Array): Buffer | null {
  const fields = tryReadCertificate(der);
  if (fields === null) return null;
  const issuerName = Buffer.from(fields.issuer);
  return roots.find((root) => root.includes(issuerName) && isIssuedBy(der, root)) ?? null;
}

/** Whether every certificate is issued and signed by the next one, and each issuer is a CA. */
export function chainHolds(chain: readonly Uint8Array[]): boolean {
  return chain.every((der, i) => {
    const issuer = chain[i + 1];
    return issuer === undefined || isIssuedBy(der, issuer);
  });
}

/** Whether a certificate is issued and signed by another one, which is a CA. */
export function isIssuedBy(der: Uint8Array, issuerDer: Uint8Array): boolean {
  // A certificate that OpenSSL cannot read, or a key that it cannot use, proves nothing.
  return orWhenRejected(false, () => {
    const [certificate, issuer] = [new X509Certificate(der), new X509Certificate(issuerDer)];
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  });
}

/** The certificates of a PEM text, as DER. */
function certificatesIn(pem: string): Buffer[] {
  return pemBlocks(pem, 'CERTIFICATE').map((base64) => Buffer.from(base64, 'base64'));
}

/** A certificate (DER) as PEM. */
export function asPem(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`;
}

/** The roots of the operating system if this Node can list them (22.15, 24), else none. */
export function systemRoots(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: string) => string[] };
  return getCACertificates?.('system') ?? [];
}
