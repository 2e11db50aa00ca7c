import { createHash, type KeyObject } from 'node:crypto';
import { ALGORITHMS, type Algorithm, der, extension, oid, sequence } from '../../page/made-certificates.ts';

/** Lists and answers of these parts, whether they make sense or not. */
export const AT = new Date('2026-11-24T10:00:00Z');

const generalized = (text: string) => der(0x18, Buffer.from(text, 'latin1'));
export const FLAG = { yes: der(1, Buffer.from([0xff])), no: der(1, Buffer.from([0])) };

/** An extension with its critical flag written out. */
export const flagged = (id: string, flag: Buffer, value: Uint8Array) =>
  sequence(oid(id), flag, der(4, value));

/** The basic constraints of an authority. */
export const AUTHORITY = extension('2.5.29.19', sequence(FLAG.yes));

/** An address as a GeneralName (RFC 5280 4.2.1.6). */
export const uri = (url: string) => der(0x86, Buffer.from(url, 'latin1'));

/** Addresses by the OID of what they are for (RFC 5280 4.2.2.1). */
export const access = (...of: (readonly [method: string, url: string])[]) =>
  extension('1.3.6.1.5.5.7.1.1', sequence(...of.map(([method, url]) => sequence(oid(method), uri(url)))));

interface Signer {
  key: KeyObject;
  algorithm?: Algorithm;
}

function signed(tbs: Buffer, { key, algorithm = ALGORITHMS['ECDSA with SHA-256'] }: Signer): Buffer {
  return Buffer.concat([tbs, algorithm.id, der(3, Buffer.from([0]), algorithm.sign(tbs, key))]);
}

export interface ListContents extends Signer {
  issuer: Uint8Array;
  extensions?: readonly Uint8Array[];
  /** Entries after {@link listed}. */
  revoked?: readonly Uint8Array[];
}

/** An entry of a list with its reason, or without extensions. */
export function listed(serial: Uint8Array, reason: number | null = null): Buffer {
  const extensions =
    reason === null ? [] : [sequence(extension('2.5.29.21', der(0x0a, Buffer.from([reason]))))];
  return sequence(der(2, serial), der(0x17, Buffer.from('261101000000Z')), ...extensions);
}

/** A CertificateList (RFC 5280 5.1), current at {@link AT}; version 1 without extensions. */
export function list({ issuer, extensions = [], revoked = [], ...signer }: ListContents): Buffer {
  const { algorithm = ALGORITHMS['ECDSA with SHA-256'] } = signer;
  const tbs = sequence(
    ...(extensions.length === 0 ? [] : [der(2, Buffer.from([1]))]),
    algorithm.id,
    issuer,
    ...['261124000000Z', '261201000000Z'].map((text) => der(0x17, Buffer.from(text))),
    ...(revoked.length === 0 ? [] : [sequence(...revoked)]),
    ...(extensions.length === 0 ? [] : [der(0xa0, sequence(...extensions))]),
  );
  return sequence(signed(tbs, signer));
}

export const CERT_STATUS = {
  good: der(0x80),
  revoked: der(0xa1, generalized('20261101000000Z')),
  unknown: der(0x82),
};

export interface SingleContents {
  issuerName: Uint8Array;
  issuerKeyBits: Uint8Array;
  serial: Uint8Array;
  hash?: 'sha1' | 'sha256' | 'sha384' | 'md5';
  status?: Buffer;
  thisUpdate?: string;
  nextUpdate?: string | null;
}

const HASH_IDS = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  md5: '1.2.840.113549.2.5',
};

/** A SingleResponse (RFC 6960 4.2.1). */
export function single({
  issuerName,
  issuerKeyBits,
  serial,
  hash = 'sha1',
  status = CERT_STATUS.good,
  thisUpdate = '20261124000000Z',
  nextUpdate = '20261201000000Z',
}: SingleContents): Buffer {
  const digest = (bytes: Uint8Array) => der(4, createHash(hash).update(bytes).digest());
  const id = [sequence(oid(HASH_IDS[hash])), digest(issuerName), digest(issuerKeyBits), der(2, serial)];
  const next = nextUpdate === null ? [] : [der(0xa0, generalized(nextUpdate))];
  return sequence(sequence(...id), status, generalized(thisUpdate), ...next);
}

export interface AnswerContents extends Signer {
  singles: readonly Uint8Array[];
  extensions?: readonly Uint8Array[];
  certificates?: readonly Uint8Array[];
  type?: string;
}

/** A successful OCSPResponse (RFC 6960 4.2.1). */
export function answer({ singles, extensions = [], certificates, type, ...signer }: AnswerContents): Buffer {
  const data = sequence(
    der(0xa2, der(4, Buffer.alloc(20))),
    generalized('20261124000000Z'),
    sequence(...singles),
    ...(extensions.length === 0 ? [] : [der(0xa1, sequence(...extensions))]),
  );
  const parts = [signed(data, signer)];
  if (certificates !== undefined) parts.push(der(0xa0, sequence(...certificates)));
  const bytes = sequence(oid(type ?? '1.3.6.1.5.5.7.48.1.1'), der(4, sequence(...parts)));
  return sequence(der(0x0a, Buffer.from([0])), der(0xa0, bytes));
}
