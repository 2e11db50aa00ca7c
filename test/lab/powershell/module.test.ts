import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutOf } from '../../../scripts/lab/layout.mjs';
import { tempFolder } from '../../support/files.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const RUNNER = here('../ps/Invoke-ModuleTests.ps1');
const TESTS = here('../ps/P2SFix.Tests.ps1');
const MODULE = here('../../../dist/module/P2SFix/P2SFix.psd1');

interface Outcome {
  name: string;
  result: string;
  why: string;
}

describe('the module, by Pester on PowerShell for Windows', () => {
  let computer: Computer;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    folder = await tempFolder();
    computer = await newComputer('module');
  });
  afterAll(async () => {
    await computer?.destroy();
    await folder?.remove();
  });

  async function outcomes(tests: string): Promise<Outcome[]> {
    const paths = [layoutOf().pester, MODULE, tests].map((path) => computer.path(path));
    const args = ['-Pester', '-Module', '-Tests'].flatMap((name, at) => [name, paths[at] ?? '']);
    const { stdout } = await computer.pwsh(RUNNER, args, { retry: false, deadlineMs: 150_000 });
    const lines = stdout.split(/\r?\n/).filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Outcome);
  }

  it('passes every test', async () => {
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
