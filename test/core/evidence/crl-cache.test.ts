import { expect, it } from 'vitest';
import { cacheAges, cachedCopies } from '../../../src/core/evidence/crl-cache.ts';

const AUTHROOT = 'http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab';
const DISALLOWED =
  'http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/disallowedcertstl.cab';

/** The first two names are those of real machines. */
const FILES = [
  { name: '77EC63BDA74BD0D0E0426DC8F8008506', at: '2026-11-20T10:00:00.000Z' },
  {
    name: '57c8edb95df3f0ad4ee2dc2b8cfd4157_0123456789ABCDEF0123456789ABCDEF',
    at: '2026-11-24T10:00:00.000Z',
  },
  { name: 'desktop.ini', at: '2026-11-22T10:00:00.000Z' },
  { name: '', at: '2026-11-22T10:00:00.000Z' },
];
const CACHES = [
  { account: 'user', state: 'present', files: FILES, omitted: true },
  { account: 'S-1-5-19', state: 'unseen', files: [], omitted: false },
] as const;

it('a kept answer is found by its address', () => {
  expect(cachedCopies(CACHES, [AUTHROOT, DISALLOWED, 'http://other.example/x.crl'])).toEqual([
    { url: AUTHROOT, account: 'user', at: FILES[0]?.at },
    { url: DISALLOWED, account: 'user', at: FILES[1]?.at },
  ]);
  expect(cachedCopies(CACHES, [])).toEqual([]);
});

it('the cached answers of an account are reported by their age', () => {
  expect(cacheAges(CACHES)).toEqual([
    {
      account: 'user',
      state: 'present',
      files: 4,
      omitted: true,
      oldest: FILES[0]?.at,
      newest: FILES[1]?.at,
    },
    { account: 'S-1-5-19', state: 'unseen', files: 0, omitted: false, oldest: null, newest: null },
  ]);
});
