import { describe, expect, it } from 'vitest';
import { MAX_TEXT_BYTES } from '../../../src/core/reg-file/encoding.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';

const V5 = 'Windows Registry Editor Version 5.00';
const IS = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

const read = (text: string, encoding: BufferEncoding = 'utf8') =>
  toSnapshot(parseRegFile(Buffer.from(text, encoding)));
const one = (data: string, header = V5) =>
  read(`${header}\n\n[HKCU\\K]\n"v"=${data}\n`).value('HKEY_CURRENT_USER\\K', 'V');
const bytes = (...b: number[]) => new Uint8Array(b);

describe('values', () => {
  it.each([
    ['"a\\\\b \\"c\\" \\d"', { kind: 'string', text: 'a\\b "c" \\d' }],
    ['"two\r\nlines"', { kind: 'string', text: 'two\r\nlines' }],
    ['""', { kind: 'string', text: '' }],
    ['dword:0000002A', { kind: 'dword', number: 42 }],
    ['dword:1 ; on', { kind: 'dword', number: 1 }],
    ['DWORD:ffffffff', { kind: 'dword', number: 0xffffffff }],
    ['hex:46,00,Fe', { kind: 'binary', bytes: bytes(0x46, 0, 0xfe) }],
    ['hex(3):01', { kind: 'binary', bytes: bytes(1) }],
    ['hex:', { kind: 'binary', bytes: bytes() }],
    ['hex:\\\n  01', { kind: 'binary', bytes: bytes(1) }],
    ['hex:01,\\\n02,\\\r\n    03,\\ ; x\n\n; between\n\t04', { kind: 'binary', bytes: bytes(1, 2, 3, 4) }],
    ['hex(1):61,00,00,00', { kind: 'string', text: 'a' }],
    ['hex(2):25,00,78,00,25,00,00,00', { kind: 'expand-string', text: '%x%' }],
    ['hex(7):61,00,00,00,62,00,00,00,00,00', { kind: 'multi-string', texts: ['a', 'b'] }],
    ['hex(7):00,00', { kind: 'multi-string', texts: [] }],
    ['hex(4):01,00,00,80', { kind: 'dword', number: 0x80000001 }],
    ['hex(b):01,00,00,00,00,00,00,80', { kind: 'qword', number: 0x8000000000000001n }],
    ['hex(2):61,00', { kind: 'other', type: 2, bytes: bytes(0x61, 0) }],
    ['hex(1):61,00,00', { kind: 'other', type: 1, bytes: bytes(0x61, 0, 0) }],
    ['hex(1):61,00,00,00,05', { kind: 'other', type: 1, bytes: bytes(0x61, 0, 0, 0, 5) }],
    ['hex(7):61,00,00,00', { kind: 'other', type: 7, bytes: bytes(0x61, 0, 0, 0) }],
    ['hex(4):01', { kind: 'other', type: 4, bytes: bytes(1) }],
    ['hex(0):', { kind: 'other', type: 0, bytes: bytes() }],
    ['hex(FFFF0012):01', { kind: 'other', type: 0xffff0012, bytes: bytes(1) }],
    ['-', null],
  ])('%j', (data, value) => {
    expect(one(data)).toEqual(value);
  });

  it('holds single-byte strings in REGEDIT4', () => {
    expect(one('hex(2):25,e9,25,00', 'REGEDIT4')).toEqual({ kind: 'expand-string', text: '%é%' });
    expect(one('hex(7):61,00,62,00,00', 'REGEDIT4')).toEqual({ kind: 'multi-string', texts: ['a', 'b'] });
  });
});

describe('encodings', () => {
  const text = `${V5}\r\n\r\n[HKCU\\K]\r\n"名"="é"\r\n`;
  it.each([
    ['UTF-16LE with mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-8 with mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-8', Buffer.from(text)],
  ])('%s', (_name, file) => {
    expect(toSnapshot(parseRegFile(file)).value('HKEY_CURRENT_USER\\K', '名')).toEqual({
      kind: 'string',
      text: 'é',
    });
  });

  it('ANSI', () => {
    const snapshot = read('REGEDIT4\r\n[HKCU\\K]\r\n"x"="caf\u00e9"\r\n', 'latin1');
    expect(snapshot.value('HKEY_CURRENT_USER\\K', 'x')).toEqual({ kind: 'string', text: 'café' });
  });
});

describe('keys', () => {
  it('get their long hive names and keep their own spelling', () => {
    const snapshot = read(
      `${V5}\n[HKLM\\Software\\a]\n[hku\\S-1-5-18\\B\\]\n[hkey_users\\.DEFAULT]\n[HKCR\\x] ; ]\n[HKCC\\y]z]\n`,
    );
    expect([...snapshot.keys].map((key) => key.path)).toEqual([
      'HKEY_LOCAL_MACHINE\\Software\\a',
      'HKEY_USERS\\S-1-5-18\\B',
      'HKEY_USERS\\.DEFAULT',
      'HKEY_CLASSES_ROOT\\x',
      'HKEY_CURRENT_CONFIG\\y]z',
    ]);
  });

  it('are present with a section, absent when deleted, else unseen', () => {
    const snapshot = read(`${V5}\n[HKCU\\A]\n[-HKCU\\B]\n"ignored"="x"\n`);
    expect(snapshot.key('HKEY_CURRENT_USER\\a').visibility).toBe('present');
    expect(snapshot.value('HKEY_CURRENT_USER\\A', 'x')).toBeNull();
    expect(snapshot.key('HKEY_CURRENT_USER\\B')).toMatchObject({ visibility: 'absent', values: new Map() });
    expect(snapshot.value('HKEY_CURRENT_USER\\C', 'x')).toBeUndefined();
  });

  it('merge their sections; the later value wins, whatever its case', () => {
    const snapshot = read(
      `${V5}\n[HKCU\\A]\n"x"="1"\n"y"="1"\n"Z"="1"\n[HKCU\\B]\n[hkcu\\a]\n"X"="2"\n"y"=-\n`,
    );
    expect([...snapshot.key('HKEY_CURRENT_USER\\A').values]).toEqual([
      ['Z', { kind: 'string', text: '1' }],
      ['X', { kind: 'string', text: '2' }],
    ]);
  });

  it('are absent with all that is below them after a deletion, and come back with a later section', () => {
    const snapshot = read(
      `${V5}\n[HKCU\\A]\n"x"="1"\n[HKCU\\A\\B]\n"x"="1"\n[HKCU\\AB]\n[-HKCU\\a]\n[HKCU\\A]\n"y"="2"\n`,
    );
    expect([...snapshot.key('HKEY_CURRENT_USER\\A').values.keys()]).toEqual(['y']);
    expect(snapshot.key('HKEY_CURRENT_USER\\A\\B').visibility).toBe('absent');
    expect(snapshot.key('HKEY_CURRENT_USER\\AB').visibility).toBe('present');
  });

  it('skips comments, lines that regedit ignores, and the header of a file appended to another', () => {
    const snapshot = read(`${V5}\n; [HKCU\\A]\n[HKCU\\B]\nsee the wiki\n\ufeff${V5}\n"x"="1"\n;"y"="2"\n`);
    expect([...snapshot.key('HKEY_CURRENT_USER\\B').values.keys()]).toEqual(['x']);
  });
});

describe('a file that cannot be read names the line, what was found and what was expected', () => {
  const bad = (lines: string) => `${V5}\n\n[${IS}]\n${lines}`;
  it.each([
    ['', 1, 'Found the end of the file, expected "Windows Registry Editor Version 5.00" or "REGEDIT4"'],
    ['PK\u0003\u0004', 1, 'Found "PK", expected "Windows'],
    ['[HKCU\\A]\n', 1, "Found '[', expected \"Windows"],
    ['\r\nHKEY_CURRENT_USER\\A\r\n    x    REG_SZ    y\r\n', 2, 'use "reg export"'],
    [`${V5}\n"x"="1"\n`, 2, 'a [key] before the first value'],
    [`${V5}\n[HKCU\\A\n`, 2, 'a closing ]'],
    [`${V5}\n[Software\\A]\n`, 2, 'Found "Software", expected a hive name'],
    [bad('"x"=01\n'), 4, 'Found "01", expected a quoted text, dword:, hex:, hex(N): or -'],
    [bad('"x"\n'), 4, 'Found the end of the line, expected ='],
    [bad('"x=1\n'), 4, 'a closing quotation mark'],
    [
      bad('"x"="1\n\n'),
      6,
      'Found the end of the file (in the value that starts on line 4), expected a closing quot',
    ],
    [bad('"x"="1" y\n'), 4, 'Found "y", expected the end of the line'],
    [bad('"x"=dword:\n'), 4, '1 to 8 hexadecimal digits'],
    [bad('"x"=dword:123456789\n'), 4, '1 to 8 hexadecimal digits'],
    [bad('"x"=dword:0000'), 4, 'Found the end of the file, expected the rest of the value'],
    [bad('"x"=hex:01,0\n'), 4, 'a byte of two hexadecimal digits'],
    [bad('"x"=hex:01,0g\n'), 4, 'Found "g", expected a byte of two hexadecimal digits'],
    [bad('"x"=hex:01,\n'), 4, 'a byte of two hexadecimal digits'],
    [bad('"x"=hex:01,,02\n'), 4, "Found ',', expected a byte"],
    [bad('"x"=hex:0102\n'), 4, 'the end of the line'],
    [
      bad('"x"=hex:01,\\\n  02,\\\n'),
      6,
      'Found the end of the file (in the value that starts on line 4), expected the bytes',
    ],
    [bad('"x"=hex:01,\\'), 4, 'Found the end of the file, expected the bytes'],
    [
      bad('"x"=hex:01,\\\n\n[HKCU\\A]\n'),
      6,
      "Found '[' (in the value that starts on line 4), expected the bytes",
    ],
    [bad('"x"=hex:01,\\02\n'), 4, 'Found "02", expected the bytes'],
    [bad('"x"=hex:01\\\n02\n'), 4, 'the end of the line'],
    [bad('"x"=hex:01,\n  02\n'), 4, 'a byte'],
    [bad('"x"=hex:01\n  02,03\n'), 5, 'a backslash at the end of the line before'],
    [bad('"x"=hex(g):01\n'), 4, 'a quoted text, dword:'],
    [bad('"x"=hex(2:01\n'), 4, 'a quoted text, dword:'],
  ])('%j', (text, line, message) => {
    expect(() => parseRegFile(Buffer.from(text))).toThrow(
      expect.objectContaining({
        code: 'input',
        where: `line ${line}`,
        message: expect.stringContaining(message),
        evidence: expect.objectContaining({ line }),
      }),
    );
  });

  it('and a UTF-16 export that ends in hex data or in half a character is cut off', () => {
    const text = `\ufeff${V5}\r\n\r\n[HKCU\\A]\r\n"x"=hex:01,02`;
    const cut = Buffer.from(text, 'utf16le');
    const at4 = (message: string) =>
      expect.objectContaining({ where: 'line 4', message: expect.stringContaining(message) });
    expect(() => parseRegFile(cut)).toThrow(at4('Found the end of the file, expected the rest of the value'));
    expect(() => parseRegFile(cut.subarray(0, -1))).toThrow(at4('ends in the middle of a UTF-16 character'));
    expect(() => parseRegFile(Buffer.from(`${text}\r\n`, 'utf16le'))).not.toThrow();
  });

  it('shows no more than one word of what it found, and no control characters', () => {
    const error = failure(bad('"ProxyServer"="a" \u001b[31muser:secret@proxy\n'));
    expect(error).toContain('Found the character U+001B');
    expect(failure(bad('"ProxyServer"=http://user:secret@proxy\n'))).not.toContain('secret');
  });

  it.each(['\ufeff', ''])('and UTF-16 the other way round is named, with the mark "%s"', (mark) => {
    const swapped = Buffer.from(`${mark}${V5}\r\n`, 'utf16le').swap16();
    expect(() => parseRegFile(swapped)).toThrow(/big-endian/);
  });

  it('and sizes are capped', () => {
    const long = `${'y'.repeat(1000)}\n`.repeat(9000);
    expect(() => parseRegFile(Buffer.from(`${V5}\n[HKCU\\A]\n"x"="${long}"\n`))).toThrow(
      /expected a closing quotation mark/,
    );
    expect(() => parseRegFile(new Uint8Array(MAX_TEXT_BYTES + 1))).toThrow(/more than/);
    expect(() =>
      parseRegFile(Buffer.from(`${V5}\n[HKCU\\A]\n"x"="${'y'.repeat(9 * 1024 * 1024)}"\n`)),
    ).toThrow(expect.objectContaining({ where: 'line 3' }));
    expect(() => parseRegFile(Buffer.from(`${V5}\n; ${'y'.repeat(2 * 1024 * 1024)}\n`))).toThrow(
      expect.objectContaining({ where: 'line 2' }),
    );
    expect(() =>
      parseRegFile(Buffer.from(`${V5}\n[HKCU\\A]\n"x"=hex:${'00,\\\n'.repeat(9 * 1024 * 1024)}00\n`)),
    ).toThrow(expect.objectContaining({ where: expect.stringMatching(/^line /) }));
    expect(() => parseRegFile(Buffer.from(`${V5}\n[HKCU\\A${'\\b'.repeat(5000)}]\n`))).toThrow(
      expect.objectContaining({ where: 'line 2' }),
    );
  });
});

function failure(text: string): string {
  try {
    parseRegFile(Buffer.from(text));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}
