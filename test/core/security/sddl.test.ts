import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSddl } from '../../../src/core/security/sddl.ts';

const sid = fc
  .tuple(
    fc.integer({ min: 0, max: 99 }),
    fc.array(fc.integer({ min: 0, max: 0xffffffff >>> 0 }), { maxLength: 8 }),
  )
  .map(([authority, parts]) => ['S-1', authority, ...parts].join('-'));
const entry = fc.record({
  allow: fc.boolean(),
  inheritOnly: fc.boolean(),
  mask: fc.nat({ max: 0xffffffff }),
  sid,
});

describe('the reader of security descriptors', () => {
  it('reads what Windows writes', () => {
    expect(
      parseSddl('O:BAG:SYD:PAI(A;OICIIO;GA;;;CO)(A;CI;DCLCRPCR;;;BU)(D;;0x1f01ff;;;S-1-5-21-1-2-3-500)'),
    ).toEqual({
      owner: 'S-1-5-32-544',
      entries: [
        { effect: 'allow', inheritOnly: true, mask: 0x10000000, sid: 'S-1-3-0' },
        { effect: 'allow', inheritOnly: false, mask: 0x116, sid: 'S-1-5-32-545' },
        { effect: 'deny', inheritOnly: false, mask: 0x1f01ff, sid: 'S-1-5-21-1-2-3-500' },
      ],
    });
  });

  it('knows full control as one word, by its parts, and as generic rights', () => {
    const masks = ['FA', 'CCDCLCSWRPWPDTLOCRSDRCWDWO', 'GRGWGXGA', '2032127', '0x1F01FF'].map(
      (rights) => parseSddl(`D:(A;;${rights};;;SY)`)?.entries?.[0]?.mask,
    );
    expect(masks).toEqual([0x1f01ff, 0xf01ff, 0xf0000000, 0x1f01ff, 0x1f01ff]);
  });

  it('takes a condition for met, brackets, quotes and colons in it included', () => {
    const text =
      'O:SYD:(XA;;FA;;;WD;(@User.Title=="a)D:(" && (Member_of {SID(BA)})))(A;;FR;;;BU)S:(ML;;NW;;;LW)';
    expect(parseSddl(text)?.entries?.map(({ effect, sid: of }) => [effect, of])).toEqual([
      ['allow', 'S-1-1-0'],
      ['allow', 'S-1-5-32-545'],
    ]);
  });

  it.each([
    ['O:SYD:NO_ACCESS_CONTROL', null],
    ['O:SYG:SY', null],
    ['O:SYD:', []],
    ['O:SYD:PAI', []],
  ])('distinguishes no list from an empty one: %s', (text, entries) => {
    expect(parseSddl(text)).toEqual({ owner: 'S-1-5-18', entries });
  });

  it.each([
    'x',
    'O:',
    'O:SYO:BA',
    'O:everybody',
    'D:(A;;FA;;;SY',
    'D:(A;;FA;;;SY))',
    'D:(A;;FA;;;SY)x(A;;FA;;;SY)',
    'D:Q(A;;FA;;;SY)',
    'D:(A;;FAX;;;SY)',
    'D:(A;;ZZ;;;SY)',
    'D:(A;;0x1ffffffff;;;SY)',
    'D:(A;XX;FA;;;SY)',
    'D:(QQ;;FA;;;SY)',
    'D:(constructor;;FA;;;SY)',
    'D:(A;;FA;;;)',
    'D:(A;;FA)',
    'D:()',
  ])('does not guess at %s', (text) => {
    expect(parseSddl(text)).toBeNull();
  });

  it('reads back every list', () => {
    fc.assert(
      fc.property(sid, fc.array(entry, { maxLength: 12 }), (owner, entries) => {
        const list = entries.map(
          ({ allow, inheritOnly, mask, sid: of }) =>
            `(${allow ? 'A' : 'D'};${inheritOnly ? 'OICIIO' : 'CI'};0x${mask.toString(16)};;;${of})`,
        );
        expect(parseSddl(`O:${owner}G:SYD:P${list.join('')}`)?.entries).toEqual(
          entries.map(({ allow, ...rest }) => ({ effect: allow ? 'allow' : 'deny', ...rest })),
        );
      }),
    );
  });

  it('answers whatever it is given', () => {
    const words = fc.constantFrom(
      'O:',
      'D:',
      'S:',
      '(',
      ')',
      ';',
      'A',
      'SY',
      'WD',
      'FA',
      '0x',
      '"',
      'P',
      'IO',
      '-1',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 60 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const found = parseSddl(any);
        expect(found === null || found.entries === null || Array.isArray(found.entries)).toBe(true);
      }),
    );
    expect(parseSddl(`D:${'('.repeat(2_000_000)}`)).toBeNull();
  });
});
