import { expect, it } from 'vitest';
import { cachedBy } from '../../../src/path/revocation/fetch.ts';

const VIA = '1.1 cdn.example (Varnish), 1.1 squid.example (squid/5.7)';

it.each<[string, Record<string, string>, string | null]>([
  [
    'a hit of squid',
    { via: VIA, 'x-cache': 'MISS from cdn.example, HIT from squid.example' },
    'squid.example',
  ],
  ['with its port', { via: '1.1 p:3128 (squid)', 'x-cache': 'HIT from p:3128' }, 'p'],
  [
    'a hit by RFC 9211',
    { via: VIA, 'cache-status': 'cdn;fwd=miss, squid.example;hit;detail=match' },
    'squid.example',
  ],
  ['a hit further away', { via: VIA, 'x-cache': 'HIT from cdn.example, MISS from squid.example' }, null],
  ['a hit of somebody that Via does not name last', { via: VIA, 'x-cache': 'HIT from cdn.example' }, null],
  ['a hit without Via', { 'x-cache': 'HIT from squid.example' }, null],
  ['a miss', { via: VIA, 'cache-status': 'squid.example;fwd=miss;detail=hit' }, null],
  ['nothing', {}, null],
])('%s', (_name, headers, name) => {
  expect(cachedBy(headers)).toBe(name);
});
