import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage } from '../../../scripts/release/make.mjs';
import { folderForAll } from '../../support/files.ts';
import { freePort, waitForPort } from '../../support/ports.ts';
import { type RunningProcess, runProgram, startProcess } from '../../support/programs/process.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
/** The last version for Node 20. npm fetches it where it is not in the cache: it is no part of the lock file. */
const REGISTRY = 'verdaccio@6.8.0';
const START_MS = 200_000;
const STEP_MS = 60_000;
const HOST = '127.0.0.1';

const home = folderForAll();
const inHome = (...names: string[]) => join(home, ...names);
let registry: RunningProcess;
let env: NodeJS.ProcessEnv;
let tarball: string;
let version: string;

/** A registry without another one behind it: what p2s-fix needs is in its package, or the installation fails. */
async function startRegistry(): Promise<string> {
  const all = { access: '$all', publish: '$all' };
  const config = { storage: inHome('storage'), uplinks: {}, packages: { '**': all }, web: { enable: false } };
  const log = { type: 'stdout', format: 'json', level: 'warn' };
  await writeFile(inHome('registry.yaml'), JSON.stringify({ ...config, log }));
  const port = await freePort(HOST);
  const start = ['--config', inHome('registry.yaml'), '--listen', `${HOST}:${port}`];
  registry = startProcess({
    file: 'npm',
    args: ['exec', '--yes', '--ignore-scripts', `--package=${REGISTRY}`, '--', 'verdaccio', ...start],
    cwd: home,
  });
  const early = registry.exited.then((code) => {
    throw new Error(`${REGISTRY} ended with ${code}: ${registry.output()}`);
  });
  await Promise.race([waitForPort(HOST, port, START_MS), early]);
  return `${HOST}:${port}/`;
}

/** A folder where nothing of npm's own is: its settings, its cache and its packages. */
beforeAll(async () => {
  ({ version } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')));
  tarball = inHome(packPackage(PROJECT, home));
  const address = await startRegistry();
  await writeFile(inHome('npmrc'), `registry=http://${address}\n//${address}:_authToken=none\n`);
  const own = { npm_config_userconfig: inHome('npmrc'), npm_config_cache: inHome('cache') };
  const quiet = { npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' };
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_|^(?:https?|all)_proxy$/i.test(name));
  env = { ...Object.fromEntries(kept), ...own, ...quiet };
}, START_MS + STEP_MS);
afterAll(() => registry?.stop());

/** The standard output of a program that succeeds. */
async function output(folder: string, file: string, ...args: string[]): Promise<string> {
  await mkdir(inHome(folder), { recursive: true });
  const { code, stdout, stderr } = await runProgram(file, args, {
    ...{ cwd: inHome(folder), env, timeoutMs: STEP_MS },
  });
  expect(code, stderr).toBe(0);
  return stdout;
}

describe('the package, published to a registry', { timeout: 2 * STEP_MS }, () => {
  it('is public, with provenance unless that is turned off, and has the bytes of the release', async () => {
    const { publishConfig } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8'));
    expect(publishConfig).toEqual({ access: 'public', provenance: true });
    const publish = ['publish', tarball, '--ignore-scripts'];
    // Only a workflow has an identity to sign with.
    const refused = await runProgram('npm', publish, { cwd: home, env, timeoutMs: STEP_MS });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/provenance/i)]);
    await output('publish', 'npm', ...publish, '--provenance=false');
    const digest = createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64');
    const integrity = await output('publish', 'npm', 'view', 'p2s-fix', 'dist.integrity');
    expect(integrity.trim()).toBe(`sha512-${digest}`);
  });

  it('has its home page and the address for faults by its repository alone', async () => {
    const { homepage, bugs } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8'));
    expect([homepage, bugs]).toEqual([undefined, undefined]);
    const repository = { type: 'git', url: 'git+https://github.com/OWNER/NAME.git' };
    await mkdir(inHome('homed'));
    await writeFile(inHome('homed/package.json'), JSON.stringify({ name: 'homed', version, repository }));
    await output('homed', 'npm', 'publish');
    const shown = await output('homed', 'npm', 'view', 'homed', 'homepage', 'bugs', '--json');
    expect(JSON.parse(shown)).toEqual({
      homepage: 'https://github.com/OWNER/NAME#readme',
      bugs: { url: 'https://github.com/OWNER/NAME/issues' },
    });
  });

  it('runs by name with npx', async () => {
    expect(await output('npx', 'npx', '--yes', 'p2s-fix', '--version')).toBe(`${version}\n`);
    expect(await output('npx', 'npx', '--yes', `p2s-fix@${version}`, 'explain', '0x80092013')).toContain(
      'CRYPT_E_REVOCATION_OFFLINE',
    );
  });

  it('installs by name for all users', async () => {
    await output('global', 'npm', 'install', '--global', '--prefix', inHome('prefix'), 'p2s-fix');
    expect(await output('global', inHome('prefix/bin/p2s-fix'), '--version')).toBe(`${version}\n`);
    expect(await readdir(inHome('prefix/lib/node_modules'))).toEqual(['p2s-fix']);
  });

  it('installs by name into a program, which imports or requires it', async () => {
    await output('program', 'npm', 'install', 'p2s-fix');
    const explain = 'explain(798).then(({ explanation }) => console.log(explanation.name));';
    const imports = `import { explain } from 'p2s-fix'; ${explain}`;
    const requires = `const { explain } = require('p2s-fix'); ${explain}`;
    for (const [type, text] of [
      ['module', imports],
      ['commonjs', requires],
    ] as const)
      expect(await output('program', process.execPath, `--input-type=${type}`, '--eval', text)).toBe(
        'ERROR_NO_EAPTLS_CERTIFICATE\n',
      );
  });
});
