import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { pemBlocks } from '../../core/model/pem.ts';
import { datesFlaw } from './certificate-evidence.ts';
import { isSelfIssued, OID, pathLengthOf, tryReadCertificate } from './certificate-fields.ts';
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

/** What servers send is short; a server with more paths than this only costs time. */
const MAX_PATHS = 32;
const MAX_LENGTH = 10;

/**
 * The chain from a leaf to a trusted root, through the certificates that the server sent (DER, leaf first, the others
 * in any order, some perhaps unrelated). As OpenSSL and Windows do, prefers a chain that holds at this time: servers
 * send an expired certificate beside its valid twin, and cross-signed roots. Reads `systemRoots` last, because that is
 * slow. `null` if no chain ends at a trusted root.
 */
export function findTrustedChain(
  sent: readonly Uint8Array[],
  extraRoots: readonly string[],
  systemRoots: () => readonly string[],
  at: Date,
): TrustedChain | null {
  const stores: [TrustedBy, () => readonly string[]][] = [
    ['extra', () => extraRoots],
    ['bundled', () => tls.rootCertificates],
    ['system', systemRoots],
  ];
  const paths = pathsFrom(sent);
  let first: TrustedChain | null = null;
  for (const [trustedBy, pems] of stores) {
    const roots = pems().flatMap(certificatesIn);
    for (const path of paths) {
      for (const chain of endingAt(roots, path)) {
        if (holdsAt(chain, at)) return { trustedBy, chain };
        first ??= { trustedBy, chain };
      }
    }
  }
  return first;
}

/** The chain of what a server sent if no root is trusted: one that holds at this time, else the first. */
export function sentChain(sent: readonly Uint8Array[], at: Date): Uint8Array[] {
  const paths = pathsFrom(sent);
  return paths.find((path) => holdsAt(path, at)) ?? paths[0] ?? [];
}

/** The certificates that were sent and may be above the leaf; the leaf first. */
export function linkedTo(sent: readonly Uint8Array[]): Uint8Array[] {
  return [...new Set(pathsFrom(sent).flat())];
}

/** Every path from the first certificate up through the others, each followed by one that may have issued it. */
function pathsFrom([leaf, ...others]: readonly Uint8Array[]): Uint8Array[][] {
  const found: Uint8Array[][] = [];
  const extend = (path: Uint8Array[]) => {
    const [last, length] = [path.at(-1), path.length];
    const above = others.filter((der) => !path.includes(der) && last !== undefined && mayIssue(der, last));
    if (above.length === 0 || length >= MAX_LENGTH) found.push(path);
    else for (const der of above) if (found.length < MAX_PATHS) extend([...path, der]);
  };
  if (leaf !== undefined) extend([leaf]);
  return found;
}

/** Whether the names and key identifiers fit; OpenSSL or {@link chainHolds} decides whether the signature does. */
function mayIssue(issuerDer: Uint8Array, der: Uint8Array): boolean {
  return (
    !Buffer.from(issuerDer).equals(der) &&
    orWhenRejected(false, () => new X509Certificate(der).checkIssued(new X509Certificate(issuerDer)))
  );
}

/** The chains along a path that end at a root, the shortest first. */
function endingAt(roots: readonly Buffer[], path: readonly Uint8Array[]): Uint8Array[][] {
  return path.flatMap((der, i) => {
    const upToHere = path.slice(0, i + 1);
    if (roots.some((root) => root.equals(der))) return [upToHere];
    return issuersAmong(roots, der).map((root) => [...upToHere, root]);
  });
}

function holdsAt(chain: readonly Uint8Array[], at: Date): boolean {
  return chain.every((der) => datesFlaw(der, at).length === 0) && chainHolds(chain);
}

/** The roots that issued a certificate. Parses only roots that contain the issuer's name: a store has hundreds. */
function issuersAmong(roots: readonly Buffer[], der: Uint8Array): Buffer[] {
  const fields = tryReadCertificate(der);
  if (fields === null) return [];
  const issuerName = Buffer.from(fields.issuer);
  return roots.filter((root) => root.includes(issuerName) && isIssuedBy(der, root));
}

/**
 * Whether every certificate is issued and signed by the next one, and each issuer is a CA that may have so many
 * authorities below it.
 */
export function chainHolds(chain: readonly Uint8Array[]): boolean {
  let below = -1;
  return chain.every((der, i) => {
    const [fields, issuer] = [tryReadCertificate(der), chain[i + 1]];
    const isShort = fields !== null && below <= pathLengthOf(fields);
    if (fields !== null && (i === 0 || !isSelfIssued(fields))) below += 1;
    return isShort && (issuer === undefined || isIssuedBy(der, issuer));
  });
}

/** Whether a certificate is issued and signed by another one, which is a CA. */
export function isIssuedBy(der: Uint8Array, issuerDer: Uint8Array): boolean {
  // A certificate that OpenSSL cannot read, or a key that it cannot use, proves nothing.
  return orWhenRejected(false, () => {
    const [certificate, issuer] = [new X509Certificate(der), new X509Certificate(issuerDer)];
    const isAuthority = issuer.ca || isOldRoot(issuerDer);
    return isAuthority && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  });
}

/**
 * A root of version 1, or with a key usage alone. Authorities need basicConstraints, roots do not: OpenSSL's check_ca,
 * and wincrypt.h about CERT_CHAIN_DISABLE_MANDATORY_BASIC_CONSTRAINTS.
 */
function isOldRoot(der: Uint8Array): boolean {
  const fields = tryReadCertificate(der);
  if (fields === null || !isSelfIssued(fields)) return false;
  const { extensions } = fields;
  return extensions.size === 0 || (extensions.has(OID.keyUsage) && !extensions.has(OID.basicConstraints));
}

/** The certificates of a PEM text, as DER. */
function certificatesIn(pem: string): Buffer[] {
  return pemBlocks(pem, 'CERTIFICATE').map((base64) => Buffer.from(base64, 'base64'));
}

/** The roots of the operating system if this Node can list them (22.15, 24), else none. */
export function systemRoots(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: string) => string[] };
  return getCACertificates?.('system') ?? [];
}
