import { X509Certificate } from 'node:crypto';
import { subjectOf } from './certificate-evidence.ts';
import { OID, tryReadCertificate } from './certificate-fields.ts';
import { contentOf, DerCursor, openSequence, TAG, tryRead } from './der.ts';
import { readOid } from './der-values.ts';

/** A problem in a chain, and its certificate. */
export interface ChainFlaw {
  reason: 'issuer-wrong-purpose' | 'name-constraints' | 'critical-extension' | 'weak-signature' | 'weak-key';
  subject: string;
}

/** serverAuth, and Server Gated Crypto of Microsoft and of Netscape, which OpenSSL and Windows accept for TLS, too. */
const FOR_SERVERS: readonly string[] = [
  ...['1.3.6.1.5.5.7.3.1', '1.3.6.1.4.1.311.10.3.3', '2.16.840.1.113730.4.1'],
];
const ANY_PURPOSE = '2.5.29.37.0';
/** Signatures by MD2, MD5 and SHA-1 (RFC 8017 A.2.4, RFC 3279 2.2). */
const WEAK_SIGNATURES = [
  '1.2.840.113549.1.1.2',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10045.4.1',
  '1.2.840.10040.4.3',
];
/** Critical extensions that OpenSSL handles, as RFC 5280 4.2 requires of a client. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...[OID.basicConstraints, OID.keyUsage, OID.subjectAltName, OID.nameConstraints, OID.crlDistributionPoints],
  // certificatePolicies, policyMappings, policyConstraints, extKeyUsage, inhibitAnyPolicy
  ...['2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.37', '2.5.29.54'],
  // nsCertType, OCSP noCheck
  ...['2.16.840.1.113730.1.1', '1.3.6.1.5.5.7.48.1.5'],
]);
const WEAK_RSA_BELOW = 2048;
/** GeneralName: dNSName [2] and iPAddress [7]. */
const NAMES = [0x82, 0x87];
const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;

/** Extended key usage (RFC 5280 4.2.1.12); without the extension every use is allowed. */
export function namesServer({ keyUsage }: X509Certificate): boolean {
  // Node's keyUsage is the extended key usage.
  const uses: readonly string[] | undefined = keyUsage;
  return uses === undefined || uses.some((use) => FOR_SERVERS.includes(use));
}

/** The same with anyExtendedKeyUsage, which OpenSSL rejects, and RRAS accepts for SSTP ("All-Purpose"). */
export function allowsServer(certificate: X509Certificate): boolean {
  return namesServer(certificate) || certificate.keyUsage.includes(ANY_PURPOSE);
}

/**
 * Whether the authorities above a leaf were allowed to issue it: OpenSSL and Windows combine the extended key usages
 * of all of them, and apply the name constraints of each to the leaf (RFC 5280 4.2.1.10).
 */
export function authorityFlaws([leaf, ...authorities]: readonly Uint8Array[]): ChainFlaw[] {
  if (leaf === undefined) return [];
  const names = generalNames(leaf);
  return authorities.flatMap((der): ChainFlaw[] => [
    ...(allowsServer(new X509Certificate(der)) ? [] : [flaw('issuer-wrong-purpose', der)]),
    ...(isConstrained(der, names) ? [flaw('name-constraints', der)] : []),
  ]);
}

/** Unknown critical extensions (RFC 5280 4.2), for a chain that OpenSSL does not accept. */
export function criticalFlaws(chain: readonly Uint8Array[]): ChainFlaw[] {
  return chain.flatMap((der): ChainFlaw[] => {
    const extensions = [...(tryReadCertificate(der)?.extensions ?? [])];
    const isUnknown = extensions.some(([id, { critical }]) => critical && !UNDERSTOOD.has(id));
    return isUnknown ? [flaw('critical-extension', der)] : [];
  });
}

/** Weak keys and signatures below the root, if OpenSSL rejects a chain. */
export function weakFlaws(chain: readonly Uint8Array[]): ChainFlaw[] {
  return chain.slice(0, -1).flatMap((der): ChainFlaw[] => {
    const bits = modulusLength(der) ?? WEAK_RSA_BELOW;
    return [
      ...(WEAK_SIGNATURES.includes(signatureOf(der)) ? [flaw('weak-signature', der)] : []),
      ...(bits < WEAK_RSA_BELOW ? [flaw('weak-key', der)] : []),
    ];
  });
}

function modulusLength(der: Uint8Array): number | undefined {
  try {
    return new X509Certificate(der).publicKey.asymmetricKeyDetails?.modulusLength;
  } catch {
    // A key of a type that OpenSSL does not know.
    return undefined;
  }
}

function flaw(reason: ChainFlaw['reason'], der: Uint8Array): ChainFlaw {
  return { reason, subject: subjectOf(der) };
}

/** The identifier of signatureAlgorithm (RFC 5280 4.1.1.2). */
function signatureOf(der: Uint8Array): string {
  const certificate = openSequence(der);
  certificate.take(TAG.sequence);
  return readOid(der, certificate.open(TAG.sequence).take(TAG.oid));
}

interface Name {
  tag: number;
  value: Buffer;
}

/** The subjectAltName entries whose constraints are judged here. */
function generalNames(der: Uint8Array): Name[] {
  const value = tryReadCertificate(der)?.extensions.get(OID.subjectAltName)?.value;
  if (value === undefined) return [];
  const read = tryRead(() => {
    const list = openSequence(value);
    const names: Name[] = [];
    while (!list.atEnd) {
      const name = list.next();
      if (NAMES.includes(name.tag)) names.push({ tag: name.tag, value: Buffer.from(contentOf(value, name)) });
    }
    return names;
  });
  // An unreadable extension constrains nothing here; OpenSSL judges it.
  return read ?? [];
}

function isConstrained(der: Uint8Array, names: readonly Name[]): boolean {
  const value = tryReadCertificate(der)?.extensions.get(OID.nameConstraints)?.value;
  if (value === undefined) return false;
  const lists = openConstraints(value);
  return names.some((name) => {
    const permitted = lists.permitted.filter(({ tag }) => tag === name.tag);
    const isOutside = permitted.length > 0 && !permitted.some((base) => isBelow(name, base));
    return isOutside || lists.excluded.some((base) => base.tag === name.tag && isBelow(name, base));
  });
}

function openConstraints(value: Uint8Array): { permitted: Name[]; excluded: Name[] } {
  const found = { permitted: [] as Name[], excluded: [] as Name[] };
  tryRead(() => {
    const lists = openSequence(value);
    while (!lists.atEnd) {
      const list = lists.next();
      const into = list.tag === PERMITTED ? found.permitted : list.tag === EXCLUDED ? found.excluded : null;
      const trees = new DerCursor(value, list);
      while (into !== null && !trees.atEnd) {
        const base = trees.open(TAG.sequence).next();
        into.push({ tag: base.tag, value: Buffer.from(contentOf(value, base)) });
      }
    }
  });
  return found;
}

/**
 * Whether a name is within a base of the same kind: the host or a subdomain; an address within address and mask.
 */
function isBelow({ tag, value }: Name, { value: base }: Name): boolean {
  if (tag === 0x87) {
    const [address, mask] = [base.subarray(0, value.length), base.subarray(value.length)];
    return (
      mask.length === value.length &&
      value.every((byte, i) => (byte & (mask[i] ?? 0)) === ((address[i] ?? 0) & (mask[i] ?? 0)))
    );
  }
  const [name, constraint] = [value, base].map((bytes) => bytes.toString('latin1').toLowerCase());
  if (constraint === undefined || constraint === '' || name === constraint) return true;
  return name?.endsWith(constraint.startsWith('.') ? constraint : `.${constraint}`) === true;
}
