import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { tempFolder } from '../../support/files.ts';
import { freshCheckout } from '../../support/programs/checkout.ts';
import { runProgram } from '../../support/programs/process.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** A program that imports the built package by its name, as a dependent program would. */
const CONSUMER = `
import { audit, fleet, P2sError, schedule } from 'p2s-fix';
const { fleet: folded, exitCode } = await fleet.report({ files: [process.argv[1]] });
const refused = [];
const note = (error) => refused.push(error instanceof P2sError && error.code);
const computers = ['-oProxyCommand=calc'];
for (const action of ['audit', 'confirm', 'rollback', 'apply', 'migrate'])
  await fleet[action]({ computers }).catch(note);
const machine = { file: process.argv[1] };
const scheduled = [];
for (const action of ['install', 'status', 'run', 'remove'])
  await schedule[action]({ machine }).catch((error) => scheduled.push(error.exitCode));
const [first, second] = await Promise.all([audit({ machine }), audit({ machine })]);
const both = [first.exitCode, second.exitCode];
console.log(JSON.stringify({ total: folded.summary.total, exitCode, refused, scheduled, both }));
`;

it('gives a program that depends on it every function, prints nothing, and lets it end', {
  timeout: 60_000,
}, async () => {
  const folder = await tempFolder();
  try {
    const file = `${folder.path}/pc.reg`;
    await writeFile(file, sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }));
    const args = ['--input-type=module', '--eval', CONSUMER, file];
    const { stdout, stderr } = await runProgram(process.execPath, args, { timeoutMs: 50_000, cwd: PROJECT });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      ...{ total: 1, exitCode: 2, both: [2, 2] },
      refused: Array(5).fill('input'),
      // A recording has no task.
      scheduled: Array(4).fill(3),
    });
  } finally {
    await folder.remove();
  }
});

/** The files of the package that npm makes in a folder, and of the build before it. */
async function packed(folder: string, ...more: string[]): Promise<string[]> {
  const args = ['pack', '--json', '--dry-run', ...more];
  const { stdout } = await runProgram('npm', args, { cwd: folder, timeoutMs: BUILD_MS });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path).sort();
}

/** The SHA-256 of every file below a folder, by its path there. */
async function hashesIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashes = paths.map(async (path) => {
    const hash = createHash('sha256').update(await readFile(path));
    return [relative(folder, path), hash.digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}

const BUILD_MS = 280_000;

it('is packed whole and the same from a fresh checkout, whatever dist held', {
  timeout: 2 * BUILD_MS,
}, async () => {
  const folder = await freshCheckout();
  try {
    expect(existsSync(join(folder.path, 'dist'))).toBe(false);
    const files = await packed(folder.path);
    expect(files).toEqual(await packed(PROJECT, '--ignore-scripts'));
    for (const file of ['dist/cli.js', 'dist/index.js', 'dist/schema.json', 'dist/index.d.ts', 'README.md'])
      expect(files).toContain(file);
    expect(files.some((file) => /^dist\/ps1\/.*\.ps1$/.test(file))).toBe(true);
    expect(
      files.filter((file) => !/^(?:dist|docs)\/|^[A-Z]+(?:\.ja)?(?:\.md)?$|^package\.json$/.test(file)),
    ).toEqual([]);

    // Two builds in two folders are the same, byte for byte.
    const [here, there] = await Promise.all(
      [PROJECT, folder.path].map((root) => hashesIn(join(root, 'dist'))),
    );
    expect(there).toEqual(here);

    // What somebody put into dist does not ship.
    await writeFile(join(folder.path, 'dist/cli.js'), '// changed by hand');
    await writeFile(join(folder.path, 'dist/stray.js'), '');
    expect(await packed(folder.path)).toEqual(files);
    expect(await hashesIn(join(folder.path, 'dist'))).toEqual(here);
  } finally {
    await folder.remove();
  }
});
