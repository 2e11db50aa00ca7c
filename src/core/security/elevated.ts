import type { Observation } from '../model/observation.ts';

/**
 * Whether an administrator looked. Where the language mode hides who is one: only those may read the hive of a service
 * account.
 */
export function isElevated({ user, registry }: Pick<Observation, 'user' | 'registry'>): boolean {
  if (user === null) return false;
  const hive = /^HKEY_USERS\\S-1-5-(?:19|20)\\/i;
  return (
    user.elevated ??
    [...registry.keys].some(({ path, visibility }) => hive.test(path) && visibility !== 'unseen')
  );
}
