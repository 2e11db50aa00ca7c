import { DIRECT_WINHTTP, type ProxySettings } from '../../../src/core/proxy/settings.ts';

export const DIRECT = DIRECT_WINHTTP;

export function through(host: string, port = 8080): ProxySettings {
  return { ...DIRECT_WINHTTP, proxy: { enabled: true, servers: [{ scheme: 'all', host, port }] } };
}
