/** `@` as it is, or percent-encoded (RFC 3986 2.1), also more than once. */
const AT = /@|%(?:25)*40/gi;

/**
 * Where a host can begin: behind the last `@`, in whatever form it is written; 0 where there is none. What stands before
 * it may be a password, and so is never shown.
 */
export function afterCredentials(text: string): number {
  let behind = 0;
  for (const { 0: at, index } of text.matchAll(AT)) behind = index + at.length;
  return behind;
}

export function hasCredentials(text: string): boolean {
  return afterCredentials(text) > 0;
}

/** The text with `***@` in place of what may be a password. */
export function withoutCredentials(text: string): string {
  const behind = afterCredentials(text);
  return behind === 0 ? text : `***@${text.slice(behind)}`;
}
