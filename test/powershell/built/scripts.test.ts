import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScripts } from '../../../scripts/build/build-ps1.mjs';
import { buildShippedScripts, openWorkshop, type Workshop } from '../../support/programs/powershell.ts';

const PS1 = fileURLToPath(new URL('../../../ps1', import.meta.url));

let shop: Workshop;
let built: string;
let scripts: string[];

beforeAll(async () => {
  shop = openWorkshop();
  built = join(shop.folder, 'built');
  scripts = (await readdir(PS1)).filter((name) => name.endsWith('.ps1')).sort();
  await buildShippedScripts(built);
});
afterAll(() => shop.remove());

describe('the scripts that ship', () => {
  it('are those of ps1, each complete in itself', async () => {
    expect(scripts.length).toBeGreaterThan(0);
    expect((await readdir(built)).sort()).toEqual(scripts);
    for (const name of scripts) expect(await readFile(join(built, name), 'utf8')).not.toContain('include:');
  });

  it('are ASCII with CRLF line ends', async () => {
    for (const name of scripts) {
      const text = await readFile(join(built, name), 'latin1');
      expect(text).toMatch(/^(?:[\t\x20-\x7e]*\r\n)+$/);
    }
  });

  it('neither make code from text nor load other files', async () => {
    for (const name of scripts) {
      const text = await readFile(join(built, name), 'utf8');
      expect(text).not.toMatch(
        /Invoke-Expression|\biex\b|ScriptBlock\]::Create|InvokeScript|CmdletBinding|^\s*\. /im,
      );
    }
  });
});

describe('the build of the scripts', () => {
  async function buildOf(files: Record<string, string>): Promise<Record<string, string>> {
    const root = join(shop.folder, `root-${Math.trunc(performance.now() * 1000)}`);
    await mkdir(join(root, 'ps1', 'lib'), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, 'ps1', name), text);
    const out = join(root, 'out');
    const names = await buildScripts(root, out);
    return Object.fromEntries(
      await Promise.all(names.map(async (n) => [n, await readFile(join(out, n), 'latin1')])),
    );
  }

  it('puts scripts in place and C# into a here-string', async () => {
    const files = {
      'Get-X.ps1': 'one\n# include: lib/A.ps1\n# include: lib/B.cs\ntwo\n',
      'lib/A.ps1': 'a1\r\na2\r\n',
      'lib/B.cs': 'class B {}\n',
    };
    expect(await buildOf(files)).toEqual({
      'Get-X.ps1': "one\r\na1\r\na2\r\n$BSource = @'\r\nclass B {}\r\n'@\r\ntwo\r\n",
    });
  });

  it.each([
    ['a missing file', { 'Get-X.ps1': '# include: lib/No.ps1\n' }, /No\.ps1/],
    ['a character that is not ASCII', { 'Get-X.ps1': "a\n  'caf\u00e9'\n" }, /Get-X\.ps1:2:7: not ASCII/],
    [
      'the same in an include',
      { 'Get-X.ps1': '# include: lib/A.ps1\n', 'lib/A.ps1': '\u201d' },
      /lib\/A\.ps1:1:1/,
    ],
    [
      'an include in an include',
      { 'Get-X.ps1': '# include: lib/A.ps1\n', 'lib/A.ps1': '# include: lib/A.ps1' },
      /lib\/A\.ps1:1/,
    ],
    [
      'a marker that points elsewhere',
      { 'Get-X.ps1': '# include: ../A.ps1\n' },
      /Get-X\.ps1:1: not an include marker/,
    ],
    [
      'C# that would end its here-string',
      { 'Get-X.ps1': '# include: lib/B.cs\n', 'lib/B.cs': "x\n'@; evil" },
      /lib\/B\.cs:2/,
    ],
  ])('refuses %s', async (_what, files, message) => {
    await expect(buildOf(files)).rejects.toThrow(message);
  });
});
