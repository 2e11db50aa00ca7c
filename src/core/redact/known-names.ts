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

/** Names of one run, which its sentences and commands may repeat. */
export interface KnownNames {
  /** Single words, in lower case. */
  words: ReadonlySet<string>;
  /** Hosts, networks and patterns of them, in lower case, as {@link trimmed} leaves them. */
  hosts: ReadonlySet<string>;
  /** Finds the run's own files; `null` without any. */
  files: RegExp | null;
}

/** @param given files and folders as the user named them, and their absolute paths */
export function knownNames(given: {
  words?: Iterable<string>;
  hosts?: Iterable<string>;
  files?: readonly string[];
}): KnownNames {
  const { words = [], hosts = [], files = [] } = given;
  const known = [...hosts].map(trimmed).filter((host) => /[^\d]/.test(host) && !COMMON.includes(host));
  return { words: new Set(words), hosts: new Set(known), files: patternOf(files) };
}

/** The words of a name that are searched for in sentences. */
export function wordsOf(name: string): string[] {
  return (name.toLowerCase().match(/[a-z0-9\u00c0-\uffff-]{3,}/gu) ?? []).filter(
    (word) => !COMMON.includes(word) && !/^\d+$/.test(word),
  );
}

/** The same for a text of the command line, without hosts and paths, which are found by their form. */
export function wordsOfTyped(text: string): string[] {
  return text.split(/\s+/).flatMap((one) => (/[./\\:]/.test(one) ? [] : wordsOf(one)));
}

/** A word of a sentence in lower case, without the punctuation around it. */
export function trimmed(token: string): string {
  return token.toLowerCase().replace(/^[^a-z0-9\u{80}-\u{10ffff}]+|[^a-z0-9\u{80}-\u{10ffff}]+$/gu, '');
}

/** Endings that say nothing about a person. */
export const FILE_ENDING =
  '\\.(?:reg|json|ndjson|jsonl|csv|txt|zip|xml|pbk|cms|ovpn|html?|md|pem|crt|pac|ps1|log|cer|tmp)';
/** A file below a known folder, also with spaces in its name. */
const BELOW = `(?:[\\\\/]+(?=\\S)(?:(?!\\s--)[^"'<>|\\n])*?${FILE_ENDING}(?![\\p{L}\\p{N}]))?`;

function patternOf(files: readonly string[]): RegExp | null {
  const named = new Set(files.flatMap((file) => [file, plainPath(file)]));
  const patterns = [...named]
    .filter((file) => /[\p{L}\p{N}]/u.test(file))
    .sort((a, b) => b.length - a.length)
    .map((file) => (/^[\p{L}\p{N}_-]+$/u.test(file) ? wordPattern(file) : pathPattern(file)));
  return patterns.length === 0 ? null : new RegExp(`(?:${patterns.join('|')})${BELOW}`, 'giu');
}

/** The path without `.` folders and repeated separators, as a joined path is printed. */
function plainPath(file: string): string {
  return file.replace(/(?<=.)([\\/])[\\/]+/g, '$1').replace(/(?<=^|[\\/])\.[\\/]/g, '');
}

/** A name that can also be a word of a sentence: only where a path stands. */
function wordPattern(word: string): string {
  const positional = 'p2s-fix (?:apply|fleet [a-z]+) (?:[^\\n]* )?["\']?';
  const isPath = `(?<=--[a-z-]+[= ]["']?|${positional}|[\\\\/"'])${word}(?=$|[\\s"'/\\\\,])`;
  return `${isPath}|^${word}(?=$|[,/\\\\])`;
}

function pathPattern(file: string): string {
  const [first = '', last = ''] = [file.at(0), file.replace(/[\\/]+$/, '').at(-1)];
  const before = /[\p{L}\p{N}]/u.test(first) ? '(?<![\\p{L}\\p{N}])' : '';
  const after = /[\p{L}\p{N}]/u.test(last) ? '(?![\\p{L}\\p{N}])' : '';
  // A separator at the end may be omitted, or followed by more.
  return `${before}${[...file.replace(/(?<=.)[\\/]+$/, '')].map(characterPattern).join('')}${after}`;
}

/** A character as commands show it: another separator, a quotation mark written twice, a control character escaped. */
function characterPattern(character: string): string {
  if (character === '/' || character === '\\') return '[\\\\/]+';
  if (character === "'") return String.raw`(?:'\\''|''?)`;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (/[\u2018-\u201b]/.test(character)) return `\\u{${code}}{1,2}`;
  const itself = `\\u{${code}}`;
  return /[\p{L}\p{N}]/u.test(character) ? itself : `(?:${itself}|\\\\u\\{${code}\\})`;
}
