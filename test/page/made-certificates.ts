import { generateKeyPairSync, type KeyObject, type SignKeyObjectInput, sign } from 'node:crypto';

/** A value in DER. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
export const text = (value: string, tag = 0x0c) =>
  der(tag, Buffer.from(value, tag === 0x0c ? 'utf8' : 'latin1'));
const NULL = der(5);

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 127];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 127) | 128);
    return digits;
  });
  return der(6, Buffer.from(bytes));
}

export const attribute = (type: string, value: Uint8Array) => sequence(oid(type), value);
/** A name from its attributes, each a relative name, or several in one. */
export const name = (...parts: readonly (Uint8Array | readonly Uint8Array[])[]) =>
  sequence(...parts.map((part) => der(0x31, ...(part instanceof Uint8Array ? [part] : part))));
export const commonName = (value: string) => name(attribute('2.5.4.3', text(value)));
export const extension = (id: string, value: Uint8Array) => sequence(oid(id), der(4, value));

export const pair = {
  rsa: (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }),
  ec: (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }),
};
export interface Pair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const HASH_IDS: Readonly<Record<string, string>> = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** A way to sign: its AlgorithmIdentifier, and the signature of a message. */
export interface Algorithm {
  id: Buffer;
  sign(message: Buffer, key: KeyObject): Buffer;
}

export const pkcs1 = (hash: string, id: string): Algorithm => ({
  id: sequence(oid(id), NULL),
  sign: (message, key) => sign(hash, message, key),
});
export const ecdsa = (hash: string, id: string): Algorithm => ({
  id: sequence(oid(id)),
  sign: (message, key) => sign(hash, message, key),
});
export const ED25519: Algorithm = {
  id: sequence(oid('1.3.101.112')),
  sign: (message, key) => sign(null, message, key),
};
export const pss = (hash: string, saltLength: number): Algorithm => {
  const hashId = sequence(oid(HASH_IDS[hash] ?? ''), NULL);
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hashId);
  const salt = der(2, Buffer.from([saltLength]));
  const options = (key: KeyObject): SignKeyObjectInput => ({ key, padding: 6, saltLength });
  return {
    id: sequence(oid('1.2.840.113549.1.1.10'), sequence(der(0xa0, hashId), der(0xa1, mask), der(0xa2, salt))),
    sign: (message, key) => sign(hash, message, options(key)),
  };
};

export const ALGORITHMS = {
  sha1WithRSA: pkcs1('sha1', '1.2.840.113549.1.1.5'),
  sha224WithRSA: pkcs1('sha224', '1.2.840.113549.1.1.14'),
  sha256WithRSA: pkcs1('sha256', '1.2.840.113549.1.1.11'),
  sha384WithRSA: pkcs1('sha384', '1.2.840.113549.1.1.12'),
  sha512WithRSA: pkcs1('sha512', '1.2.840.113549.1.1.13'),
  md5WithRSA: pkcs1('md5', '1.2.840.113549.1.1.4'),
  'PSS with SHA-1': pss('sha1', 20),
  'PSS with SHA-256': pss('sha256', 32),
  'PSS with SHA-384, short salt': pss('sha384', 3),
  'PSS with SHA-512, no salt': pss('sha512', 0),
  'ECDSA with SHA-1': ecdsa('sha1', '1.2.840.10045.4.1'),
  'ECDSA with SHA-224': ecdsa('sha224', '1.2.840.10045.4.3.1'),
  'ECDSA with SHA-256': ecdsa('sha256', '1.2.840.10045.4.3.2'),
  'ECDSA with SHA-384': ecdsa('sha384', '1.2.840.10045.4.3.3'),
  'ECDSA with SHA-512': ecdsa('sha512', '1.2.840.10045.4.3.4'),
  Ed25519: ED25519,
} as const;

export interface Contents {
  issuer?: Uint8Array;
  subject?: Uint8Array;
  extensions?: readonly Uint8Array[];
  /** The public key of the certificate. */
  key: KeyObject;
  algorithm: Algorithm;
  signer: KeyObject;
  serial?: Uint8Array;
}

/** A certificate of these parts (RFC 5280 4.1), whether they make sense or not. */
export function certificate(contents: Contents): Buffer {
  const { issuer = commonName('Issuer'), subject = commonName('Subject'), extensions = [] } = contents;
  const { key, algorithm, signer, serial = Buffer.from([7]) } = contents;
  const tbs = sequence(
    der(0xa0, der(2, Buffer.from([2]))),
    der(2, serial),
    algorithm.id,
    issuer,
    sequence(der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('360101000000Z'))),
    subject,
    key.export({ type: 'spki', format: 'der' }),
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
  );
  return sequence(tbs, algorithm.id, der(3, Buffer.from([0]), algorithm.sign(tbs, signer)));
}

const { publicKey, privateKey } = pair.ec('P-256');
/** The same with a key of P-256 that signs itself, where nothing else is named. */
export const make = (contents: Partial<Contents> = {}) =>
  certificate({
    key: publicKey,
    signer: privateKey,
    algorithm: ALGORITHMS['ECDSA with SHA-256'],
    ...contents,
  });
