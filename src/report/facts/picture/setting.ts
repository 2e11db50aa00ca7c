import { proxyForUrl } from '../../../core/proxy/proxy-for-url.ts';
import type { Store } from '../../../core/proxy/settings.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import type { PicturedProxy, PicturedSetting } from './model.ts';

/** The facts of a setting for the picture. */
export function pictureSetting(store: StoreView): PicturedSetting {
  const { id, managedBy, settings } = store;
  const automatic = settings?.autoDetect
    ? ('auto-detect' as const)
    : settings?.pac?.enabled
      ? ('pac' as const)
      : null;
  return { id, managedBy, automatic };
}

/** Fictional external names, which no bypass entry matches on purpose. */
export const ANY_GATEWAY = 'gateway.invalid';
export const ANY_PUBLISHER = 'crl.invalid';

/** The proxy that a setting gives for a host, when no check shows which one was used. */
export function proxyInSetting(store: StoreView | null, host: string, api: Store): PicturedProxy {
  if (store?.settings == null) return { kind: 'unknown', why: 'store-not-known' };
  const [scheme, port] = api === 'wininet' ? (['https', 443] as const) : (['http', 80] as const);
  const route = proxyForUrl(store.settings, { scheme, host, port }, api);
  if (route.kind === 'direct') return { kind: 'direct' };
  if (route.kind !== 'proxy') return { kind: 'unknown', why: route.kind };
  return {
    kind: 'proxy',
    address: `${route.host.includes(':') ? `[${route.host}]` : route.host}:${route.port}`,
  };
}

/** The proxy that checks used; `null` when they do not show it. */
export function proxyOfRoute(via: string | undefined): PicturedProxy | null {
  if (via === undefined || via === 'unknown') return null;
  return via === 'direct' ? { kind: 'direct' } : { kind: 'proxy', address: via };
}
