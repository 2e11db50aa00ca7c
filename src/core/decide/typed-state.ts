import { typedPacUrl } from '../proxy/pac-url.ts';
import type { Store } from '../proxy/settings.ts';
import { typedBypassList, typedProxyList } from '../proxy/typed.ts';
import type { DesiredSetting } from './desired-settings.ts';

/** A state for one setting as a user types it: by options or in a desired-state file. */
export type TypedState = { proxy: string; bypass?: string | undefined } | { pac: string } | { direct: true };

/**
 * The desired setting for a typed state. Without a bypass list, the current one is kept.
 *
 * @param where names the source of a part: an option, or a file and the location in it
 * @throws P2sError `input`, `refused` that name the source
 */
export function typedState(
  state: TypedState,
  where: (part: 'proxy' | 'bypass' | 'pac') => string,
  store: Store = 'wininet',
): DesiredSetting {
  if ('direct' in state) return { kind: 'direct' };
  if ('pac' in state) {
    const { url, notes } = typedPacUrl(state.pac, where('pac'));
    return { kind: 'pac', url, ...(notes.length > 0 ? { notes } : {}) };
  }
  const proxy = typedProxyList(state.proxy, { where: where('proxy'), store });
  const list = { where: where('bypass'), store };
  const bypass = state.bypass === undefined ? null : typedBypassList(state.bypass, list);
  const notes = [...proxy.notes, ...(bypass?.notes ?? [])];
  return {
    kind: 'proxy',
    servers: proxy.servers,
    bypass: bypass?.entries ?? null,
    ...(notes.length > 0 ? { notes } : {}),
  };
}
