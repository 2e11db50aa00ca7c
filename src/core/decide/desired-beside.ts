import type { Observation } from '../model/observation.ts';
import { assess } from './assess.ts';
import type { DesiredSettings } from './desired-settings.ts';

/** A setting in a user's hive, which that user can unload, fill and lock. */
const USERS = /^wininet\/S-1-(?:5-21|12-1)-/i;

/**
 * The desired settings without the settings of this user that must not be written or are not visible. A damaged
 * user hive must not block the named state for the computer or for other users.
 */
export function desiredBeside(
  observation: Observation,
  desired: DesiredSettings,
  sid: string | null,
): DesiredSettings {
  if (desired.source !== 'explicit' || desired.winHttp === 'follow') return desired;
  const { unseen, blocked, winInet } = assess(observation, desired, sid);
  const out = [...unseen, ...blocked].map(({ store }) => store).filter((store) => USERS.test(store));
  if (out.length === 0) return desired;
  const stores = Object.entries(desired.stores ?? {}).filter(([id]) => !out.includes(id));
  return {
    ...desired,
    winInet: winInet !== null && out.includes(winInet.id) ? null : desired.winInet,
    stores: Object.fromEntries(stores),
  };
}
