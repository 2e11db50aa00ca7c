import { contentOf, DerCursor, DerError, type Tlv } from '../../path/pki/der.ts';
import { readOid } from '../../path/pki/der-values.ts';

/** The strings of a name (X.680 8.4) by their tags; the other tags that a name can have are shown as bytes. */
const UTF8 = 0x0c;
const NUMERIC = 0x12;
const UNIVERSAL = 0x1c;
const BMP = 0x1e;
/** PrintableString, TeletexString and IA5String: OpenSSL reads a byte as a character of Latin-1. */
const ONE_BYTE = [0x13, 0x14, 0x16];
/** Other types that OpenSSL reads in a name: BIT STRING, SEQUENCE, and those without a meaning here. */
const OTHER = [0x03, 0x30, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0d, 0x0e, 0x0f, 0x1d];
const SEQUENCE = 0x30;
const SET = 0x31;

/** OpenSSL's short names of the attributes of X.520 (2.5.4), by their numbers from 3. */
const X520 =
  'CN,SN,serialNumber,C,L,ST,street,O,OU,title,description,searchGuide,businessCategory,postalAddress,postalCode,postOfficeBox,physicalDeliveryOfficeName,telephoneNumber,telexNumber,teletexTerminalIdentifier,facsimileTelephoneNumber,x121Address,internationaliSDNNumber,registeredAddress,destinationIndicator,preferredDeliveryMethod,presentationAddress,supportedApplicationContext,member,owner,roleOccupant,seeAlso,userPassword,userCertificate,cACertificate,authorityRevocationList,certificateRevocationList,crossCertificatePair,name,GN,initials,generationQualifier,x500UniqueIdentifier,dnQualifier,enhancedSearchGuide,protocolInformation,distinguishedName,uniqueMember,houseIdentifier,supportedAlgorithms,deltaRevocationList,dmdName,,,,,,,,,,,pseudonym,,,,,,,role,,,,,,,,,,,,,,,,,,,,,,,,,organizationIdentifier,c3,n3,dnsName'.split(
    ',',
  );
/** Its short names of others. */
const SHORT: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.2.840.113549.1.9.8': 'unstructuredAddress',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.3': 'mail',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

interface Attribute {
  oid: string;
  bytes: Uint8Array;
  /** The characters; `null` for types that are not text to OpenSSL. */
  text: string | null;
}

/**
 * A distinguished name (RFC 5280 4.1.2.4) as node:crypto writes it, one relative name per line; `undefined` for an
 * empty one. Throws DerError for what OpenSSL cannot read either.
 */
export function nameLines(bytes: Uint8Array, sequence: Tlv): string | undefined {
  const sets = new DerCursor(bytes, sequence);
  const lines: string[] = [];
  while (!sets.atEnd) {
    const set = sets.open(SET);
    const attributes: Attribute[] = [];
    while (!set.atEnd) attributes.push(attributeOf(bytes, set.open(SEQUENCE)));
    lines.push(attributes.map(shownAttribute).join(' + '));
  }
  return lines.length === 0 ? undefined : lines.join('\n');
}

function shownAttribute(one: Attribute): string {
  return `${shortName(one.oid) ?? one.oid}=${withoutControl(escapedText(one))}`;
}

function shortName(oid: string): string | null {
  const arc = /^2\.5\.4\.(\d+)$/.exec(oid)?.[1];
  return (arc === undefined ? SHORT[oid] : X520[Number(arc) - 3]) || null;
}

function attributeOf(bytes: Uint8Array, attribute: DerCursor): Attribute {
  const oid = readOid(bytes, attribute.next());
  const value = attribute.next();
  if (!attribute.atEnd) throw new DerError('more than a type and a value');
  const content = contentOf(bytes, value);
  return { oid, bytes: content, text: textOf(value.tag, content) };
}

function textOf(tag: number, bytes: Uint8Array): string | null {
  if (tag === UTF8) return decoded(bytes);
  if (ONE_BYTE.includes(tag)) return latin1(bytes);
  if (tag === BMP || tag === UNIVERSAL) return wide(bytes, tag === BMP ? 2 : 4);
  if (tag !== NUMERIC && !OTHER.includes(tag)) throw new DerError('not a value of a name');
  return null;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    throw new DerError('not UTF-8');
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Characters of two or four bytes, the highest first. */
function wide(bytes: Uint8Array, width: number): string {
  if (bytes.length % width !== 0) throw new DerError('half a character');
  let text = '';
  for (let at = 0; at < bytes.length; at += width) {
    const code = bytes.subarray(at, at + width).reduce((sum, byte) => sum * 256 + byte, 0);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new DerError('not a character');
    text += String.fromCodePoint(code);
  }
  return text;
}

/** OpenSSL's ASN1_STRFLGS_ESC_2253. */
function escapedText({ bytes, text }: Attribute): string {
  const characters = [...(text ?? latin1(bytes))];
  const isEscaped = (character: string, at: number) =>
    '"+,;<>\\'.includes(character) ||
    (character === ' ' && (at === 0 || at === characters.length - 1)) ||
    (character === '#' && at === 0 && characters.length > 1);
  return characters.map((one, at) => (isEscaped(one, at) ? `\\${one}` : one)).join('');
}

/** OpenSSL's ASN1_STRFLGS_ESC_CTRL. */
function withoutControl(text: string): string {
  const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  return [...text].map((one) => (one < ' ' || one === '\u007f' ? `\\${hex(one)}` : one)).join('');
}
