import { isIP, isIPv4 } from 'node:net';
import { percentDecoded } from '../model/parse-url.ts';
import { FILE_ENDING } from './known-names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Public names, the same for everyone; labels before the last three are replaced. */
const PUBLIC = ['digicert.com', 'microsoft.com', 'msocsp.com', 'windowsupdate.com'];
const AZURE = /^(azuregateway-)?(.*)(\.vpn\.azure\.com|\.cloudapp\.net)$/i;
const TOP = [
  'com',
  'net',
  'org',
  'local',
  'lan',
  'internal',
  'corp',
  'example',
  'test',
  'invalid',
  'home',
  'arpa',
];
const LOOPBACK = ['localhost', 'loopback'];
/** Tokens with a meaning in a proxy list, a bypass list or a URL. */
const SCHEMES = ['http', 'https', 'ftp', 'socks', 'socks4', 'socks5', 'file', 'all'];
const ATOM = /[a-z0-9_.*\u{80}-\u{10ffff}-]+/giu;
const IPV6 = /\[[0-9a-f:.]+(?:%[^\]\s]*)?\]|(?<![0-9a-z:.])[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*/gi;
const SID = /S-1-(?:5-21|12-1)-[0-9-]*[0-9]/gi;
const WHOLE = new RegExp(`${SID.source}|${IPV6.source}`, 'gi');

/** A host name or address, possibly with wildcards. */
export function redactHost(names: Pseudonyms, host: string): string {
  // An address before a full stop.
  if (/^(?:\d+\.){4}$/.test(host)) return `${redactHost(names, host.slice(0, -1))}.`;
  const address = redactIPv4(names, host) ?? redactIPv6(names, host);
  if (address !== null) return address;
  const lower = host.toLowerCase();
  // Dotted numbers that are not an address: a version, or text that Windows does not accept.
  if (LOOPBACK.includes(lower) || /^\d*\.[\d.]*$/.test(host)) return host;
  if (PUBLIC.some((name) => lower === name || lower.endsWith(`.${name}`))) return host;
  const [, prefix = '', own, azure = ''] = AZURE.exec(host) ?? [];
  if (own !== undefined) return `${prefix}${labels(names, own)}${azure}`;
  return labels(names, host);
}

function labels(names: Pseudonyms, host: string): string {
  const parts = host.split('.');
  return parts
    .map((label, at) => {
      const isTop = at === parts.length - 1 && at > 0 && TOP.includes(label.toLowerCase());
      return isTop ? label : names.word(label);
    })
    .join('.');
}

/**
 * A proxy list, a bypass list, a URL, or any other text with all words replaced: schemes, ports, separators and
 * `<local>` are kept, so that it parses as before.
 */
export function redactList(names: Pseudonyms, text: string): string {
  let done = '';
  let from = 0;
  for (const match of text.matchAll(WHOLE)) {
    const [found] = match;
    const bare = found.replace(/^\[|\]$/g, '');
    const moved = /^S-1-/i.test(found) ? redactSid(names, found) : redactIPv6(names, bare);
    if (moved === null) continue;
    done += withoutAddresses(names, text, from, match.index) + found.replace(bare, moved);
    from = match.index + found.length;
  }
  return done + withoutAddresses(names, text, from, text.length);
}

function withoutAddresses(names: Pseudonyms, text: string, from: number, to: number): string {
  const part = text.slice(from, to).replace(/%[0-9a-f]{2}/gi, '%2D');
  return part.replace(ATOM, (atom: string, at: number) => {
    const before = part.slice(Math.max(0, at - 1), at) || text.slice(Math.max(0, from - 1), from);
    const after = part.slice(at + atom.length);
    if (before === '%' && atom.startsWith('2D')) return `2D${redactHost(names, atom.slice(2))}`;
    // What was no escape becomes none.
    if (before === '%') return redactHost(names, atom).replace(/^([0-9a-f])[0-9a-f]/i, '$1x');
    if (before === ':' && /^\d{1,6}$/.test(atom) && /^(?:$|[;,\s/\\?#)])/.test(after)) return atom;
    const isScheme = SCHEMES.includes(atom.toLowerCase()) && /^(?:=|:\/\/)/.test(after);
    const isKeyword = before === '<' && /^-?(?:local|loopback)$/i.test(atom) && after.startsWith('>');
    return isScheme || isKeyword ? atom : redactHost(names, atom);
  });
}

/** The id of a store, with its SID and connection replaced. */
export function redactStoreId(names: Pseudonyms, id: string): string {
  const [, sid, entry] = /^wininet\/([^/]+)\/(?:lan|ras\/(.*))$/s.exec(id) ?? [];
  if (sid === undefined) return id;
  const account = redactSid(names, sid);
  if (entry === undefined) return `wininet/${account}/lan`;
  return `wininet/${account}/ras/${encodeURIComponent(redactWords(names, percentDecoded(entry)))}`;
}

const STEM_AND_ENDING = new RegExp(`^(.+?)(${FILE_ENDING})?$`, 'i');
/** Folders and files that exist on every computer. */
const FOLDERS =
  /^(?:[a-z]:|users|home|appdata|roaming|local|locallow|temp|tmp|microsoft|network|connections|pbk|_hiddenpbk|rasphone\.pbk|cm|packages|microsoft\.azurevpn_8wekyb3d8bbwe|localstate|programdata|program files(?: \(x86\))?|windows|system32|p2s-fix|backups|\d+\.json|\.local|state|var|root|etc|public|default|nodejs|powershell|7)$/i;

/** A path: parts that exist on every computer are kept, and so is the file extension. */
export function redactPath(names: Pseudonyms, path: string): string {
  return path
    .split(/([\\/])/)
    .map((part) => {
      if (FOLDERS.test(part)) return part;
      const [, stem = part, ending = ''] = STEM_AND_ENDING.exec(part) ?? [];
      return redactWords(names, stem) + ending;
    })
    .join('');
}

/** A name of several words, such as a user or a connection. */
export function redactWords(names: Pseudonyms, text: string): string {
  return between(
    text,
    SID,
    (sid) => redactSid(names, sid),
    (rest) => rest.replace(/[a-z0-9\u{80}-\u{10ffff}]+/giu, (word) => names.word(word)),
  );
}

/** Values that exist on every computer; others are named after a connection. */
const OWN_VALUES =
  /^(?:DefaultConnectionSettings|SavedLegacySettings|WinHttpSettings|Proxy(?:Enable|Server|Override)|AutoConfigURL)$/i;

/** A registry value after its key; `null` for any other text. */
export function redactValuePlace(names: Pseudonyms, text: string): string | null {
  const [, key, value = ''] = /^(HKEY_[A-Z_]+\\.*\\)([^\\]*)$/s.exec(text) ?? [];
  if (key === undefined) return null;
  return redactKeyPath(names, key) + (OWN_VALUES.test(value) ? value : redactWords(names, value));
}

/** A registry key: replaces the SID of the hive. */
export function redactKeyPath(names: Pseudonyms, path: string): string {
  return path.replace(SID, (sid) => redactSid(names, sid));
}

/** Applies `inside` to the matches and `outside` to the text between them. */
export function between(
  text: string,
  pattern: RegExp,
  inside: (found: string) => string,
  outside: (rest: string) => string,
): string {
  let done = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    done += outside(text.slice(from, match.index)) + inside(match[0]);
    from = match.index + match[0].length;
  }
  return done + outside(text.slice(from));
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
const ONE = range(0, 9);
const TWO = range(10, 99);
const THREE = range(100, 255);
/** A pseudonym must not be on loopback. */
const THREE_AT_FIRST = THREE.filter((octet) => octet !== '127');
const ONE_AT_FIRST = ONE.filter((octet) => octet !== '0');

/**
 * An IPv4 address, or a prefix with a wildcard (`10.1.*`): each octet becomes one with as many digits,
 * and addresses of one network stay in one network. Loopback and 0.0.0.0 identify nobody and are kept;
 * `null` for anything else.
 */
export function redactIPv4(names: Pseudonyms, text: string): string | null {
  const octets = text.split('.');
  const isPattern =
    octets.length <= 4 && octets.every((octet) => octet === '*' || octet === '' || isOctet(octet));
  if (!isOctet(octets[0] ?? '') || octets.length < 2 || (!isIPv4(text) && !(isPattern && /[*.]$/.test(text))))
    return null;
  if (octets[0] === '127' || text === '0.0.0.0') return text;
  return octets
    .map((octet, at) => names.oneOf(alike(octet, at === 0), octet, `ipv4 ${octets.slice(0, at).join('.')}`))
    .join('.');
}

/** An IPv6 address without brackets: replaces its digits. Loopback is kept; `null` for anything else. */
export function redactIPv6(names: Pseudonyms, text: string): string | null {
  const [address = '', zone] = text.split('%', 2);
  if (isIP(address) !== 6) return null;
  if (address === '::1' || address === '::') return text;
  const tail = /(?<=:)\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0] ?? '';
  const head = address.slice(0, address.length - tail.length);
  const end = tail === '' ? '' : (redactIPv4(names, tail) ?? tail);
  return `${names.hex(head)}${end}${zone === undefined ? '' : `%${names.word(zone)}`}`;
}

/**
 * The SID of an account: replaces the domain numbers, and the account number unless it is a well-known one. The
 * SIDs of services and groups are the same everywhere and are kept.
 */
export function redactSid(names: Pseudonyms, sid: string): string {
  const [, kind = '', numbers = ''] = /^(S-1-(?:5-21|12-1)-)([0-9-]+)$/i.exec(sid) ?? [];
  if (kind === '') return sid;
  const parts = numbers.split('-');
  return (
    kind +
    parts
      .map((part, at) => {
        const isWellKnown = at === parts.length - 1 && Number(part) < 1000;
        return isWellKnown ? part : number(names, part, parts.slice(0, at).join('-'));
      })
      .join('-')
  );
}

/** Ten digits begin with at most a 4, and fit in 32 bits. */
function number(names: Pseudonyms, part: string, context: string): string {
  const moved = names.word(`${context}-${part}`).slice(context.length + 1);
  if (moved.length < 10) return moved.replace(/^0(?=.)/, '1');
  return names.oneOf(['1', '2', '3'], part[0] === '4' ? '3' : (part[0] ?? '1'), context) + moved.slice(1);
}

function isOctet(text: string): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255;
}

function alike(octet: string, first: boolean): readonly string[] {
  if (octet.length === 1) return first ? ONE_AT_FIRST : ONE;
  if (octet.length === 2) return TWO;
  return first ? THREE_AT_FIRST : THREE;
}
