import { contentOf, DerCursor, DerError, encoded, TAG, type Tlv } from '../../path/pki/der.ts';
import { identifierIn } from './identifiers.ts';
import { DistinguishedName } from './names.ts';

const VERSION = 0xa0;
const UNIQUE_IDS = [0x81, 0x82];
const EXTENSIONS = 0xa3;

/** A certificate as OpenSSL reads it (RFC 5280 4.1): it does not check dates, nor what is inside an extension. */
export interface Structure {
  /** Without what follows the certificate. */
  raw: Uint8Array;
  tbs: Uint8Array;
  /** AlgorithmIdentifiers, encoded: the signed one, and the one beside the signature. */
  signedAlgorithm: Uint8Array;
  algorithm: Uint8Array;
  /** `null` when its last byte is not whole. */
  signature: Uint8Array | null;
  /** The content of its INTEGER. */
  serial: Uint8Array;
  issuer: DistinguishedName;
  subject: DistinguishedName;
  /** SubjectPublicKeyInfo, encoded. */
  keyInfo: Uint8Array;
  /** Their first values, by object identifier. */
  extensions: ReadonlyMap<string, Uint8Array>;
  /** Those that are there twice: OpenSSL only shows the first. */
  repeated: ReadonlySet<string>;
}

/** Reads a certificate. Throws DerError. */
export function structureOf(der: Uint8Array): Structure {
  const whole = new DerCursor(der, { content: 0, end: der.length });
  const certificate = whole.take(TAG.sequence);
  const outer = new DerCursor(der, certificate);
  const tbs = outer.take(TAG.sequence);
  const algorithm = algorithmIn(der, outer);
  const bits = bitString(der, outer.take(TAG.bitString));
  if (!outer.atEnd) throw new DerError('more than a certificate');
  const fields = new DerCursor(der, tbs);
  const version = fields.option(VERSION);
  if (version !== null) integer(der, new DerCursor(der, version).take(TAG.integer));
  const serial = integer(der, fields.take(TAG.integer));
  const signedAlgorithm = algorithmIn(der, fields);
  const issuer = new DistinguishedName(der, fields.take(TAG.sequence));
  const validity = fields.open(TAG.sequence);
  for (const time of [validity.next(), validity.next()])
    if (time.tag !== TAG.utcTime && time.tag !== TAG.generalizedTime) throw new DerError('not a time');
  const subject = new DistinguishedName(der, fields.take(TAG.sequence));
  const keyInfo = fields.take(TAG.sequence);
  const info = new DerCursor(der, keyInfo);
  algorithmIn(der, info);
  bitString(der, info.take(TAG.bitString));
  for (const tag of UNIQUE_IDS) fields.option(tag);
  const list = fields.option(EXTENSIONS);
  if (!fields.atEnd || !info.atEnd || !validity.atEnd) throw new DerError('more than a certificate');
  return {
    raw: withoutUnused(encoded(der, certificate), bits.bytes.length === 0 ? 0 : bits.unused),
    tbs: encoded(der, tbs),
    signedAlgorithm,
    algorithm,
    signature: bits.unused === 0 ? bits.bytes : null,
    serial,
    issuer,
    subject,
    keyInfo: encoded(der, keyInfo),
    ...extensionsIn(der, list),
  };
}

function algorithmIn(der: Uint8Array, cursor: DerCursor): Uint8Array {
  const algorithm = cursor.take(TAG.sequence);
  const fields = new DerCursor(der, algorithm);
  identifierIn(der, fields.take(TAG.oid));
  if (!fields.atEnd) fields.next();
  if (!fields.atEnd) throw new DerError('more than an algorithm');
  return encoded(der, algorithm);
}

function bitString(der: Uint8Array, tlv: Tlv): { unused: number; bytes: Uint8Array } {
  const content = contentOf(der, tlv);
  const [unused = 8] = content;
  if (unused > 7) throw new DerError('not a bit string');
  return { unused, bytes: content.subarray(1) };
}

/** The signature comes last: OpenSSL writes its unused bits as zeros. */
function withoutUnused(raw: Uint8Array, unused: number): Uint8Array {
  if (unused === 0) return raw;
  const copy = Uint8Array.from(raw);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) & (0xff << unused);
  return copy;
}

/** The content of an INTEGER in its shortest form. */
function integer(der: Uint8Array, tlv: Tlv): Uint8Array {
  const content = contentOf(der, tlv);
  const [first, second = 0] = content;
  const isPadded =
    content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (first === undefined || isPadded) throw new DerError('not an integer');
  return content;
}

function extensionsIn(der: Uint8Array, list: Tlv | null): Pick<Structure, 'extensions' | 'repeated'> {
  const [extensions, repeated] = [new Map<string, Uint8Array>(), new Set<string>()];
  if (list === null) return { extensions, repeated };
  const each = new DerCursor(der, list).open(TAG.sequence);
  while (!each.atEnd) {
    const extension = each.open(TAG.sequence);
    const id = identifierIn(der, extension.take(TAG.oid));
    extension.option(TAG.boolean);
    const value = contentOf(der, extension.take(TAG.octetString));
    if (!extension.atEnd) throw new DerError('more than an extension');
    if (extensions.has(id)) repeated.add(id);
    else extensions.set(id, value);
  }
  return { extensions, repeated };
}
