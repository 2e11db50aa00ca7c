import { contentOf, DerCursor, DerError, openSequence, readTlv, TAG, tryRead } from '../../path/pki/der.ts';
import { directoryName, GENERAL, type GeneralName, generalNames, namesIn } from './alternative-names.ts';
import { identifierIn } from './identifiers.ts';
import type { Structure } from './structure.ts';

const OID = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  purposes: '2.5.29.37',
} as const;

/** AuthorityKeyIdentifier (RFC 5280 4.2.1.1). */
export interface AuthorityKey {
  keyId: Uint8Array | null;
  serial: Uint8Array | null;
  /** The first directoryName of its issuer, in the form for comparing. */
  issuer: string | null;
}

/** The extensions that OpenSSL's checks of one certificate use. */
export interface Known {
  /** Whether OpenSSL can read all of these extensions, and each is there once. */
  isValid: boolean;
  isCa: boolean;
  /** The first byte; `null` without the extension. */
  keyUsage: number | null;
  subjectKey: Uint8Array | null;
  authorityKey: AuthorityKey | null;
}

/** Purposes by their numbers (extended key usage); `undefined` without the extension, or when it cannot be read. */
export function purposesOf(structure: Structure): string[] | undefined {
  const value = onlyOf(structure, OID.purposes);
  return (value === undefined ? undefined : tryRead(() => listOfIds(value))) ?? undefined;
}

/** `undefined` without the extension, `null` when it cannot be read. */
export function alternativeNamesOf(structure: Structure): GeneralName[] | null | undefined {
  const value = onlyOf(structure, OID.alternativeNames);
  return value === undefined ? undefined : tryRead(() => generalNames(value));
}

/** What Node shows as alternative names: those of the first extension, also when there are several. */
export function shownNamesOf({ extensions }: Structure): GeneralName[] | null | undefined {
  const first = extensions.get(OID.alternativeNames);
  return first === undefined ? undefined : tryRead(() => generalNames(first));
}

export function knownExtensions(structure: Structure): Known {
  let isValid = !Object.values(OID).some((id) => structure.repeated.has(id));
  const read = <T>(id: string, reader: (value: Uint8Array) => T): T | null => {
    const value = onlyOf(structure, id);
    if (value === undefined) return null;
    const result = tryRead(() => reader(value));
    if (result === null) isValid = false;
    return result;
  };
  const known = {
    isCa: read(OID.basicConstraints, isCaIn) ?? false,
    keyUsage: read(OID.keyUsage, usageIn),
    subjectKey: read(OID.subjectKey, keyIdIn),
    authorityKey: read(OID.authorityKey, authorityKeyIn),
  };
  read(OID.purposes, listOfIds);
  read(OID.alternativeNames, generalNames);
  return { ...known, isValid };
}

function onlyOf({ extensions, repeated }: Structure, id: string): Uint8Array | undefined {
  return repeated.has(id) ? undefined : extensions.get(id);
}

function listOfIds(value: Uint8Array): string[] {
  const list = openSequence(value);
  const ids: string[] = [];
  while (!list.atEnd) ids.push(identifierIn(value, list.take(TAG.oid)));
  return ids;
}

/** BasicConstraints: a negative length of the path is not valid. */
function isCaIn(value: Uint8Array): boolean {
  const fields = openSequence(value);
  const flag = fields.option(TAG.boolean);
  const length = fields.option(TAG.integer);
  if (!fields.atEnd) throw new DerError('not basic constraints');
  const isNegative = length !== null && (contentOf(value, length)[0] ?? 0x80) >= 0x80;
  if (isNegative) throw new DerError('negative length');
  return flag !== null && contentOf(value, flag)[0] !== 0;
}

/** The first eight bits; a usage without any bit is not valid. */
function usageIn(value: Uint8Array): number {
  const tlv = onlyValue(value, TAG.bitString);
  const [unused = 8, first = 0, second = 0] = contentOf(value, tlv);
  if (unused > 7 || first + second === 0) throw new DerError('no usage');
  return first;
}

function keyIdIn(value: Uint8Array): Uint8Array {
  return contentOf(value, onlyValue(value, TAG.octetString));
}

function authorityKeyIn(value: Uint8Array): AuthorityKey {
  const fields = openSequence(value);
  const [keyId, issuer, serial] = [0x80, 0xa1, 0x82].map((tag) => fields.option(tag));
  if (!fields.atEnd) throw new DerError('not an authority key identifier');
  const directory = issuer == null ? null : firstDirectory(value, new DerCursor(value, issuer));
  if (issuer != null) namesIn(value, new DerCursor(value, issuer));
  return {
    keyId: keyId == null ? null : contentOf(value, keyId),
    serial: serial == null ? null : contentOf(value, serial),
    issuer: directory,
  };
}

function firstDirectory(value: Uint8Array, names: DerCursor): string | null {
  while (!names.atEnd) {
    const name = names.next();
    if (name.tag === GENERAL.directory) return directoryName(value, name).canonical;
  }
  return null;
}

function onlyValue(value: Uint8Array, tag: number) {
  const tlv = readTlv(value, 0, value.length);
  if (tlv.tag !== tag || tlv.end !== value.length) throw new DerError('another value');
  return tlv;
}
