import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainCode } from '../../src/core/explain/explain.ts';
import { decodePasted, withPastedText } from '../../src/pipeline/explain/pasted-text.ts';
import { systemPorts } from '../../src/pipeline/run/ports.ts';
import { folderForAll } from '../support/files.ts';

const DIRECT = '\r\nParamètres de proxy WinHTTP actuels :\r\n\r\n    Accès direct (sans serveur proxy).\r\n';
const JAPANESE = '現在の WinHTTP プロキシ設定:\r\n\r\n    直接アクセス (プロキシ サーバーなし)。';
/** The header of JAPANESE and its third line, in code page 932. */
const CP932 = Buffer.from(
  '8cbb8ddd82cc2057696e48545450208376838d834c835690dd92e83a0d0a0d0a2020202092bc90da8341834e835a8358',
  'hex',
);

async function text(argument: string | null, piped: Uint8Array = Buffer.alloc(0)): Promise<string | null> {
  const options = argument === null ? {} : { text: argument };
  const ports = {
    ...systemPorts('/'),
    standardInput: async function* () {
      yield piped;
    },
  };
  return (await withPastedText({ use: 'explain', options }, ports)).options.text ?? null;
}

describe('the text of explain', () => {
  const folder = folderForAll();

  it.each([
    ['UTF-8', Buffer.from(DIRECT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${DIRECT}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${DIRECT}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(DIRECT.trim(), 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\ufeff${DIRECT}`, 'utf16le').swap16()],
    ['code page 1252', Buffer.from(DIRECT, 'latin1')],
    ['code page 850', Buffer.from(DIRECT.replaceAll('è', '\x8a'), 'latin1')],
    ['Japanese in UTF-8', Buffer.from(JAPANESE)],
    ['code page 932', CP932],
  ])('is read from a file and from a pipe in %s', async (name, bytes) => {
    const file = join(folder, `${name}.txt`);
    await writeFile(file, bytes);
    for (const read of [await text(file), await text(null, bytes)])
      expect(explainCode(read ?? '')).toMatchObject({ kind: 'setting', id: 'winhttp-direct' });
  });

  it('keeps the letters of code page 850', () => {
    expect(decodePasted(Buffer.from('f\x81r \x9cberpr\x81fen', 'latin1'))).toMatch(/^für .berprüfen$/);
  });

  it('is the argument where no file has its name, and a number even then', async () => {
    await writeFile(join(folder, '798'), 'error 809');
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(await text('798')).toBe('798');
    } finally {
      process.chdir(before);
    }
    expect(await text('error 798')).toBe('error 798');
    expect(await text(folder)).toBe(folder);
  });

  it('has a limit, and must not be empty', async () => {
    await expect(text(null, Buffer.alloc(400_001, 0x20))).rejects.toMatchObject({ code: 'input' });
    await expect(text(null)).rejects.toMatchObject({ code: 'usage' });
  });
});
