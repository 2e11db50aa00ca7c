import { expect, it } from 'vitest';
import { newestTls, offersUpTo } from '../../../src/core/path/tls-version.ts';

it.each([
  ['Windows 7', 7601, ['TLSv1.2']],
  ['Server 2019', 17763, ['TLSv1.2']],
  ['the last Windows 10', 19045, ['TLSv1.2']],
  ['Server 2022', 20348, ['TLSv1.2', 'TLSv1.3']],
  ['the first Windows 11', 22000, ['TLSv1.2', 'TLSv1.3']],
])('SSTP of %s (%s) offers %j', (_name, build, offers) => {
  expect(offersUpTo(newestTls({ platform: 'win32', build }))).toEqual(offers);
});

it.each([
  ['another system', { platform: 'linux', build: 5 }],
  ['a recording without a build', { platform: 'win32', build: null }],
])('does not know the version of %s, and offers both', (_name, os) => {
  expect(newestTls(os)).toBeNull();
  expect(offersUpTo(newestTls(os))).toEqual(['TLSv1.2', 'TLSv1.3']);
});
