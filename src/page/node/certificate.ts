import { Buffer } from 'buffer/';
import { GENERAL, type GeneralName } from '../x509/alternative-names.ts';
import {
  alternativeNamesOf,
  type Known,
  knownExtensions,
  purposesOf,
  shownNamesOf,
} from '../x509/extensions.ts';
import { type KeyType, type PublicKey, publicKeyFrom } from '../x509/public-key.ts';
import { type Structure, structureOf } from '../x509/structure.ts';
import { keyTypeOf, verifySigned } from '../x509/verify.ts';
import { addressBytes, isIP } from './net.ts';

/** The bits of KeyUsage (RFC 5280 4.2.1.3). */
const MAY_SIGN_CERTIFICATES = 0x04;

/** The members of Node's class that p2s-fix uses, with the decisions of OpenSSL. */
export class X509Certificate {
  readonly raw: Buffer;
  readonly #structure: Structure;
  readonly #known: Known;

  /** Throws for bytes that are not a certificate (RFC 5280 4.1); ignores what follows it. */
  constructor(der: Uint8Array) {
    this.#structure = structureOf(der);
    this.#known = knownExtensions(this.#structure);
    this.raw = Buffer.from(this.#structure.raw);
  }

  get subject(): string | undefined {
    return this.#structure.subject.lines;
  }

  get issuer(): string | undefined {
    return this.#structure.issuer.lines;
  }

  get subjectAltName(): string | undefined {
    return shownNamesOf(this.#structure)
      ?.map(({ shown }) => shown)
      .join(', ');
  }

  /** The extended key usage, as in Node. */
  get keyUsage(): string[] | undefined {
    return purposesOf(this.#structure);
  }

  get ca(): boolean {
    return this.#known.isValid && this.#known.isCa && this.#maySign;
  }

  /** Throws for a key that OpenSSL does not know. */
  get publicKey(): PublicKey {
    return publicKeyFrom(this.#structure.keyInfo);
  }

  get #maySign(): boolean {
    const { keyUsage } = this.#known;
    return keyUsage === null || (keyUsage & MAY_SIGN_CERTIFICATES) !== 0;
  }

  /** Without wildcards of a part of a label; `subject`: whether the common name counts without a DNS name. */
  checkHost(name: string, { subject }: { subject: 'never' | 'default' }): string | undefined {
    const names = this.#namesOf(GENERAL.dns).map(({ value }) => Buffer.from(value).toString('latin1'));
    const commonNames =
      names.length > 0 || subject === 'never'
        ? []
        : this.#structure.subject.commonNames.map((text) => Buffer.from(text).toString('latin1'));
    return [...names, ...commonNames].some((one) => matchesHost(one, name)) ? name : undefined;
  }

  checkIP(address: string): string | undefined {
    if (isIP(address) === 0) return undefined;
    const bytes = Buffer.from(addressBytes(address));
    const isNamed = this.#namesOf(GENERAL.address).some(({ value }) => bytes.equals(Buffer.from(value)));
    return isNamed ? address : undefined;
  }

  #namesOf(tag: number): GeneralName[] {
    return (alternativeNamesOf(this.#structure) ?? []).filter((name) => name.tag === tag);
  }

  /** OpenSSL's X509_check_issued: by names, key identifiers, the type of the key, and its usage. */
  checkIssued(other: X509Certificate): boolean {
    const [own, issuer] = [this.#structure, other.#structure];
    if (own.issuer.canonical !== issuer.subject.canonical) return false;
    if (!this.#known.isValid || !other.#known.isValid || !this.#namesKeyOf(other)) return false;
    return isForKey(keyTypeOf(own.signedAlgorithm), other) && other.#maySign;
  }

  /** Whether the authority key identifier names the other certificate, as far as it says anything. */
  #namesKeyOf(other: X509Certificate): boolean {
    const { keyId = null, serial = null, issuer = null } = this.#known.authorityKey ?? {};
    const { subjectKey } = other.#known;
    const isSame = (a: Uint8Array | null, b: Uint8Array | null) =>
      a === null || b === null || Buffer.from(a).equals(Buffer.from(b));
    const isIssuer = issuer === null || issuer === other.#structure.issuer.canonical;
    return isSame(keyId, subjectKey) && isSame(serial, other.#structure.serial) && isIssuer;
  }

  verify(key: PublicKey): boolean {
    const { tbs, algorithm, signedAlgorithm, signature } = this.#structure;
    if (signature === null || !Buffer.from(algorithm).equals(Buffer.from(signedAlgorithm))) return false;
    return verifySigned({ tbs, algorithm, signature }, key);
  }
}

/** A signature with PSS is made by either kind of RSA key. */
function isForKey(type: KeyType, { publicKey }: X509Certificate): boolean {
  return publicKey.type === type || (type === 'rsa-pss' && publicKey.type === 'rsa');
}

/** OpenSSL's X509_check_host with X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, for one name of a certificate. */
function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '' || pattern.includes('\0')) return false;
  return isWildcard(pattern) ? matchesWildcard(pattern.slice(1), host) : sameText(pattern, host);
}

/** A star as the whole first label, before at least two labels of letters, digits and hyphens. */
function isWildcard(pattern: string): boolean {
  const [star, ...labels] = pattern.split('.');
  const isLabel = (label: string) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label);
  return star === '*' && labels.length >= 2 && labels.every(isLabel);
}

/** The star matches one label. */
function matchesWildcard(suffix: string, host: string): boolean {
  const label = host.slice(0, Math.max(0, host.length - suffix.length));
  return sameText(host.slice(label.length), suffix) && /^(?:[a-z0-9-]+|\*)$/i.test(label);
}

/** Only ASCII letters match in another case. */
function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return plain(a) === plain(b);
}
