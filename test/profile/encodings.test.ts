import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { readPhonebookText } from '../../src/profile/phonebook/text.ts';
import { rootsInFile } from '../../src/profile/root-certificate.ts';
import { decodeXml } from '../../src/profile/xml.ts';
import { base64Of } from '../support/machines/profiles.ts';

const { root } = await createCa();
const bytesOf = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const wide = (text: string) => Buffer.from(text, 'utf16le');
const swapped = (text: string) => wide(text).swap16();

describe('the encoding of an XML file', () => {
  const A = '<a>\u00fc</a>';
  const utf8 = Buffer.from(A);

  it.each<[string, Uint8Array, string]>([
    ['UTF-8', utf8, A],
    ['UTF-8 with a mark', bytesOf([0xef, 0xbb, 0xbf], utf8.toString('latin1')), A],
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), wide(A)]), A],
    ['UTF-16 without one', wide(A), A],
    ['UTF-16 of the other order with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(A)]), A],
    ['UTF-16 of the other order without one', swapped(A), A],
    [
      'a declared one',
      bytesOf(' <?xml version="1.0" encoding = "windows-1252" ?>', A),
      `<?xml version="1.0" encoding = "windows-1252" ?>${A}`,
    ],
    [
      'a declared one in apostrophes',
      bytesOf("<?xml encoding='latin1'?>", A),
      `<?xml encoding='latin1'?>${A}`,
    ],
    [
      'UTF-16 that is declared and is not',
      bytesOf('<?xml encoding="UTF16"?>', utf8.toString('latin1')),
      `<?xml encoding="UTF16"?>${A}`,
    ],
    [
      'an encoding that an element has',
      bytesOf('<x encoding="latin1"/>', utf8.toString('latin1')),
      `<x encoding="latin1"/>${A}`,
    ],
    [
      'one after the declaration',
      bytesOf('<a/><?xml encoding="latin1"?>', utf8.toString('latin1')),
      `<a/><?xml encoding="latin1"?>${A}`,
    ],
  ])('is %s', (_, bytes, text) => {
    expect(decodeXml(bytes, 'f')).toBe(text);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['bytes that are not UTF-8', bytesOf('<a>', [0xff, 0xfe], '</a>'), /not valid utf-8/],
    ['bytes 0xFF and another', bytesOf([0xff, 0x3c], '<a/>'), /not valid utf-8/],
    ['bytes 0xFE and another', bytesOf([0xfe, 0x3c], '<a/>'), /not valid utf-8/],
    ['half a mark', bytesOf([0xef, 0xbb], '<a/>'), /not valid utf-8/],
    ['an encoding that does not exist', bytesOf('<?xml encoding="no-such"?><a/>'), /not known/],
    ['one that only ends like UTF-16', bytesOf('<?xml encoding="x-utf16"?><a/>'), /not known/],
  ])('is refused: %s', (_, bytes, message) => {
    expect(() => decodeXml(bytes, 'f')).toThrow(message);
  });
});

describe('text in other encodings', () => {
  const BOOK = '[B\u00fcro]\r\n key = v \r\nEncoding=1\r\n=x\r\nX\r\n';
  const book = (bytes: Uint8Array) =>
    readPhonebookText(bytes).map(({ name, values }) => [
      name,
      values.map(({ key, value }) => `${key}:${value}`),
    ]);
  const expected = [['B\u00fcro', ['key:v', 'Encoding:1']]];

  it('is read in a phonebook', () => {
    expect(book(Buffer.from(BOOK))).toEqual(expected);
    expect(
      book(
        Buffer.concat([
          Buffer.from([0xef, 0xbb, 0xbf]),
          Buffer.from(BOOK.replace('Encoding=1', 'Encoding=0')),
        ]),
      ),
    ).toEqual([['B\u00fcro', ['key:v', 'Encoding:0']]]);
    expect(book(Buffer.concat([Buffer.from([0xff, 0xfe]), wide(BOOK)]))).toEqual(expected);
    expect(book(wide(BOOK))).toEqual(expected);
    // Single bytes of an unknown code page stay as they are.
    expect(book(Buffer.from(BOOK.replace('Encoding=1', 'Encoding=0')))[0]?.[0]).toBe('B\u00c3\u00bcro');
    expect(book(Buffer.from(BOOK, 'latin1'))).toEqual(expected);
    expect(book(bytesOf([0xef, 0xbb, 0xbf], '[', [0xff], ']'))).toEqual([['\u00ff', []]]);
    expect(book(Buffer.alloc(0))).toEqual([]);
    expect(() => book(Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(BOOK)]))).toThrow(/big-endian/);
    for (const mark of [
      [0xfe, 0x3d],
      [0xff, 0x3d],
      [0xef, 0x3d, 0xbf],
      [0x3d, 0xff],
    ])
      expect(() => book(bytesOf(mark, '\r\n[a]'))).toThrow(/is expected first/);
  });

  it('is read in a certificate', () => {
    const wrapped = (base64Of(root.der).match(/.{1,40}/g) ?? []).join('\r\n  ');
    for (const text of [root.pem, base64Of(root.der), wrapped]) {
      expect(rootsInFile(Buffer.from(text))).toHaveLength(1);
      expect(rootsInFile(Buffer.from(`\ufeff${text}`))).toHaveLength(1);
      expect(rootsInFile(wide(text))).toHaveLength(1);
      expect(rootsInFile(Buffer.concat([Buffer.from([0xff, 0xfe]), wide(text)]))).toHaveLength(1);
    }
    expect(rootsInFile(root.der)).toHaveLength(1);
    for (const no of ['', 'AAAA', `!${base64Of(root.der)}`, `${base64Of(root.der)}!`])
      expect(rootsInFile(Buffer.from(no))).toEqual([]);
    expect(rootsInFile(bytesOf([0x30, 0x03]))).toEqual([]);
  });
});
