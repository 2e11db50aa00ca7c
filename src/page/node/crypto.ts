import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBER } from 'asn1js';
import { Buffer } from 'buffer/';
import { Certificate, ExtKeyUsage, type RelativeDistinguishedNames } from 'pkijs';

const HASHES = { md5, sha1, sha256 };
const EXTENDED_KEY_USAGE = '2.5.29.37';

/** OpenSSL's short names of the attributes in names of certificates; others are shown by their numbers. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.97': 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/**
 * The members of Node's class that runs in the page use: for the roots of profiles, and for the certificates in the
 * stores of a captured computer. The constructor throws for bytes that are not a certificate.
 */
export class X509Certificate {
  readonly raw: Buffer;
  /** One relative name per line, as in Node. */
  readonly issuer: string;
  readonly subject: string;
  /** The extended key usage, as in Node. */
  readonly keyUsage: string[] | undefined;
  /** What `verify` takes. */
  readonly publicKey: Certificate;

  constructor(der: Uint8Array) {
    const { result, offset } = fromBER(Uint8Array.from(der));
    const certificate = new Certificate({ schema: result });
    this.raw = Buffer.from(der.subarray(0, offset));
    this.issuer = nameLines(certificate.issuer);
    this.subject = nameLines(certificate.subject);
    const usage = certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE)?.parsedValue;
    this.keyUsage = usage instanceof ExtKeyUsage ? usage.keyPurposes : undefined;
    this.publicKey = certificate;
  }

  checkIssued({ publicKey: { subject } }: X509Certificate): boolean {
    return this.publicKey.issuer.isEqual(subject);
  }

  /** Node's answer, but later: by WebCrypto. Rejects for a key or signature type that it does not support. */
  verify(issuer: Certificate): Promise<boolean> {
    return this.publicKey.verify(issuer);
  }
}

function nameLines({ typesAndValues }: RelativeDistinguishedNames): string {
  return typesAndValues
    .map(({ type, value }) => `${SHORT_NAMES[type] ?? type}=${escaped(String(value.valueBlock.value))}`)
    .join('\n');
}

/** As OpenSSL does it by RFC 4514 2.4. */
function escaped(text: string): string {
  return text.replace(/["+,;<>\\]|^ |^#(?=.)| $/g, '\\$&');
}

/** Node's `createHash` for the hashes that p2s-fix uses. */
export function createHash(name: keyof typeof HASHES) {
  const hash = HASHES[name].create();
  const it = {
    update(data: string | Uint8Array, encoding?: string) {
      hash.update(typeof data === 'string' ? Uint8Array.from(Buffer.from(data, encoding as 'utf8')) : data);
      return it;
    },
    digest(encoding?: 'hex' | 'base64') {
      const bytes = Buffer.from(hash.digest());
      return encoding === undefined ? bytes : bytes.toString(encoding);
    },
  };
  return it;
}

/** Node's `createHmac`, with a digest of bytes. */
export function createHmac(name: keyof typeof HASHES, key: Uint8Array) {
  const mac = hmac.create(HASHES[name], key);
  const it = {
    update(data: string | Uint8Array) {
      mac.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
      return it;
    },
    digest: () => Buffer.from(mac.digest()),
  };
  return it;
}

export const randomBytes = (count: number): Uint8Array =>
  Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(count)));

export const randomUUID = (): string => globalThis.crypto.randomUUID();
