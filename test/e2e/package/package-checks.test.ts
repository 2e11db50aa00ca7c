import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { type Finished, runProgram } from '../../support/programs/process.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');

interface Component {
  name: string;
  version: string;
  purl: string;
  hashes: { alg: string; content: string }[];
  licenses: unknown[];
}

const home = folderForAll();
let tarball: Buffer;

/** The package that npm makes of dist/, unpacked where a program can import it. */
beforeAll(async () => {
  const run = promisify(execFile);
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
  const { stdout } = await run('npm', pack, { cwd: PROJECT });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  tarball = await readFile(join(home, filename));
  const target = join(home, 'node_modules/p2s-fix');
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', join(home, filename), '-C', target, '--strip-components=1']);
});

describe('the package', () => {
  it('has nothing that publint finds', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(home, 'node_modules/p2s-fix'), pack: false });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has the types that each resolution finds', async () => {
    const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
    expect(result.types).toEqual({ kind: 'included' });
    const problems = 'problems' in result ? result.problems : [];
    const rest = problems.filter(
      (problem) =>
        // An ES module, which `require` loads in newer versions of Node: not a problem of the package.
        problem.kind !== 'CJSResolvesToESM' &&
        // The oldest resolution does not read `exports`, which names the schemas.
        !(
          problem.kind === 'NoResolution' &&
          problem.resolutionKind === 'node10' &&
          problem.entrypoint !== '.'
        ),
    );
    expect(rest).toEqual([]);
  });

  it('has a bill of materials and a licence text for each package inside', async () => {
    const dist = join(home, 'node_modules/p2s-fix/dist');
    const bill = JSON.parse(await readFile(join(dist, 'sbom.cdx.json'), 'utf8'));
    const parts = (await readFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8')).split(
      `\n${'-'.repeat(78)}\n\n`,
    );
    const named = parts.map((part) =>
      part
        .split('\n', 1)[0]
        ?.replace(/^.*node_modules\//, '')
        .replace(/ (?=\S+$)/, '@'),
    );
    const listed: string[] = bill.components.map(({ name, version }: Component) => `${name}@${version}`);
    expect(listed.toSorted()).toEqual([...new Set(named)].toSorted());
    expect(listed.length).toBeGreaterThan(20);
    for (const { name, hashes, licenses, purl } of bill.components as Component[]) {
      expect(hashes[0], name).toEqual({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) });
      expect(licenses, name).toHaveLength(1);
      expect(purl, name).toMatch(/^pkg:(?:npm\/|generic\/node-root-certificates@)/);
    }
  });

  it('has no file that nothing runs and nobody reads', async () => {
    const files = await readdir(join(home, 'node_modules/p2s-fix/dist'));
    expect(files.toSorted()).toEqual([
      'THIRD-PARTY-LICENSES.txt',
      'chunks',
      'cli.js',
      'desired-state.schema.json',
      'index.d.ts',
      'index.js',
      'module',
      'p2s-fix.html',
      'ps1',
      'sbom.cdx.json',
      'schema.json',
    ]);
  });
});

const SAMPLE = `
import { type ApplyOptions, apply, audit, createReport, type ErrorCode, explain, fleet, openMachine, P2sError } from 'p2s-fix';

const options: ApplyOptions = {
  machine: { file: process.argv[2] ?? '', inPlace: true },
  desired: { proxy: 'proxy.contoso.com:8080', bypass: '<local>' },
  signal: new AbortController().signal,
  onEvent: (event) => {
    if (event.type === 'verdict') console.log(event.verdict.verdict);
  },
  ask: ({ changes }) => changes.every(({ needsElevation }) => !needsElevation),
};
// @ts-expect-error no such member
void ((): unknown => audit({ gateway: 'a' }));
// @ts-expect-error another type
void ((): unknown => audit({ desired: { proxy: 8080 } }));

async function main(): Promise<void> {
  const report = createReport();
  try {
    const document = await audit({ machine: { file: process.argv[2] ?? '' }, onEvent: report.onEvent });
    const store: string | undefined = document.plan?.changes[0]?.store;
    console.log(document.exitCode, document.summary?.state, store);
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    const code: ErrorCode = error.code;
    console.log(code, error.document.exitCode);
  }
  const { explanation } = await explain(798);
  console.log(explanation?.name);
  void [apply, fleet.audit, openMachine, options];
}
void main();
`;

describe('a strict program in TypeScript', { timeout: 120_000 }, () => {
  const settings = [
    { name: 'bundler', module: 'es2022', moduleResolution: 'bundler', type: 'module' },
    { name: 'node16', module: 'node16', moduleResolution: 'node16', type: 'module' },
    { name: 'nodenext', module: 'nodenext', moduleResolution: 'nodenext', type: 'module' },
    { name: 'CommonJS', module: 'nodenext', moduleResolution: 'nodenext', type: 'commonjs' },
  ];
  let compiled: Finished;

  /** One compiler for all, which reads the libraries once. */
  beforeAll(async () => {
    const shared = { strict: true, exactOptionalPropertyTypes: true, target: 'es2022', lib: ['es2022'] };
    const types = { types: ['node'], typeRoots: [join(PROJECT, 'node_modules/@types')] };
    for (const { name, module, moduleResolution, type } of settings) {
      const folder = join(home, name);
      await mkdir(folder);
      await writeFile(join(folder, 'package.json'), JSON.stringify({ type }));
      await writeFile(join(folder, 'sample.ts'), SAMPLE);
      // The declarations import nothing, so one check is enough.
      const own = { module, moduleResolution, outDir: 'out', skipLibCheck: name !== 'nodenext' };
      const config = { compilerOptions: { ...shared, ...types, ...own }, files: ['sample.ts'] };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    }
    const folders = settings.map(({ name }) => name);
    compiled = await runProgram(process.execPath, [TSC, '--build', ...folders], {
      cwd: home,
      timeoutMs: 100_000,
    });
  }, 120_000);

  it('compiles with each resolution', () => {
    expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each(settings)('runs as $name', async ({ name }) => {
    const ran = await runProgram(process.execPath, ['out/sample.js', 'missing.reg'], {
      cwd: join(home, name),
      timeoutMs: 60_000,
    });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toBe('input 3\nERROR_NO_EAPTLS_CERTIFICATE\n');
  });
});
