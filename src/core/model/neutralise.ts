/**
 * Makes untrusted text safe to show and to store: printable ASCII is kept, everything else (control characters,
 * terminal escapes, any other script) becomes `\xNN` or `\u{N}`, and text after `maxLength` characters is replaced
 * by `...`. Bytes are read as Latin-1, one character each.
 */
export function neutralise(text: string | Uint8Array, maxLength = 200): string {
  const raw =
    typeof text === 'string' ? text : Buffer.from(text.subarray(0, maxLength + 1)).toString('latin1');
  let safe = '';
  let count = 0;
  for (const character of raw) {
    if (count === maxLength) return `${safe}...`;
    safe += escaped(character);
    count += 1;
  }
  return safe;
}

/**
 * Typed text, safe to repeat: the part before an `@`, percent-encoded or not, may be a password; it is omitted.
 */
export function withoutPassword(text: string): string {
  // Word by word: one expression for the whole text would search for an @ from every character.
  return text.replace(/[^\s"']+/g, withoutCredentials);
}

/**
 * Untrusted names and addresses in any script: only control characters (C0, C1, DEL, the marks that change
 * the text direction), line and paragraph separators, and lone surrogates become `\\u{N}`, so that no
 * terminal interprets them.
 */
export function withoutControls(text: string, maxLength = 2000): string {
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
  return shown.replace(ACTED_ON, escapedCode);
}

/**
 * Text for a terminal, with its line breaks: the last safeguard in case untrusted text was not made safe before.
 */
export function forTerminal(text: string): string {
  return text
    .split('\n')
    .map((line) => withoutControls(line, Number.MAX_SAFE_INTEGER))
    .join('\n');
}

/**
 * An event, or any other plain value, in whose texts nothing acts on a terminal or breaks a line. A file name can
 * have a line break, and the lines of a view are ours. Unchanged values stay the same objects.
 */
export function onOneLine<T>(value: T): T {
  return lineOf(value) as T;
}

function lineOf(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(ACTED_ON, escapedCode);
  if (typeof value !== 'object' || value === null) return value;
  const old = Object.entries(value);
  const now = old.map(([name, one]): [string, unknown] => [name, lineOf(one)]);
  if (now.every(([, one], at) => one === old[at]?.[1])) return value;
  return Array.isArray(value) ? now.map(([, one]) => one) : Object.fromEntries(now);
}

/** The distinguished name of a certificate as Node writes it, one attribute per line, in any script. */
export function shownName(distinguished: string | undefined): string {
  return withoutControls((distinguished ?? '').replaceAll('\n', ', '), 200);
}

const ACTED_ON = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

function escapedCode(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code <= 0x7e) return character;
  const hex = code.toString(16);
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}

/** `@` itself, or percent-encoded (RFC 3986 2.1), also more than once. */
const AT = /@|%(?:25)*40/gi;

/**
 * Where a host can begin: after the last `@` in any encoding; 0 if there is none. The text before it may be a
 * password and is never shown.
 */
export function afterCredentials(text: string): number {
  let behind = 0;
  for (const { 0: at, index } of text.matchAll(AT)) behind = index + at.length;
  return behind;
}

export function hasCredentials(text: string): boolean {
  return afterCredentials(text) > 0;
}

/** The text with `***@` in place of a possible password. */
export function withoutCredentials(text: string): string {
  const behind = afterCredentials(text);
  return behind === 0 ? text : `***@${text.slice(behind)}`;
}
