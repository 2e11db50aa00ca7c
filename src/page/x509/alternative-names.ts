import { contentOf, DerCursor, DerError, openSequence, TAG, type Tlv } from '../../path/pki/der.ts';
import { identifierIn } from './identifiers.ts';
import { DistinguishedName } from './names.ts';

/** The tags of GeneralName (RFC 5280 4.2.1.6). */
export const GENERAL = {
  other: 0xa0,
  email: 0x81,
  dns: 0x82,
  x400: 0xa3,
  directory: 0xa4,
  ediParty: 0xa5,
  uri: 0x86,
  address: 0x87,
  id: 0x88,
} as const;

/** The other names that Node writes, with the type of their text. */
const OTHER_NAMES: Readonly<Record<string, { prefix: string; tag: number }>> = {
  '1.3.6.1.5.5.7.8.5': { prefix: 'XmppAddr', tag: 0x0c },
  '1.3.6.1.5.5.7.8.7': { prefix: 'SRVName', tag: 0x16 },
  '1.3.6.1.5.5.7.8.8': { prefix: 'NAIRealm', tag: 0x0c },
  '1.3.6.1.5.5.7.8.9': { prefix: 'SmtpUTF8Mailbox', tag: 0x0c },
  '1.3.6.1.4.1.311.20.2.3': { prefix: 'UPN', tag: 0x0c },
};

export interface GeneralName {
  tag: number;
  value: Uint8Array;
  /** As node:crypto writes it. */
  shown: string;
}

/** GeneralNames. Throws DerError. */
export function generalNames(extension: Uint8Array): GeneralName[] {
  return namesIn(extension, openSequence(extension));
}

/** A SEQUENCE OF GeneralName after its tag. Throws DerError. */
export function namesIn(bytes: Uint8Array, list: DerCursor): GeneralName[] {
  const names: GeneralName[] = [];
  while (!list.atEnd) {
    const name = list.next();
    names.push({ tag: name.tag, value: contentOf(bytes, name), shown: shownName(bytes, name) });
  }
  return names;
}

/** The name inside a directoryName. Throws DerError. */
export function directoryName(bytes: Uint8Array, general: Tlv): DistinguishedName {
  const inside = new DerCursor(bytes, general);
  const name = new DistinguishedName(bytes, inside.take(TAG.sequence));
  if (!inside.atEnd) throw new DerError('more than one name');
  return name;
}

function shownName(bytes: Uint8Array, general: Tlv): string {
  const value = contentOf(bytes, general);
  switch (general.tag) {
    case GENERAL.dns:
      return `DNS:${quotedUnlessSafe(Buffer.from(value).toString('latin1'), SAFE)}`;
    case GENERAL.email:
      return `email:${quotedUnlessSafe(Buffer.from(value).toString('latin1'), SAFE)}`;
    case GENERAL.uri:
      return `URI:${quotedUnlessSafe(Buffer.from(value).toString('latin1'), SAFE)}`;
    case GENERAL.directory:
      return `DirName:${quotedUnlessSafe(directoryName(bytes, general).oneLine, SAFE_IN_UNICODE)}`;
    case GENERAL.address:
      return `IP Address:${shownAddress(value)}`;
    case GENERAL.id:
      return `Registered ID:${identifierIn(bytes, { ...general, tag: TAG.oid })}`;
    case GENERAL.other:
      return `othername:${shownOther(bytes, general)}`;
    case GENERAL.x400:
      return 'X400Name:<unsupported>';
    case GENERAL.ediParty:
      return 'EdiPartyName:<unsupported>';
    default:
      throw new DerError('not a general name');
  }
}

const SAFE = /^[ !#-&(-+\--[\]-~]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Node quotes a name that has one.
const SAFE_IN_UNICODE = /^[^\u0000-\u001f\u007f"',\\]*$/;

/** Names that would be ambiguous in a list are quoted as in JSON; a comma becomes an escape. */
function quotedUnlessSafe(text: string, safe: RegExp, prefix = ''): string {
  if (safe.test(text)) return `${prefix}${text}`;
  const isUnicode = safe === SAFE_IN_UNICODE;
  const escaped = [...text].map((character) => {
    const code = character.charCodeAt(0);
    if (character === '\\' || character === '"') return `\\${character}`;
    const isShown = character !== ',' && ((code >= 0x20 && code <= 0x7e) || (isUnicode && code > 0x7f));
    return isShown ? character : `\\u00${code.toString(16).padStart(2, '0')}`;
  });
  return `"${prefix}${escaped.join('')}"`;
}

function shownAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return `<invalid length=${bytes.length}>`;
  const pairs = Array.from(
    { length: 8 },
    (_none, at) => (bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0),
  );
  return pairs.map((pair) => pair.toString(16).toUpperCase()).join(':');
}

function shownOther(bytes: Uint8Array, general: Tlv): string {
  const fields = new DerCursor(bytes, general);
  const id = identifierIn(bytes, fields.take(TAG.oid));
  const value = new DerCursor(bytes, fields.take(0xa0)).next();
  // OpenSSL reads no text of half a character, whatever it is for.
  if (value.tag === 0x1e && (value.end - value.content) % 2 !== 0) throw new DerError('half a character');
  const known = OTHER_NAMES[id];
  if (known === undefined || value.tag !== known.tag) return '<unsupported>';
  const isUnicode = known.tag === 0x0c;
  const text = Buffer.from(contentOf(bytes, value)).toString(isUnicode ? 'utf8' : 'latin1');
  return quotedUnlessSafe(text, isUnicode ? SAFE_IN_UNICODE : SAFE, `${known.prefix}:`);
}
