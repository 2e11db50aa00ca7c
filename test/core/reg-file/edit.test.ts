import { describe, expect, it } from 'vitest';
import type { RegistryValue, RegistryWrite } from '../../../src/core/model/registry.ts';
import { dropEmptySections, editRegFile } from '../../../src/core/reg-file/edit.ts';
import { parseRegFile, serializeRegFile } from '../../../src/core/reg-file/parse.ts';

const V5 = 'Windows Registry Editor Version 5.00';
const text = (t: string): RegistryValue => ({ kind: 'string', text: t });
const write = (key: string, name: string, next: RegistryValue | null): RegistryWrite => ({
  key: `HKEY_CURRENT_USER\\${key}`,
  name,
  expected: null,
  next,
});

function edit(source: string, writes: RegistryWrite[], encoding: BufferEncoding = 'utf8'): string {
  const file = editRegFile(parseRegFile(Buffer.from(source, encoding)), writes);
  return Buffer.from(serializeRegFile(file)).toString(encoding);
}

describe('an edit', () => {
  it('replaces just the data of a value and keeps name, blanks, comments and line ends', () => {
    const source = `${V5}\r\n[HKCU\\A]\r\n; one\n  "X" = "1" ; two\r\nthree\r\n[HKCU\\B]\r\n"x"="1"`;
    expect(edit(source, [write('A', 'x', text('a\\"b'))])).toBe(
      source.replace('"1" ; two', '"a\\\\\\"b" ; two'),
    );
  });

  it('replaces all lines of hex data', () => {
    const source = `${V5}\n[HKCU\\A]\n"x"=hex:01,\\\n  02,\\\n03\n"y"="2"\n`;
    expect(edit(source, [write('A', 'x', { kind: 'dword', number: 255 })])).toBe(
      `${V5}\n[HKCU\\A]\n"x"=dword:000000ff\n"y"="2"\n`,
    );
  });

  it('changes the value that counts: the last of the last section', () => {
    const source = `${V5}\n[HKCU\\A]\n"x"="1"\n"x"="2"\n[hkcu\\a]\n"X"=-\n`;
    expect(edit(source, [write('A', 'x', text('3'))])).toBe(source.replace('"X"=-', '"X"="3"'));
  });

  it('adds a value at the end of the last section of its key', () => {
    const source = `${V5}\n[HKCU\\A]\n"x"="1"\n\n[HKCU\\A]\n"y"="1"\n; end\n\n[HKCU\\B]\n`;
    expect(edit(source, [write('A', 'z', text('1')), write('A', '', text('2'))])).toBe(
      source.replace('"y"="1"\n', '"y"="1"\n"z"="1"\n@="2"\n'),
    );
    expect(edit(source, [write('B', 'z', text('1'))])).toBe(`${source}"z"="1"\n`);
  });

  it('adds a line end first where the file has none', () => {
    expect(edit(`${V5}\r\n[HKCU\\A]\r\n"x"="1"`, [write('A', 'y', text('2'))])).toBe(
      `${V5}\r\n[HKCU\\A]\r\n"x"="1"\r\n"y"="2"\r\n`,
    );
  });

  it('gives a missing key a section at the end, as an export has it', () => {
    const writes = [write('N', 'x', text('1')), write('n', 'y', text('2')), write('M', 'x', text('3'))];
    const sections =
      '[HKEY_CURRENT_USER\\N]\r\n"x"="1"\r\n"y"="2"\r\n\r\n[HKEY_CURRENT_USER\\M]\r\n"x"="3"\r\n\r\n';
    for (const start of [`${V5}\r\n\r\n`, `${V5}\r\n`, V5])
      expect(edit(start, writes)).toBe(`${V5}\r\n\r\n${sections}`);
  });

  it('writes after a deletion of the key, not before it', () => {
    const source = `${V5}\n[HKCU\\A\\B]\n"x"="1"\n[-HKCU\\A]\n`;
    expect(edit(source, [write('A\\B', 'x', text('2'))])).toBe(
      `${source}\n[HKEY_CURRENT_USER\\A\\B]\n"x"="2"\n\n`,
    );
  });

  it('deletes every line of a value and keeps the section', () => {
    const source = `${V5}\n[HKCU\\A]\n"x"=hex:01,\\\n  02\n"y"="1"\n[HKCU\\A]\n"X"="2"`;
    expect(edit(source, [write('A', 'x', null)])).toBe(`${V5}\n[HKCU\\A]\n"y"="1"\n[HKCU\\A]\n`);
    expect(edit(source, [write('A', 'nothing', null), write('C', 'x', null)])).toBe(source);
  });

  it('lets the last of several writes to a value win', () => {
    const source = `${V5}\n[HKCU\\A]\n`;
    expect(edit(source, [write('A', 'x', text('1')), write('a', 'X', text('2'))])).toBe(`${source}"X"="2"\n`);
  });

  it('keeps the encoding and the byte order mark', () => {
    const source = `\ufeff${V5}\r\n[HKCU\\A]\r\n"名"="1"\r\n`;
    expect(edit(source, [write('A', '名', text('é'))], 'utf16le')).toBe(source.replace('"1"', '"é"'));
    const ansi = 'REGEDIT4\r\n; caf\u00e9\r\n[HKCU\\A]\r\n';
    expect(edit(ansi, [write('A', 'x', { kind: 'expand-string', text: 'é' })], 'latin1')).toBe(
      `${ansi}"x"=hex(2):e9,00\r\n`,
    );
  });

  it('refuses text that the encoding cannot carry', () => {
    const ansi = 'REGEDIT4\r\n; \u00e9\r\n[HKCU\\A]\r\n';
    for (const bad of [
      write('A', 'x', text('名')),
      write('A', '名', text('x')),
      write('名', 'x', text('x')),
    ]) {
      expect(() => edit(ansi, [bad], 'latin1')).toThrow(expect.objectContaining({ code: 'refused' }));
    }
    expect(() => edit(`${V5}\n`, [write('A]\n[HKLM\\B', 'x', text('x'))])).toThrow(
      expect.objectContaining({ code: 'refused' }),
    );
    expect(() => edit(`${V5}\n`, [write('A', 'x\n', text('x'))])).toThrow(
      expect.objectContaining({ code: 'refused' }),
    );
  });
});

describe('hex data', () => {
  // As in real exports: 17 and 22 bytes on the first line, 25 on the others.
  it.each([
    ['SavedLegacySettings', 17],
    ['WinHttpSettings', 19],
    ['DefaultConnectionSettings', 15],
  ])('of %s breaks where reg export breaks it', (name, first) => {
    const source = `${V5}\r\n[HKCU\\A]\r\n`;
    const lines = edit(source, [write('A', name, { kind: 'binary', bytes: new Uint8Array(60) })])
      .split('\r\n')
      .slice(2);
    expect(lines[0]).toBe(`"${name}"=hex:${'00,'.repeat(first)}\\`);
    expect(lines[1]).toBe(`  ${'00,'.repeat(25)}\\`);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('of text with line breaks is hex(1)', () => {
    const lines = edit(`${V5}\n[HKCU\\A]\n`, [write('A', 'x', text('a\n'))]).split('\n');
    expect(lines[2]).toBe('"x"=hex(1):61,00,0a,00,00,00');
  });
});

describe('dropEmptySections', () => {
  const drop = (source: string) =>
    serializeRegFile(dropEmptySections(parseRegFile(Buffer.from(source)), ['HKEY_CURRENT_USER\\A']));
  it('takes out a section in which nothing is left, and no other', () => {
    expect(Buffer.from(drop(`${V5}\n\n[HKCU\\A]\n\n[HKCU\\B]\n`)).toString()).toBe(`${V5}\n\n[HKCU\\B]\n`);
    for (const kept of [`${V5}\n[HKCU\\A]\n; why\n`, `${V5}\n[HKCU\\A]\n"x"="1"\n`]) {
      expect(Buffer.from(drop(kept)).toString()).toBe(kept);
    }
  });
});
