import type { Words } from './words.ts';

/** Who somebody is; the HKEY_CURRENT_USER of a recording names nobody. */
export function userText(name: string | null, sid: string | null, words: Words): string {
  return name ?? (sid === 'current' ? words.recordedUser : (sid ?? words.unknownUser));
}
