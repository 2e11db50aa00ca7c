import { assess } from '../../core/decide/assess.ts';
import type { Wish } from '../../core/decide/wish.ts';
import type { Observation } from '../../core/model/observation.ts';

/** A setting in the hive of somebody, which that user can close, fill and lock. */
const USERS = /^wininet\/S-1-(?:5-21|12-1)-/i;

/**
 * What is wanted beside the settings of this user that must not be written or are not visible: what somebody makes of a
 * hive keeps no named state from the machine, nor from other users.
 */
export function wishBeside(observation: Observation, wish: Wish, sid: string | null): Wish {
  if (wish.source !== 'explicit' || wish.winHttp === 'follow') return wish;
  const { unseen, blocked, winInet } = assess(observation, wish, sid);
  const out = [...unseen, ...blocked].map(({ store }) => store).filter((store) => USERS.test(store));
  if (out.length === 0) return wish;
  const stores = Object.entries(wish.stores ?? {}).filter(([id]) => !out.includes(id));
  return {
    ...wish,
    winInet: winInet !== null && out.includes(winInet.id) ? null : wish.winInet,
    stores: Object.fromEntries(stores),
  };
}
