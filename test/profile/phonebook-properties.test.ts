import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePhonebook } from '../../src/profile/phonebook/phonebook.ts';
import { readPhonebookText } from '../../src/profile/phonebook/text.ts';
import { entryLines, type PhonebookEntryText } from '../support/machines/phonebooks.ts';

const name = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\r\n\0]/.test(text));
const server = fc
  .tuple(fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })))
  .map(([host, port]) => (port === null ? host : `${host}:${port}`));

const entry: fc.Arbitrary<PhonebookEntryText> = fc.record(
  {
    name,
    server,
    strategy: fc.constantFrom(0, 1, 5, 6, 7, 14),
    device: fc.constantFrom('WAN Miniport (SSTP)', 'WAN ミニポート (SSTP)', ''),
    type: fc.constantFrom(1, 2, 5),
    thirdParty: fc.array(fc.constantFrom('', 'AB01'), { maxLength: 3 }),
    proxyFlags: fc.nat(15),
    proxySettingsModified: fc.nat(1),
  },
  { requiredKeys: ['name', 'server'] },
);

type Form = 'utf-8' | 'utf-8 with mark' | 'utf-16' | 'utf-16 with mark';
const form = fc.constantFrom<Form>('utf-8', 'utf-8 with mark', 'utf-16', 'utf-16 with mark');

function encoded(text: string, as: Form): Buffer {
  const marked = as.endsWith('mark') ? `\ufeff${text}` : text;
  return Buffer.from(marked, as.startsWith('utf-16') ? 'utf16le' : 'utf8');
}

describe('any phonebook', () => {
  it('returns what was put into it, in whatever encoding and with whatever line ends', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 4 }),
        form,
        fc.constantFrom('\r\n', '\n'),
        (entries, as, eol) => {
          const text = entries.map((one) => entryLines(one).join(eol) + eol).join('');
          const found = parsePhonebook(encoded(text, as));
          expect(
            found.map(({ name: n, phoneNumber, vpnStrategy, proxyFlags, thirdParty }) => [
              n,
              phoneNumber,
              vpnStrategy,
              proxyFlags,
              thirdParty,
            ]),
          ).toEqual(
            entries.map((one) => [
              one.name,
              one.server,
              one.strategy ?? null,
              one.proxyFlags ?? 0,
              (one.thirdParty ?? []).some((part) => part !== ''),
            ]),
          );
        },
      ),
    );
  });

  it('loses no value, and keeps repeated keys in their order and their block', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (entries) => {
        const lines = entries.flatMap(entryLines);
        const sections = readPhonebookText(Buffer.from(lines.join('\r\n')));
        const again = sections.flatMap(({ name: n, values }) => [
          `[${n}]`,
          ...values.map(({ key, value }) => `${key}=${value}`),
        ]);
        expect(again).toEqual(lines.filter((line) => line !== ''));
        for (const { values } of sections) {
          const order = ['none', 'NETCOMPONENTS', 'MEDIA', 'DEVICE'];
          const blocks = values.map(({ block }) => order.indexOf(block ?? 'none'));
          expect(blocks).toEqual(blocks.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});
