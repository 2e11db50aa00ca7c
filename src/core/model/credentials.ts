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
