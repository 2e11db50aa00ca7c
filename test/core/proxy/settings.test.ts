import { describe, expect, it } from 'vitest';
import { shownSettings, shownUrl } from '../../../src/core/proxy/pac-url.ts';
import { DIRECT_WINHTTP, isDirect } from '../../../src/core/proxy/settings.ts';
import { winInet } from './arbitraries.ts';

const pac = { enabled: true, url: 'http://w/p.pac' };

describe('isDirect', () => {
  it.each([
    [true, 'WinHTTP without a proxy', DIRECT_WINHTTP],
    [true, 'WinINET with nothing on', winInet({ pac: { ...pac, enabled: false }, autoDetect: false })],
    [false, 'a proxy', winInet({ proxy: { enabled: true, servers: [] } })],
    [false, 'a PAC file', winInet({ pac })],
    [false, 'auto-detection', winInet({ autoDetect: true })],
  ])('is %s for %s', (expected, _, settings) => {
    expect(isDirect(settings)).toBe(expected);
  });
});

describe('settings for output', () => {
  it.each([
    ['http://w/p.pac?a=b%40c', 'http://w/p.pac?a=b%40c'],
    ['http://bob:s3cret@w/p.pac', 'http://w/p.pac'],
    ['http://bob:s3cret%40w/p.pac', 'http://w/p.pac'],
    ['http://bob@w/s3cret@x', '***@x'],
    ['bob:s3cret@w/p.pac', '***@w/p.pac'],
    ['x http://bob:s3cret@w/p.pac', '***@w/p.pac'],
  ])('show %s as %s', (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
    const settings = winInet({ pac: { enabled: false, url } });
    expect(shownSettings(settings)).toEqual({ ...settings, pac: { enabled: false, url: shown } });
  });

  it.each([null, DIRECT_WINHTTP, winInet({ pac: { enabled: true, url: null } })])(
    'are unchanged without an address: %j',
    (settings) => {
      expect(shownSettings(settings)).toBe(settings);
    },
  );
});
