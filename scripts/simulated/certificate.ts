import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { signWithFullLength } from './signature.ts';

/** A certificate with its key pair, in the forms for servers, clients and files. */
export interface Identity {
  der: Buffer;
  pem: string;
  /** PKCS#8 PEM. */
  keyPem: string;
  /** Serial number, lower-case hex without leading zero bytes. */
  serial: string;
  certificate: pkijs.Certificate;
  keys: webcrypto.CryptoKeyPair;
}

export type KeyPurpose = 'serverAuth' | 'clientAuth' | 'OCSPSigning';

/** The contents of a certificate for {@link makeCertificate}. Absent lists leave their extension out. */
export interface CertificateContents {
  commonName: string;
  /** `null`: self-signed. */
  issuer: Identity | null;
  isCa: boolean;
  notBefore: Date;
  notAfter: Date;
  names?: readonly string[];
  ips?: readonly string[];
  crlUrls?: readonly string[];
  /** Where delta lists are (FreshestCRL). */
  freshestUrls?: readonly string[];
  ocspUrls?: readonly string[];
  caIssuersUrls?: readonly string[];
  /** AuthorityInfoAccess ends within its first element. */
  cutAccess?: true;
  purposes?: readonly KeyPurpose[];
  /** The only DNS names below which a CA may issue (name constraints). */
  permittedNames?: readonly string[];
  /** Default `SHA-256`. */
  hash?: 'SHA-1';
  /** The key pair of a twin; default: a new one. */
  keys?: webcrypto.CryptoKeyPair;
  /** An unknown critical extension. */
  critical?: true;
}

const PURPOSES: Record<KeyPurpose, string> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
};
const DNS = 2;
const URI = 6;
const IP = 7;

/** A new P-256 key and an X.509 v3 certificate for it (RFC 5280). */
export async function makeCertificate(contents: CertificateContents): Promise<Identity> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = contents.keys ?? (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']));
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ valueHex: copy(freshSerial()) });
  certificate.subject = name(contents.commonName);
  certificate.issuer = contents.issuer?.certificate.subject ?? certificate.subject;
  certificate.notBefore = time(contents.notBefore);
  certificate.notAfter = time(contents.notAfter);
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const issuer = contents.issuer?.certificate ?? certificate;
  certificate.extensions = [
    ...usageExtensions(contents),
    extension('2.5.29.14', new asn1js.OctetString({ valueHex: await certificate.getKeyHash() })),
    await authorityKeyIdentifier(issuer),
    ...nameExtensions(contents),
    ...constraintExtensions(contents),
    ...revocationExtensions(contents),
    ...(contents.critical ? [extension('1.2.3.4', new asn1js.Null(), true)] : []),
  ];
  await signWithFullLength(async () => {
    await certificate.sign((contents.issuer?.keys ?? keys).privateKey, contents.hash ?? 'SHA-256');
    return certificate.signatureValue;
  });
  const der = Buffer.from(certificate.toSchema(true).toBER());
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    der,
    pem: pem('CERTIFICATE', der),
    keyPem: pem('PRIVATE KEY', pkcs8),
    serial: Buffer.from(certificate.serialNumber.valueBlock.valueHexView).toString('hex'),
    certificate,
    keys,
  };
}

function usageExtensions(contents: CertificateContents): pkijs.Extension[] {
  // RFC 5280 4.2.1.3: bit 0 is digitalSignature, bits 5 and 6 are keyCertSign and cRLSign.
  const usage = contents.isCa ? { bits: 0x06, unusedBits: 1 } : { bits: 0x80, unusedBits: 7 };
  const list = [
    extension('2.5.29.19', new pkijs.BasicConstraints({ cA: contents.isCa }).toSchema(), true),
    extension(
      '2.5.29.15',
      new asn1js.BitString({ valueHex: Uint8Array.of(usage.bits).buffer, unusedBits: usage.unusedBits }),
      true,
    ),
  ];
  if (contents.purposes !== undefined && contents.purposes.length > 0) {
    const keyPurposes = contents.purposes.map((purpose) => PURPOSES[purpose]);
    list.push(extension('2.5.29.37', new pkijs.ExtKeyUsage({ keyPurposes }).toSchema()));
  }
  return list;
}

function nameExtensions(contents: CertificateContents): pkijs.Extension[] {
  const altNames = [
    ...(contents.names ?? []).map((value) => new pkijs.GeneralName({ type: DNS, value })),
    ...(contents.ips ?? []).map((ip) => {
      const bytes = addressBytes(ip);
      return new pkijs.GeneralName({
        type: IP,
        value: new asn1js.OctetString({ valueHex: copy(bytes) }),
      });
    }),
  ];
  if (altNames.length === 0) return [];
  return [extension('2.5.29.17', new pkijs.AltName({ altNames }).toSchema())];
}

function constraintExtensions({ permittedNames = [] }: CertificateContents): pkijs.Extension[] {
  if (permittedNames.length === 0) return [];
  const permittedSubtrees = permittedNames.map(
    (value) => new pkijs.GeneralSubtree({ base: new pkijs.GeneralName({ type: DNS, value }) }),
  );
  return [extension('2.5.29.30', new pkijs.NameConstraints({ permittedSubtrees }).toSchema(), true)];
}

/** 4 bytes of an IPv4 address, 16 of an IPv6 one. */
function addressBytes(ip: string): Uint8Array {
  if (!ip.includes(':')) return Uint8Array.from(ip.split('.'), Number);
  const [before = '', after] = ip.split('::');
  const groups = (text = '') => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(before).length - groups(after).length;
  const all = [...groups(before), ...new Array<string>(missing).fill('0'), ...groups(after)];
  return Uint8Array.from(all.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]));
}

function revocationExtensions(contents: CertificateContents): pkijs.Extension[] {
  const list: pkijs.Extension[] = [];
  const { crlUrls = [], freshestUrls = [] } = contents;
  if (crlUrls.length > 0) list.push(pointsAt('2.5.29.31', crlUrls));
  if (freshestUrls.length > 0) list.push(pointsAt('2.5.29.46', freshestUrls));
  const access = [
    ...(contents.ocspUrls ?? []).map((url) => ({ method: '1.3.6.1.5.5.7.48.1', url })),
    ...(contents.caIssuersUrls ?? []).map((url) => ({ method: '1.3.6.1.5.5.7.48.2', url })),
  ].map(({ method, url }) => new pkijs.AccessDescription({ accessMethod: method, accessLocation: uri(url) }));
  if (contents.cutAccess === true) {
    list.push(extension('1.3.6.1.5.5.7.1.1', { toBER: () => Uint8Array.of(0x30, 5, 0x30).buffer }));
  }
  if (access.length > 0) {
    list.push(
      extension('1.3.6.1.5.5.7.1.1', new pkijs.InfoAccess({ accessDescriptions: access }).toSchema()),
    );
  }
  return list;
}

/** The authority key identifier (RFC 5280 4.2.1.1) that points at `issuer`. */
export async function authorityKeyIdentifier(issuer: pkijs.Certificate): Promise<pkijs.Extension> {
  return keyIdentifier(await issuer.getKeyHash());
}

/** The authority key identifier with this identifier. */
export function keyIdentifier(valueHex: ArrayBuffer): pkijs.Extension {
  const identifier = new asn1js.OctetString({ valueHex });
  const value = new pkijs.AuthorityKeyIdentifier({ keyIdentifier: identifier });
  return extension('2.5.29.35', value.toSchema());
}

export function extension(id: string, value: { toBER(): ArrayBuffer }, critical = false): pkijs.Extension {
  return new pkijs.Extension({ extnID: id, critical, extnValue: value.toBER() });
}

/** CRLDistributionPoints or FreshestCRL, which have the same structure. */
export function pointsAt(id: string, urls: readonly string[]): pkijs.Extension {
  const distributionPoints = urls.map(
    (url) => new pkijs.DistributionPoint({ distributionPoint: [uri(url)] }),
  );
  return extension(id, new pkijs.CRLDistributionPoints({ distributionPoints }).toSchema());
}

/** UTCTime until 2049, GeneralizedTime after it (RFC 5280 4.1.2.5). */
export function time(value: Date): pkijs.Time {
  return new pkijs.Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The bytes in their own ArrayBuffer, which asn1js requires. */
export function copy(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function name(commonName: string): pkijs.RelativeDistinguishedNames {
  return new pkijs.RelativeDistinguishedNames({
    typesAndValues: [
      new pkijs.AttributeTypeAndValue({
        type: '2.5.4.3',
        value: new asn1js.Utf8String({ value: commonName }),
      }),
    ],
  });
}

function uri(value: string): pkijs.GeneralName {
  return new pkijs.GeneralName({ type: URI, value });
}

/** 16 bytes; the first is 0x40-0x7f, so that the integer is positive and never shortened. */
function freshSerial(): Uint8Array {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes;
}
