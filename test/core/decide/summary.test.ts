import { expect, it } from 'vitest';
import { settingsSummary } from '../../../src/core/decide/summary.ts';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { winHttp, winInet } from '../proxy/arbitraries.ts';

const listed = (proxy: string, bypass = '', enabled = true) =>
  parseLists({ proxy, bypass }, enabled, 'wininet');
const pac = (url: string | null, enabled = true) => ({ pac: { enabled, url } });

it.each<[string, ProxySettings | null]>([
  ['a value that cannot be read', null],
  ['direct', winHttp()],
  ['direct', winInet({ ...listed('a:1', 'x', false), ...pac('http://w', false) })],
  ['proxy a:1, bypass x, flag bit 0 (direct) missing', winInet({ ...listed('a:1', 'x'), direct: false })],
  ['direct, flag bit 0 (direct) missing', winInet({ direct: false })],
  ['auto-detect', winInet({ autoDetect: true })],
  ['PAC http://w/p.pac', winInet(pac('http://w/p.pac'))],
  ['PAC', winInet(pac(null))],
  ['proxy a:1', winInet(listed('a:1'))],
  ['proxy a', winInet(listed('a'))],
  ['proxy [fd00::1]:8080', winInet(listed('[fd00::1]:8080'))],
  // TLS to the proxy, which is another setting than the same proxy without it.
  ['proxy https://a:1; http=https://b:2', winInet(listed('https://a:1;http=https://b:2'))],
  ['proxy http=a:1; https=b:2', winInet(listed('http=a:1;https=b:2'))],
  ['proxy a:1, bypass <local>; x', winInet(listed('a:1', '<local>;x'))],
  ['a proxy without a server', winInet(listed(''))],
  ['proxy a:... (cannot be used: its port is not valid)', winInet(listed('a:x'))],
  ['proxy a:1; b:... (cannot be used: its port is not valid)', winInet(listed('a:1;b:x'))],
  [
    'auto-detect, PAC http://w, proxy a:1, bypass x',
    winInet({ ...listed('a:1', 'x'), ...pac('http://w'), autoDetect: true }),
  ],
])('%s', (text, settings) => {
  expect(settingsSummary(settings)).toBe(text);
});
