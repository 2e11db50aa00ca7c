import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutOf } from '../../../scripts/lab/layout.mjs';
import { writeNupkg } from '../../../scripts/release/nupkg.mjs';
import { tempFolder } from '../../support/files.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const RUNNER = here('../ps/Invoke-ModuleTests.ps1');
const TESTS = here('../ps/P2SFix.Tests.ps1');
const INSTALLER = here('../ps/Install-FromFeed.ps1');
const BUILT = here('../../../dist/module/P2SFix');

interface Outcome {
  name: string;
  result: string;
  why: string;
}

describe('the module, installed by its name on PowerShell for Windows', () => {
  let computer: Computer;
  let installed: Record<string, unknown>;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    folder = await tempFolder();
    computer = await newComputer('module');
    installed = await install();
  });
  afterAll(async () => {
    await computer?.destroy();
    await folder?.remove();
  });

  /** From the package of a release alone, in a folder that is registered as a repository. */
  async function install(): Promise<Record<string, unknown>> {
    const feed = computer.unixPath('C:\\feed');
    await mkdir(feed);
    const names = await readdir(BUILT);
    const files = names.map(async (name) => [name, await readFile(join(BUILT, name))] as const);
    writeNupkg(feed, new Map(await Promise.all(files)));
    const args = ['-Feed', 'C:\\feed'];
    const { stdout, stderr } = await computer.pwsh(INSTALLER, args, { retry: false, deadlineMs: 150_000 });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  async function outcomes(tests: string): Promise<Outcome[]> {
    const paths = [computer.path(layoutOf().pester), String(installed.manifest), computer.path(tests)];
    const args = ['-Pester', '-Module', '-Tests'].flatMap((name, at) => [name, paths[at] ?? '']);
    const { stdout } = await computer.pwsh(RUNNER, args, { retry: false, deadlineMs: 150_000 });
    const lines = stdout.split(/\r?\n/).filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Outcome);
  }

  it('is found by a tag, has commands and help, and reads the settings', async () => {
    const { version } = JSON.parse(await readFile(here('../../../package.json'), 'utf8'));
    const commands = ['Get-P2SProxy', 'Repair-P2SProxy', 'Test-P2SPath', 'Test-P2SProxy'];
    expect(installed).toEqual({
      found: ['P2SFix'],
      manifest: expect.stringMatching(/\\Modules\\P2SFix\\[\d.]+\\P2SFix\.psd1$/),
      files: ['LICENSE', 'P2SFix.psd1', 'P2SFix.psm1', 'PSGetModuleInfo.xml'],
      version,
      license: 'https://opensource.org/license/mit',
      commands,
      synopsis: expect.stringMatching(/^Applies /),
      examples: 3,
      stores: ['wininet/current/lan', 'winhttp/native'],
    });
  });

  it('passes every test of Pester', async () => {
    const all = await outcomes(TESTS);
    expect(all.filter(({ result }) => result !== 'Passed')).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(25);
  });

  it('would not pass a wrong one', async () => {
    const wrong = (await readFile(TESTS, 'utf8'))
      .replace(/^Describe '(?:WinHTTP|the functions)[\s\S]*/m, '')
      .replace("'Get-P2SProxy Repair-P2SProxy", "'Get-P2SProxy Repair-P2SProxies");
    const file = join(folder.path, 'Wrong.Tests.ps1');
    await writeFile(file, wrong);
    const failed = (await outcomes(file)).filter(({ result }) => result !== 'Passed');
    expect(failed.map(({ name }) => name)).toEqual(['the module.exports four functions and nothing else']);
  });
});
