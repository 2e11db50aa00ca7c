import { appendFile, cp, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { tempFolder } from '../../support/files.ts';
import { DIST, readDocument } from '../../support/programs/cli.ts';
import { runProgram } from '../../support/programs/process.ts';

let folder: Awaited<ReturnType<typeof tempFolder>>;
let program: string;
beforeAll(async () => {
  folder = await tempFolder();
  const dist = join(folder.path, 'dist');
  for (const part of ['cli.js', 'chunks', 'ps1'])
    await cp(join(DIST, part), join(dist, part), { recursive: true });
  program = join(dist, 'cli.js');
  await writeFile(
    join(folder.path, 'machine.reg'),
    sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }),
  );
});
afterAll(() => folder.remove());

const STATE = ['--proxy', 'new.contoso.example:3128', '--bypass', '<local>'];

/** What others run with their own rights must be what was built: a copy of a changed script is not made. */
it.each([
  ['intune', 'Sync-P2SProxy', STATE],
  ['dsc', 'Invoke-P2SResource', []],
  ['repair', 'Repair-P2SRegistry', ['--machine', 'machine.reg', ...STATE]],
])('export %s refuses a changed script', async (what, script, words) => {
  const run = async (out: string) => {
    const args = [program, 'export', what, ...words, '--out', join(folder.path, out), '--json'];
    const { stdout } = await runProgram(process.execPath, args, { cwd: folder.path });
    return readDocument(stdout);
  };
  expect((await run(`${what}-before`)).error).toBeUndefined();
  await appendFile(join(dirname(program), 'ps1', `${script}.ps1`), ' ');
  const { error } = await run(`${what}-after`);
  expect(error?.code).toBe('program-changed');
  expect(error?.where).toContain(`${script}.ps1`);
  const made = await readdir(join(folder.path, `${what}-after`), { recursive: true }).catch(() => []);
  expect(made.filter((name) => name.endsWith('.ps1'))).toEqual([]);
});
