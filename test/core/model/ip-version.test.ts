import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ipVersion } from '../../../src/core/model/ip-version.ts';

const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended());
const nearly = fc
  .tuple(address, fc.nat(40), fc.constantFrom('', ':', '.', '%', '1', 'g', '[', ' '))
  .map(([text, at, extra]) => text.slice(0, at) + extra + text.slice(at + 1));

it('says of every text what Node says', () => {
  for (const text of [
    '::1',
    '::ffff:1.2.3.4',
    'fe80::1%eth0',
    '1.2.3.4',
    '',
    'localhost',
    '1.2.3',
    ':',
    '[::1]',
  ])
    expect(ipVersion(text), text).toBe(isIP(text));
  fc.assert(
    fc.property(fc.oneof(address, nearly, fc.string()), (text) => {
      expect(ipVersion(text)).toBe(isIP(text));
    }),
    { numRuns: 2000 },
  );
});
