import { isIP, isIPv4 } from 'node:net';
import type { Pseudonyms } from './pseudonyms.ts';

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
