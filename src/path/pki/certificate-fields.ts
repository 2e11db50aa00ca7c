import { X509Certificate } from 'node:crypto';
import { contentOf, DerCursor, encoded, openSequence, TAG, tryRead } from './der.ts';
import { readBits, readOid, readSerial, readSmallInteger, readTime } from './der-values.ts';
import { orWhenRejected } from './signature.ts';

export interface Extension {
  critical: boolean;
  value: Uint8Array;
}

/** The fields of an X.509 certificate (RFC 5280 4.1) that node:crypto does not return as bytes. */
export interface CertificateFields {
  /** Lower-case hex without leading zero bytes. */
  serial: string;
  /** The serial number's INTEGER, encoded. */
  serialDer: Uint8Array;
  /** Names, encoded: equal bytes are equal names. */
  issuer: Uint8Array;
  subject: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  /** The bits of subjectPublicKey, as OCSP hashes them. */
  publicKeyBits: Uint8Array;
  /** By object identifier. */
  extensions: ReadonlyMap<string, Extension>;
}

/** A structure with extensions. */
type Extended = Pick<CertificateFields, 'extensions'>;

export const OID = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  freshestCrl: '2.5.29.46',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
} as const;

/** GeneralName uniformResourceIdentifier, [6] IMPLICIT IA5String. */
const URI = 0x86;
const CONTEXT_0 = 0xa0;
const CONTEXT_3 = 0xa3;

/** Reads a certificate. Throws DerError. */
export function readCertificate(der: Uint8Array): CertificateFields {
  const certificate = openSequence(der);
  const tbs = certificate.open(TAG.sequence);
  tbs.option(CONTEXT_0);
  const serial = tbs.take(TAG.integer);
  tbs.take(TAG.sequence);
  const issuer = tbs.take(TAG.sequence);
  const validity = tbs.open(TAG.sequence);
  const [notBefore, notAfter] = [readTime(der, validity.next()), readTime(der, validity.next())];
  const subject = tbs.take(TAG.sequence);
  const keyInfo = tbs.open(TAG.sequence);
  keyInfo.take(TAG.sequence);
  const publicKeyBits = readBits(der, keyInfo.take(TAG.bitString));
  while (!tbs.atEnd && tbs.peek() !== CONTEXT_3) tbs.next();
  return {
    serial: readSerial(der, serial),
    serialDer: encoded(der, serial),
    issuer: encoded(der, issuer),
    subject: encoded(der, subject),
    notBefore,
    notAfter,
    publicKeyBits,
    extensions: tbs.atEnd ? new Map() : readExtensions(der, tbs.open(CONTEXT_3)),
  };
}

/** The same for a certificate from outside: `null` when it cannot be read, here or by OpenSSL, which is stricter. */
export function tryReadCertificate(der: Uint8Array): CertificateFields | null {
  const fields = tryRead(() => readCertificate(der));
  return fields === null ? null : orWhenRejected(null, () => new X509Certificate(der) && fields);
}

/** Names are equal when their bytes are. */
export function isSelfIssued({ issuer, subject }: CertificateFields): boolean {
  return Buffer.from(issuer).equals(subject);
}

/**
 * How many authorities may follow below this one, without self-issued ones (pathLenConstraint, RFC 5280 4.2.1.9);
 * without the field, any number.
 */
export function pathLengthOf({ extensions }: Extended): number {
  const value = extensions.get(OID.basicConstraints)?.value ?? new Uint8Array();
  const read = tryRead(() => {
    const constraints = openSequence(value);
    constraints.option(TAG.boolean);
    return readSmallInteger(value, constraints.take(TAG.integer));
  });
  return read ?? Number.POSITIVE_INFINITY;
}

/** A SEQUENCE OF Extension, as in certificates, CRLs and CRL entries. */
export function readExtensions(bytes: Uint8Array, cursor: DerCursor): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  const list = cursor.open(TAG.sequence);
  while (!list.atEnd) {
    const extension = list.open(TAG.sequence);
    const id = readOid(bytes, extension.take(TAG.oid));
    const flag = extension.option(TAG.boolean);
    const critical = flag !== null && contentOf(bytes, flag)[0] !== 0;
    extensions.set(id, { critical, value: contentOf(bytes, extension.take(TAG.octetString)) });
  }
  return extensions;
}

/** The URIs of CRLDistributionPoints (RFC 5280 4.2.1.13); none when the extension cannot be read. */
export function crlUris(fields: Extended): string[] {
  return urisIn(fields, OID.crlDistributionPoints, pointUris);
}

/** The URIs of FreshestCRL, in a certificate (RFC 5280 4.2.1.15) or a CRL (5.2.6); none if it cannot be read. */
export function freshestUris(of: Extended): string[] {
  return urisIn(of, OID.freshestCrl, pointUris);
}

/** A SEQUENCE OF DistributionPoint. */
function pointUris(value: Uint8Array): string[] {
  const points = openSequence(value);
  const uris: string[] = [];
  while (!points.atEnd) {
    const name = points.open(TAG.sequence).option(CONTEXT_0);
    if (name !== null) uris.push(...distributionPointUris(value, new DerCursor(value, name)));
  }
  return uris;
}

/** The URIs of a DistributionPointName: [0] fullName GeneralNames. */
function distributionPointUris(bytes: Uint8Array, name: DerCursor): string[] {
  const fullName = name.option(CONTEXT_0);
  if (fullName === null) return [];
  const names = new DerCursor(bytes, fullName);
  const uris: string[] = [];
  while (!names.atEnd) {
    const general = names.next();
    if (general.tag === URI) uris.push(latin1(contentOf(bytes, general)));
  }
  return uris;
}

/** The URIs of one access method in AuthorityInfoAccess (RFC 5280 4.2.2.1); none when it cannot be read. */
export function accessUris(fields: CertificateFields, method: string): string[] {
  return urisIn(fields, OID.authorityInfoAccess, (value) => {
    const list = openSequence(value);
    const uris: string[] = [];
    while (!list.atEnd) {
      const description = list.open(TAG.sequence);
      const id = readOid(value, description.take(TAG.oid));
      const location = description.next();
      if (id === method && location.tag === URI) uris.push(latin1(contentOf(value, location)));
    }
    return uris;
  });
}

function urisIn(fields: Extended, id: string, read: (value: Uint8Array) => string[]): string[] {
  const value = fields.extensions.get(id)?.value;
  return value === undefined ? [] : (tryRead(() => read(value)) ?? []);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
