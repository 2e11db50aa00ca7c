import type { Observation } from '../model/observation.ts';

/**
 * Whether an administrator ran the observation. If the language mode hides this: only an administrator can read
 * the hive of a service account.
 */
export function isElevated({ user, registry }: Pick<Observation, 'user' | 'registry'>): boolean {
  if (user === null) return false;
  const hive = /^HKEY_USERS\\S-1-5-(?:19|20)\\/i;
  return (
    user.elevated ??
    [...registry.keys].some(({ path, visibility }) => hive.test(path) && visibility !== 'unseen')
  );
}
