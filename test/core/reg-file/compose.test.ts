import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { composeRegFile } from '../../../src/core/reg-file/compose.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';

const value: fc.Arbitrary<RegistryValue> = fc.oneof(
  fc.uint8Array({ maxLength: 80 }).map((bytes) => ({ kind: 'binary' as const, bytes })),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => ({ kind: 'string' as const, text })),
  fc.nat().map((number) => ({ kind: 'dword' as const, number })),
);
const name = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text));
const write = fc.record({
  key: fc.constantFrom('HKEY_CURRENT_USER\\Software\\a', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\b'),
  name,
  expected: fc.constant(null),
  next: fc.option(value, { nil: null }),
});

describe('a .reg file that is made', () => {
  it('is read as the writes that it was made of', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(write, { selector: ({ key, name: one }) => `${key}\n${one}`, maxLength: 8 }),
        (writes) => {
          const { sections, encoding, version } = parseRegFile(composeRegFile(writes));
          expect([encoding, version]).toEqual(['utf-16le', 5]);
          const read = sections.flatMap(({ path, entries }) =>
            entries.map((entry) => [path, entry.name, entry.value] as const),
          );
          const order = (a: readonly unknown[], b: readonly unknown[]) => (String(a) < String(b) ? -1 : 1);
          expect([...read].sort(order)).toEqual(
            writes.map(({ key, name: one, next }) => [key, one, next]).sort(order),
          );
        },
      ),
    );
  });

  it('removes a key whole, and writes nothing into it', () => {
    const key = 'HKEY_CURRENT_USER\\Software\\a';
    const one = { key, name: 'n', expected: null, next: { kind: 'dword', number: 1 } } as const;
    const text = Buffer.from(composeRegFile([one], [key])).toString('utf16le');
    expect(text).toBe(
      '\ufeffWindows Registry Editor Version 5.00\r\n\r\n[-HKEY_CURRENT_USER\\Software\\a]\r\n\r\n',
    );
  });
});
