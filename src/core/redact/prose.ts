import { FILE_ENDING, type KnownNames, trimmed } from './known-names.ts';
import { between, redactList, redactPath, redactWords } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

const OURS = /^(?:p2s-fix|winhttp|wininet|advproxy)\b/i;
/** Programs and pages of the documentation, without the folder of a user. */
const OUR_FILE = /^(?:docs\/)?[^\\/]*\.(?:exe|md)[.,:]?$/i;
const SEPARATORS = /([\s"'`()<>[\]{},;=|]+)/;
/** An absolute path in quotation marks, which may have spaces. */
const QUOTED = /(?<=["'](?:--[a-z-]+=)?)(?:[a-z]:[\\/]|\\\\|\/(?=[^/]))[^"'<>|\n]*(?=["'])/gi;
const ABSOLUTE = /\\|^\/.|^[a-z]:[\\/]/i;
/** `alice/pc.reg`, `../alice`; a URL is none. */
const RELATIVE = new RegExp(`^(?:\\.{1,2}|~)/.|^(?!.*://).*[^/]/.*${FILE_ENDING}[.,:]?$`, 'i');
/** `alice.smith/captures`, `pac.contoso.com/x`. */
const DOTTED = /^(?!.*:\/\/)[^/]*[a-z0-9_-]\.[a-z][^/]*\/|^(?!.*:\/\/).*\/[^/]*[a-z0-9_-]\.[a-z]/i;

/**
 * A p2s-fix sentence with untrusted names: replaces everything that looks like a host, address, path, account or
 * SID, and every known name. The run's own files are found first: their names can have any separator.
 */
export function redactProse(names: Pseudonyms, text: string, known: KnownNames): string {
  const path = (found: string) => redactPath(names, found);
  const tokens = (rest: string) =>
    rest
      .split(SEPARATORS)
      .map((part, at) => (at % 2 === 1 ? part : redactToken(names, part, known)))
      .join('');
  const others = (rest: string) => between(rest, QUOTED, path, tokens);
  return known.files === null ? others(text) : between(text, known.files, path, others);
}

function redactToken(names: Pseudonyms, token: string, known: KnownNames): string {
  if (token === '' || /^--?[a-z]/.test(token) || OUR_FILE.test(token)) return token;
  if (RELATIVE.test(token)) return pathToken(names, token);
  if (OURS.test(token)) return token;
  if (ABSOLUTE.test(token)) return pathToken(names, token);
  if (/:\/\/|@|^[a-z0-9*_-]+(?:\.[a-z0-9*_-]+)*\.[a-z][a-z0-9-]+(?::\d+)?[.:]?$/i.test(token))
    return redactList(names, token);
  if (/S-1-(?:5-21|12-1)-|^\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:/i.test(token))
    return redactList(names, token);
  const hostAndPort = /^([a-z0-9-]+):\d+[.:]?$/i.exec(token);
  if (hostAndPort !== null || DOTTED.test(token)) return redactList(names, token);
  const word = trimmed(token);
  if (known.hosts.has(word)) return redactList(names, token);
  const isNamed = [word, ...word.split(/[^a-z0-9\u{80}-\u{10ffff}-]+/u)].some((one) => known.words.has(one));
  return isNamed ? redactWords(names, token) : token;
}

/** A path, perhaps at the end of a sentence. */
function pathToken(names: Pseudonyms, token: string): string {
  const end = /[^.][.,:]$/.test(token) ? token.slice(-1) : '';
  return redactPath(names, token.slice(0, token.length - end.length)) + end;
}
