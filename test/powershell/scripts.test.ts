import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScripts } from '../../scripts/build-ps1.mjs';
import { compileCSharp5, frameworkReferences } from '../support/framework.ts';
import { linuxPwsh } from '../support/lab.ts';
import { buildShippedScripts, openWorkshop, type Workshop } from '../support/powershell.ts';
import { hasProgram, runProgram, skipWithout } from '../support/process.ts';

const LIB = fileURLToPath(new URL('../../ps1/lib', import.meta.url));
const FINDER = fileURLToPath(new URL('static/Find-Problem.ps1', import.meta.url));
const SCRIPTS = [
  'Get-P2SEffectiveProxy.ps1',
  'Get-P2SMachine.ps1',
  'Set-P2SRegistry.ps1',
  'Test-P2SRevocationUrl.ps1',
];

let shop: Workshop;
let built: string;

beforeAll(async () => {
  shop = openWorkshop();
  built = join(shop.folder, 'built');
  await buildShippedScripts(built);
});
afterAll(() => shop.remove());

async function problems(folder: string, references: string): Promise<string[]> {
  const args = ['-NoProfile', '-File', FINDER, '-Folder', folder, '-ReferenceFolder', references];
  const { stdout, stderr } = await runProgram(linuxPwsh, args, { timeoutMs: 60_000 });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
}

describe('the scripts that ship', () => {
  it('are these, each complete in itself', async () => {
    expect((await readdir(built)).sort()).toEqual(SCRIPTS);
    for (const name of SCRIPTS) expect(await readFile(join(built, name), 'utf8')).not.toContain('include:');
  });

  it('are ASCII with CRLF line ends', async () => {
    for (const name of SCRIPTS) {
      const text = await readFile(join(built, name), 'latin1');
      expect(text).toMatch(/^(?:[\t\x20-\x7e]*\r\n)+$/);
    }
  });

  it('neither make code from text nor load other files', async () => {
    for (const name of SCRIPTS) {
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

describe.skipIf(skipWithout(linuxPwsh))('the syntax of the scripts', () => {
  it('is that of Windows PowerShell 5.1 and of this project', { timeout: 120_000 }, async () => {
    const references = hasProgram('/usr/bin/dotnet') ? await frameworkReferences() : null;
    expect(await problems(built, references ?? '')).toEqual([]);
  });

  it('would be found out otherwise', async () => {
    const folder = join(shop.folder, 'bad');
    await mkdir(folder);
    const lines = [
      '$a ? 1 : 2',
      '$a ?? 1',
      '$a ??= 1',
      '$($a)?.b',
      'Get-Item a && Get-Item b',
      'Get-Item a &',
      "'a'..'c'",
      '0b11',
      '5n',
      '"`u{1F}"',
      '$IsWindows',
      'class X {}',
      '[pscustomobject]@{}',
      '. ./other.ps1',
      'Invoke-WebRequest x',
      'Get-Item -Path x',
      'function Do-It { }',
      '[Math]::Clamp(1, 2, 3)',
    ];
    await writeFile(join(folder, 'Bad.ps1'), lines.join('\n'));
    const references = hasProgram('/usr/bin/dotnet') ? await frameworkReferences() : null;
    const found = (await problems(folder, references ?? '')).join('\n');
    for (const [index] of lines.slice(0, -1).entries()) expect(found).toContain(`Bad.ps1:${index + 1}:`);
    if (references !== null) expect(found).toContain('Math::Clamp');
    expect(found).toContain('Bad.ps1: help');
    expect(found).toContain('strict mode');
  });
});

describe('the C# of the scripts', () => {
  it.skipIf(skipWithout('/usr/bin/dotnet'))(
    'compiles as C# 5 against .NET Framework 4.8',
    { timeout: 180_000 },
    async (context) => {
      const references = await frameworkReferences();
      if (references === null) return context.skip('the reference assemblies cannot be had (no network?)');
      const sources = (await readdir(LIB)).filter((name) => name.endsWith('.cs'));
      expect(sources.length).toBeGreaterThan(0);
      for (const name of sources) expect(await compileCSharp5(references, join(LIB, name))).toBe('');
      // All of a script's sources are compiled as one text.
      const all = join(shop.folder, 'all.cs');
      const texts = await Promise.all(sources.map((name) => readFile(join(LIB, name), 'utf8')));
      await writeFile(all, texts.join('\r\n'));
      expect(await compileCSharp5(references, all)).toBe('');
      await writeFile(all, 'class X { string Y(int z) { return $"{z}"; } }');
      expect(await compileCSharp5(references, all)).toContain('CS8026');
    },
  );
});
