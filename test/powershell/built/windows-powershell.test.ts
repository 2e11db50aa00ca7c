import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModule } from '../../../scripts/build/build-module.mjs';
import { compileCSharp5, FRAMEWORK } from '../../support/lab/framework.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { buildShippedScripts, openWorkshop, type Workshop } from '../../support/programs/powershell.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';

const REPO = fileURLToPath(new URL('../../..', import.meta.url));
const LIB = fileURLToPath(new URL('../../../ps1/lib', import.meta.url));
const FINDER = fileURLToPath(new URL('static/Find-Problem.ps1', import.meta.url));

/** The problem of each line of a script; the rest of the script has none. */
const PLANTED: readonly (readonly [line: string, problem: string])[] = [
  ['$null = $a ? 1 : 2', 'ternary'],
  ['$null = $a ?? 1', 'null-coalescing'],
  ['$a ??= 1', 'null-coalescing assignment'],
  ['$null = $($a)?.Length', 'null-conditional'],
  ['$null = $($a)?[0]', 'null-conditional'],
  ['$null = "$($($a)?.Length)"', 'null-conditional'],
  ['$null = $a.ToString[int]()', 'type arguments of a method'],
  ['Get-Item -LiteralPath a && Get-Item -LiteralPath b', 'pipeline chain'],
  ['Get-Item -LiteralPath a || Get-Item -LiteralPath b', 'pipeline chain'],
  ['Get-Item -LiteralPath a &', 'background'],
  ["$null = 'a'..'c'", 'character range'],
  ["$null = 'a' -replace 'b', { $_.Value }", 'replacement by script block'],
  ['$null = 0b11', 'number of PowerShell 7'],
  ['$null = 5n', 'number of PowerShell 7'],
  ['$null = 5u', 'number of PowerShell 7'],
  ['$null = 1us', 'number of PowerShell 7'],
  ['$null = "$(5y)"', 'number of PowerShell 7'],
  ['$null = "`u{1F}"', 'escape of PowerShell 7'],
  ['$null = "`e[0m"', 'escape of PowerShell 7'],
  ['$null = "$a `e[0m"', 'escape of PowerShell 7'],
  ['$null = $IsWindows', 'variable of PowerShell 7'],
  ['$null = $PSStyle', 'variable of PowerShell 7'],
  ['$null = $PSVersionTable.OS', 'entry of PowerShell 7'],
  ['$null = 1\n| Get-Item -LiteralPath a', 'pipe at the beginning of a line'],
  ['function Get-X { end { 1 } clean { 2 } }', 'clean block'],
  ['class X {}', 'class or enum'],
  ['enum X { A }', 'class or enum'],
  ['$null = [pscustomobject]@{}', 'not allowed in Constrained Language Mode'],
  ['function Get-X { [CmdletBinding()] param() }', 'attribute'],
  ['function Get-X { param([Parameter(Mandatory)]$Y) }', 'attribute'],
  ['Get-Item -LiteralPath a > b', 'redirection'],
  ["& ($env:SystemRoot + '\\System32\\reg.exe') query 2>&1", 'redirection'],
  ["& ($env:SystemRoot + '\\System32\\reg.exe') query 2>$null", 'redirection'],
  ["& ($env:SystemRoot + '\\System32\\schtasks.exe') /Query", 'standard error of a program'],
  ["$null = 'a'.Split('::')", 'split by text'],
  ['$sender = 1', 'assigned automatic variable'],
  ['$a, [int]$Input = 1, 2', 'assigned automatic variable'],
  ['foreach ($event in 1, 2) { }', 'assigned automatic variable'],
  ['function Get-Host2($Args) { }', 'assigned automatic variable'],
  ['function Do-It { }', 'verb'],
  ['. ./other.ps1', 'dot-sourcing'],
  ['Invoke-WebRequest x', 'command that is not on the list'],
  ['Get-WinhttpProxy', 'command that is not on the list'],
  ['ConvertTo-Json 1', 'command that is not on the list'],
  ['Invoke-Expression 1', 'command that is not on the list'],
  ['reg.exe query', 'command that is not on the list'],
  ['Get-Item -Path x', 'parameter that is not on the list'],
  ['Remove-Item -LiteralPath x -Recurse', 'parameter that is not on the list'],
  ['$b = @{}; Get-Item @b', 'splatting hides parameters'],
  ['Set-Content -LiteralPath a -Value b -Encoding utf8NoBOM', 'encoding'],
  ['& $a', 'call of what is not known'],
  ['$b = Get-Item -LiteralPath x; & $b', 'call of what is not known'],
  ["& ($env:SystemRoot + '\\System32\\calc.exe')", 'call of what is not known'],
  ["$null = 'caf\u00e9'", 'not ASCII'],
];

/** The same for problems that only the reference assemblies show. */
const PLANTED_TYPES: readonly (readonly [line: string, problem: string])[] = [
  ['$null = [System.Text.Json.JsonSerializer]', 'no such type in .NET Framework'],
  ['$null = [uint]1', 'type that 5.1 does not know'],
  ['$null = [semver]1', 'type that 5.1 does not know'],
  ['$null = [Half]1', 'no such type in .NET Framework'],
  ['$null = [System.Net.Http.SocketsHttpHandler]::new()', 'no such type in .NET Framework'],
  ['$null = $a -is [System.DateOnly]', 'no such type in .NET Framework'],
  ['function Get-X([System.DateOnly]$Y) { }', 'no such type in .NET Framework'],
  ['try { 1 } catch [System.Text.Json.JsonException] { 2 }', 'no such type in .NET Framework'],
  ['$null = New-Object System.DateOnly', 'no such type in .NET Framework'],
  ['$null = [Convert]::ToHexString(1)', 'no such member in .NET Framework'],
  ['$null = [Math]::Clamp(1, 2, 3)', 'no such member in .NET Framework'],
  ['$null = [Environment]::ProcessPath', 'no such member in .NET Framework'],
  ['$null = [System.IO.File]::ReadAllTextAsync(1)', 'no such member in .NET Framework'],
  ['$null = [System.IO.File]::Move(1, 2, 3)', 'no such member in .NET Framework with 3 arguments'],
  ['$null = [Convert]::ToBase64String()', 'no such member in .NET Framework with 0 arguments'],
  ['$null = [System.Threading.Mutex]::new(1, 2, 3, 4, 5)', 'with 5 arguments'],
  ['$null = $a.ReadExactly(1)', 'no type of .NET Framework has this method'],
  ['$null = [P2SFix.Nothing]::Get()', 'type that the script does not declare'],
];

const FRAME = `#Requires -Version 5.1

<#
.SYNOPSIS
x
.DESCRIPTION
x
.PARAMETER A
x
.EXAMPLE
x
#>
param($A)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
`;

let shop: Workshop;

beforeAll(() => {
  shop = openWorkshop();
});
afterAll(() => shop.remove());

/** The problems in a folder of scripts, by file. */
async function problems(folder: string): Promise<string[]> {
  const args = ['-NoProfile', '-File', FINDER, '-Folder', folder, '-ReferenceFolder', FRAMEWORK];
  const { stdout, stderr } = await runProgram(linuxPwsh, args, { timeoutMs: 110_000 });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
}

describe.skipIf(skipWithout(linuxPwsh, FRAMEWORK))('what is known of Windows PowerShell 5.1', () => {
  it('is kept to by every script that ships', { timeout: 120_000 }, async () => {
    const built = join(shop.folder, 'built');
    expect(await buildShippedScripts(built)).not.toEqual([]);
    // The module is checked as a script. Its functions are advanced ones, and it needs no help text; ordered
    // tables and ShouldProcess belong to PowerShell, and a function takes a script block.
    const module = join(await buildModule(REPO, shop.folder, '1.2.3', null), 'P2SFix.psm1');
    await copyFile(module, join(built, 'P2SFix.ps1'));
    const isModules =
      /^P2SFix\.ps1:(?:\d+: attribute:| help$| #Requires|.*: (?:\[ordered\]|\$PSCmdlet\.ShouldProcess\(.*)$)/;
    expect((await problems(built)).filter((problem) => !isModules.test(problem))).toEqual([]);
  });

  it('would be found broken, each rule by itself', { timeout: 120_000 }, async () => {
    const folder = join(shop.folder, 'planted');
    await mkdir(folder);
    const planted = [...PLANTED, ...PLANTED_TYPES, ['$null = $A', ''] as const];
    for (const [index, [line]] of planted.entries())
      await writeFile(join(folder, `planted-${index}.ps1`), `${FRAME}${line}\n`);
    const found = await problems(folder);
    for (const [index, [line, problem]] of planted.entries()) {
      const mine = found.filter((text) => text.startsWith(`planted-${index}.ps1:`));
      if (problem === '') expect(mine).toEqual([]);
      else expect({ line, mine: mine.join('\n') }).toEqual({ line, mine: expect.stringContaining(problem) });
    }
  });

  it('includes how a script begins', { timeout: 120_000 }, async () => {
    const folder = join(shop.folder, 'frames');
    await mkdir(folder);
    const broken: Record<string, [from: string, to: string, problem: string]> = {
      requires: ['#Requires -Version 5.1\n', '', '#Requires -Version 5.1'],
      newer: ['#Requires -Version 5.1', '#Requires -Version 7.0', '#Requires -Version 5.1'],
      strict: ['Set-StrictMode -Version 3.0\n', '', 'does not begin with strict mode'],
      stop: ["'Stop'", "'Continue'", 'does not begin with strict mode'],
      help: ['.SYNOPSIS\nx\n', '', 'help'],
      parameter: ['.PARAMETER A\nx\n', '', 'help of $A'],
      parse: ['param($A)', 'param($A', 'parse error'],
    };
    for (const [name, [from, to]] of Object.entries(broken))
      await writeFile(join(folder, `${name}.ps1`), FRAME.replace(from, to));
    const found = await problems(folder);
    for (const [name, [, , problem]] of Object.entries(broken))
      expect(found.filter((text) => text.startsWith(`${name}.ps1:`)).join('\n')).toContain(problem);
  });
});

describe.skipIf(skipWithout('/usr/bin/dotnet', FRAMEWORK))('the C# of the scripts', () => {
  const compile = async (name: string, text: string) => {
    const file = join(shop.folder, name);
    await writeFile(file, text);
    return compileCSharp5(file, join(shop.folder, 'out.dll'));
  };

  it('compiles as C# 5 against .NET Framework 4.8, file by file', { timeout: 180_000 }, async () => {
    const sources = (await readdir(LIB, { recursive: true })).filter((name) => name.endsWith('.cs'));
    expect(sources.length).toBeGreaterThan(0);
    for (const name of sources)
      expect([name, await compileCSharp5(join(LIB, name), join(shop.folder, 'out.dll'))]).toEqual([name, '']);
  });

  it('compiles as each script has it: all its parts as one text', { timeout: 180_000 }, async () => {
    const built = join(shop.folder, 'built');
    await buildShippedScripts(built);
    for (const name of await readdir(built)) {
      const text = await readFile(join(built, name), 'utf8');
      const parts = [...text.matchAll(/^\$\w+Source = @'\r\n([\s\S]*?)^'@\r$/gm)].map(([, part]) => part);
      if (parts.length > 0) expect([name, await compile('all.cs', parts.join('\r\n'))]).toEqual([name, '']);
    }
  });

  it.each([
    ['class X { string Y(int z) { return $"{z}"; } }', 'CS8026'],
    ['class X { string Y { get; } = null; }', 'CS8026'],
    ['class X { object Y(string z) { return z?.Length; } }', 'CS8026'],
    [
      'class X { bool Y(string z) { int n; return int.TryParse(z, out n); } int Z { get { return 1; } } }',
      '',
    ],
    ['class X { bool Y(string z) { return int.TryParse(z, out var n); } }', 'CS8026'],
    ['class X { void Y() { System.Span<byte> z; } }', 'CS0234'],
    ['using System.Linq; class X { }', 'CS0234'],
    ['class X { void Y() { int unused = 1; } }', 'CS0219'],
  ])('would be found out otherwise: %s', { timeout: 60_000 }, async (text, code) => {
    const printed = await compile('planted.cs', text);
    if (code === '') expect(printed).toBe('');
    else expect(printed).toContain(code);
  });
});
