import type { Store } from '../proxy/settings.ts';
import { typedBypassList, typedProxyList } from '../proxy/typed.ts';
import { typedPacUrl } from '../proxy/typed-pac.ts';
import type { DesiredSetting } from './desired-settings.ts';

/** A state for one store as a person writes it: by options or in a desired-state file. */
export type TypedState = { proxy: string; bypass?: string | undefined } | { pac: string } | { direct: true };

/**
 * The state that was typed. Without a bypass list the one that is there stays.
 *
 * @param where names the place of a part: an option, or a file and the place in it
 * @throws P2sError `input`, `refused` that name the place
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
