import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './process.ts';

const VERSION = '1.0.3';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/p2s-fix-net48', import.meta.url));
const FOLDER = join(
  CACHE,
  'packages',
  'microsoft.netframework.referenceassemblies.net48',
  VERSION,
  'build/.NETFramework/v4.8',
);

/** Folder of the .NET Framework 4.8 reference assemblies, from NuGet once; `null` when they cannot be had. */
export async function frameworkReferences(): Promise<string | null> {
  if (existsSync(join(FOLDER, 'mscorlib.dll'))) return FOLDER;
  await mkdir(CACHE, { recursive: true });
  const project = join(CACHE, 'net48.csproj');
  await writeFile(
    project,
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup><ItemGroup><PackageDownload Include="Microsoft.NETFramework.ReferenceAssemblies.net48" Version="[${VERSION}]" /></ItemGroup></Project>`,
  );
  const args = ['restore', project, '--packages', join(CACHE, 'packages'), '-nodeReuse:false'];
  await runProgram('dotnet', args, { timeoutMs: 120_000 });
  return existsSync(join(FOLDER, 'mscorlib.dll')) ? FOLDER : null;
}

/** What the compiler of the .NET SDK says about one file, as C# 5 with nothing but mscorlib and System; '' is good. */
export async function compileCSharp5(references: string, file: string): Promise<string> {
  const { stdout: listed } = await runProgram('dotnet', ['--list-sdks']);
  const newest = listed
    .trim()
    .split('\n')
    .at(-1)
    ?.match(/^(\S+) \[(.*)\]/);
  const compiler = join(newest?.[2] ?? '', newest?.[1] ?? '', 'Roslyn/bincore/csc.dll');
  const args = [
    compiler,
    '-nologo',
    '-nostdlib+',
    '-noconfig',
    '-langversion:5',
    '-warnaserror+',
    '-target:library',
    `-r:${join(references, 'mscorlib.dll')}`,
    `-r:${join(references, 'System.dll')}`,
    `-out:${join(CACHE, 'out.dll')}`,
    file,
  ];
  const { code, stdout, stderr } = await runProgram('dotnet', args, { timeoutMs: 60_000 });
  return code === 0 && stdout === '' ? '' : `${stdout}${stderr}exit ${code}`;
}
