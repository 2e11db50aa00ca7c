import { redactList, redactPath, redactWords } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Words that are common in p2s-fix's own sentences and commands, although they may be names. */
const COMMON = [
  'admin',
  'administrator',
  'client',
  'gateway',
  'host',
  'local',
  'pac',
  'proxy',
  'server',
  'user',
  'vpn',
  'wpad',
];
const OURS = /^(?:p2s-fix|winhttp|wininet|advproxy)\b|\.(?:exe|md)[.,:]?$/i;
const SEPARATORS = /([\s"'`()<>[\]{},;=|]+)/;

/** Single words that occur as names, in lower case. */
export type KnownNames = ReadonlySet<string>;

/** The words of a name that are searched for in sentences. */
export function wordsOf(name: string): string[] {
  return (name.toLowerCase().match(/[a-z0-9\u00c0-\uffff-]{3,}/gu) ?? []).filter(
    (word) => !COMMON.includes(word) && !/^\d+$/.test(word),
  );
}

/**
 * A p2s-fix sentence with untrusted names: replaces everything that looks like a host, address, path, account or
 * SID, and every known name.
 */
export function redactProse(names: Pseudonyms, text: string, known: KnownNames): string {
  return text
    .split(SEPARATORS)
    .map((part, at) => (at % 2 === 1 ? part : redactToken(names, part, known)))
    .join('');
}

function redactToken(names: Pseudonyms, token: string, known: KnownNames): string {
  if (token === '' || OURS.test(token) || /^--?[a-z]/.test(token)) return token;
  if (/\\|^\/.|^[a-z]:[\\/]/i.test(token)) return redactPath(names, token);
  if (/:\/\/|@|^[a-z0-9*_-]+(?:\.[a-z0-9*_-]+)*\.[a-z][a-z0-9-]+(?::\d+)?[.:]?$/i.test(token))
    return redactList(names, token);
  if (/S-1-(?:5-21|12-1)-|^\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:/i.test(token))
    return redactList(names, token);
  const hostAndPort = /^([a-z0-9-]+):\d+[.:]?$/i.exec(token);
  if (hostAndPort !== null) return redactList(names, token);
  const word = token.toLowerCase().replace(/^[^a-z0-9\u{80}-\u{10ffff}]+|[^a-z0-9\u{80}-\u{10ffff}]+$/gu, '');
  return known.has(word) ? redactWords(names, token) : token;
}
