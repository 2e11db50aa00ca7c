import { Buffer } from 'buffer/';
import { contentOf, DerCursor, encoded, openSequence, TAG, type Tlv, tryRead } from '../../path/pki/der.ts';
import { readOid } from '../../path/pki/der-values.ts';
import { nameLines } from './certificate-name.ts';

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const KEY_ID = 0x80;
const OID = { subjectKey: '2.5.29.14', authorityKey: '2.5.29.35', purposes: '2.5.29.37' } as const;

/**
 * The members of Node's class that runs in the page use: for the roots of profiles, and for the certificates in the
 * stores of a captured computer. It verifies no signature: an issuer is found by its name and key identifier.
 */
export class X509Certificate {
  readonly raw: Buffer;
  /** One relative name per line. */
  readonly issuer: string | undefined;
  readonly subject: string | undefined;
  readonly publicKey = null;
  readonly #names: { issuer: Buffer; subject: Buffer };
  readonly #extensions: ReadonlyMap<string, Uint8Array>;

  /** Throws DerError for bytes that are not a certificate (RFC 5280 4.1); ignores what follows it. */
  constructor(der: Uint8Array) {
    const certificate = new DerCursor(der, { content: 0, end: der.length }).take(TAG.sequence);
    this.raw = Buffer.from(encoded(der, certificate));
    const fields = new DerCursor(der, certificate).open(TAG.sequence);
    fields.option(VERSION);
    fields.take(TAG.integer);
    fields.take(TAG.sequence);
    const issuer = fields.take(TAG.sequence);
    fields.take(TAG.sequence);
    const subject = fields.take(TAG.sequence);
    fields.take(TAG.sequence);
    this.issuer = nameLines(der, issuer);
    this.subject = nameLines(der, subject);
    this.#names = { issuer: Buffer.from(encoded(der, issuer)), subject: Buffer.from(encoded(der, subject)) };
    let last: Tlv | null = null;
    while (!fields.atEnd) last = fields.next();
    this.#extensions = last?.tag === EXTENSIONS ? extensionsIn(der, last) : new Map();
  }

  /** The extended key usage, as in Node. */
  get keyUsage(): string[] | undefined {
    return this.#read(OID.purposes, (value) => {
      const list = openSequence(value);
      const ids: string[] = [];
      while (!list.atEnd) ids.push(readOid(value, list.take(TAG.oid)));
      return ids;
    });
  }

  /** By names with equal bytes, and by the key identifiers (RFC 5280 4.2.1.1) where both have one. */
  checkIssued(other: X509Certificate): boolean {
    const named = this.#read(OID.authorityKey, (value) => {
      const keyId = openSequence(value).option(KEY_ID);
      return keyId === null ? undefined : Buffer.from(contentOf(value, keyId));
    });
    const own = other.#read(OID.subjectKey, (value) =>
      Buffer.from(contentOf(value, new DerCursor(value, { content: 0, end: value.length }).next())),
    );
    const isKey = named === undefined || own === undefined || named.equals(own);
    return isKey && this.#names.issuer.equals(other.#names.subject);
  }

  verify(_key: unknown): boolean {
    return true;
  }

  /** `undefined` without the extension, or when it cannot be read. */
  #read<T>(id: string, read: (value: Uint8Array) => T): T | undefined {
    const value = this.#extensions.get(id);
    return value === undefined ? undefined : (tryRead(() => read(value)) ?? undefined);
  }
}

function extensionsIn(der: Uint8Array, list: Tlv): Map<string, Uint8Array> {
  const extensions = new Map<string, Uint8Array>();
  const each = new DerCursor(der, list).open(TAG.sequence);
  while (!each.atEnd) {
    const extension = each.open(TAG.sequence);
    const id = readOid(der, extension.take(TAG.oid));
    extension.option(TAG.boolean);
    extensions.set(id, contentOf(der, extension.take(TAG.octetString)));
  }
  return extensions;
}
