import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExe, checkSums, checkTarball } from '../../../scripts/release/verify.mjs';
import { freshCheckout } from '../../support/programs/checkout.ts';
import { runProgram } from '../../support/programs/process.ts';

const RELEASE_MS = 280_000;
/** p2s-fix.exe has Node for Windows inside, which is not on every computer. */
const PARTS = ['--no-exe'];

let checkout: Awaited<ReturnType<typeof freshCheckout>>;
let version: string;
beforeAll(async () => {
  checkout = await freshCheckout();
  version = JSON.parse(await readFile(inCheckout('package.json'), 'utf8')).version;
  await git('init', '--quiet');
  await commit();
}, RELEASE_MS);
afterAll(() => checkout.remove());

const inCheckout = (...names: string[]) => join(checkout.path, ...names);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function git(...args: string[]): Promise<string> {
  const who = ['-c', 'user.name=p2s-fix', '-c', 'user.email=p2s-fix@contoso.example'];
  const { code, stdout, stderr } = await runProgram('git', [...who, ...args], { cwd: checkout.path });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

async function commit(): Promise<void> {
  await git('add', '--all');
  await git('commit', '--quiet', '--no-gpg-sign', '--message', 'test: release this');
}

const release = (...args: string[]) =>
  runProgram(process.execPath, ['scripts/release.mjs', ...PARTS, ...args], {
    cwd: checkout.path,
    timeoutMs: RELEASE_MS,
  });

/** Expects a refusal with this code before anything is made. */
async function refused(code: string, ...args: string[]): Promise<string> {
  const { stderr, ...ended } = await release(...args);
  expect(ended).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^release: ${code}: `));
  expect(stderr).toMatch(/^ {2}Next: \S/m);
  return stderr;
}

describe('npm run release', { timeout: RELEASE_MS }, () => {
  it('makes everything that a release has of a clean tree, and leaves the tree clean', async () => {
    const { code, stdout, stderr } = await release();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`p2s-fix ${version} of commit ${(await git('rev-parse', 'HEAD')).trim()}`);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`release: verified: ${inCheckout('build/release')}`);
    expect(await git('status', '--porcelain')).toBe('');
    const [module, dsc, intune] = ['P2SFix', 'p2s-fix-dsc', 'p2s-fix-intune-example'].map(
      (name) => `${name}-${version}.zip`,
    ) as [string, string, string];
    const nupkg = `P2SFix.${version}.nupkg`;
    const parts = [module, nupkg, `p2s-fix-${version}.tgz`, dsc, intune, 'p2s-fix.html', 'sbom.cdx.json'];
    const out = inCheckout('build/release');
    expect((await readdir(out)).toSorted()).toEqual(['SHA256SUMS', ...parts].toSorted());

    const sums = await readFile(join(out, 'SHA256SUMS'), 'utf8');
    const read = await Promise.all(
      parts.map(async (name) => [name, await readFile(join(out, name))] as const),
    );
    expect(sums).toBe(read.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(''));
    for (const name of ['p2s-fix.html', 'sbom.cdx.json'])
      expect(await readFile(join(out, name))).toEqual(await readFile(inCheckout('dist', name)));

    const namesIn = async (name: string) =>
      Object.keys(unzipSync(await readFile(join(out, name)))).toSorted();
    expect(await namesIn(module)).toEqual(['P2SFix/LICENSE', 'P2SFix/P2SFix.psd1', 'P2SFix/P2SFix.psm1']);
    expect(await namesIn(nupkg)).toEqual([
      ...['LICENSE', 'P2SFix.nuspec', 'P2SFix.psd1', 'P2SFix.psm1', '[Content_Types].xml', '_rels/.rels'],
    ]);
    expect(await namesIn(dsc)).toEqual([
      'Invoke-P2SResource.ps1',
      'README.txt',
      'p2sfix.winhttpproxy.dsc.resource.json',
      'p2sfix.wininetproxy.dsc.resource.json',
    ]);
    expect(await namesIn(intune)).toEqual([
      'EXAMPLE.txt',
      'README.txt',
      ...['Detect', 'Remediate', 'Undo'].map((job) => `system/${job}_P2SWinHttp.ps1`),
      ...['Detect', 'Remediate', 'Undo'].map((job) => `user/${job}_P2SWinInet.ps1`),
    ]);
  });

  it('refuses a tree with what was not committed, names it, and leaves the last release alone', async () => {
    const before = await readFile(inCheckout('build/release/SHA256SUMS'));
    await appendFile(inCheckout('README.md'), '\n');
    await writeFile(inCheckout('src/left-over.ts'), '');
    try {
      const printed = await refused('dirty-tree');
      expect(printed).toContain('   M README.md\n');
      expect(printed).toContain('  ?? src/left-over.ts\n');
    } finally {
      await git('checkout', '--quiet', 'README.md');
      await rm(inCheckout('src/left-over.ts'));
    }
    expect(await readFile(inCheckout('build/release/SHA256SUMS'))).toEqual(before);
  });

  it('refuses a tag that is not of this version, or that the changelog or the package is not ready for', async () => {
    await refused('tag', '--tag', 'v99.0.0');
    expect(await refused('version', '--tag', `v${version}`)).toContain(`## [${version}]`);
    await appendFile(inCheckout('CHANGELOG.md'), `\n## [${version}]\n`);
    await commit();
    expect(await refused('no-home', '--tag', `v${version}`)).toContain('CONTRIBUTING.md');
    const manifest = JSON.parse(await readFile(inCheckout('package.json'), 'utf8'));
    const repository = { type: 'git', url: 'https://github.com/' };
    await writeFile(inCheckout('package.json'), JSON.stringify({ ...manifest, repository }));
    await commit();
    await refused('no-home');
    await git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('refuses a folder that has something else, and one that would become part of the tree', async () => {
    await mkdir(inCheckout('build/mine'));
    await writeFile(inCheckout('build/mine/thesis.txt'), 'mine');
    await refused('out', '--out', 'build/mine');
    expect(await readdir(inCheckout('build/mine'))).toEqual(['thesis.txt']);
    await refused('out', '--out', 'docs/release');
    await refused('usage', '--output', 'build/other');
    await refused('usage', '--signed', 'p2s-fix.exe');
  });

  it('refuses tools that are not those of the lock file', async () => {
    const file = inCheckout('package-lock.json');
    const lock = JSON.parse(await readFile(file, 'utf8'));
    lock.packages['node_modules/esbuild'].version = '0.0.1';
    await writeFile(file, JSON.stringify(lock));
    await commit();
    expect(await refused('installed')).toContain('node_modules/esbuild');
  });
});

describe('the verification of a release', () => {
  it('finds a file of the package that is not as it was built', async () => {
    const tarball = inCheckout(`build/release/p2s-fix-${version}.tgz`);
    await git('checkout', '--quiet', 'HEAD~2', '--', '.');
    checkTarball(checkout.path, tarball);
    await appendFile(inCheckout('dist/cli.js'), '\n');
    expect(() => checkTarball(checkout.path, tarball)).toThrow('dist/cli.js has other content');
    await writeFile(inCheckout('dist/more.js'), '');
    expect(() => checkTarball(checkout.path, tarball)).toThrow('dist/more.js is missing');
  });

  it('finds an executable that lacks a script, and one that is not for Windows', async () => {
    const exe = inCheckout('build/p2s-fix.exe');
    const names = (await readdir(inCheckout('dist/ps1'))).map((name) => `ps1/${name}`);
    const files = ['p2s-fix.html', ...names].map((name) => readFile(inCheckout('dist', name)));
    const [page, ...scripts] = await Promise.all(files);
    const make = (...parts: (string | Buffer | undefined)[]) =>
      writeFile(exe, Buffer.concat(parts.map((part) => Buffer.from(part ?? ''))));
    await make('MZ', page, ...scripts);
    checkExe(checkout.path, exe);
    await make('ELF', page, ...scripts);
    expect(() => checkExe(checkout.path, exe)).toThrow('is not for Windows');
    await make('MZ', page, ...scripts.slice(1));
    expect(() => checkExe(checkout.path, exe)).toThrow(`lacks: ${names[0]}`);
  });

  it('finds a part that is changed, missing, empty, or more than is listed', async () => {
    const out = inCheckout('build/release');
    checkSums(out);
    await writeFile(join(out, 'more.txt'), 'more');
    expect(() => checkSums(out)).toThrow(/: more\.txt$/);
    await rm(join(out, 'more.txt'));
    await appendFile(join(out, 'p2s-fix.html'), ' ');
    expect(() => checkSums(out)).toThrow(/: p2s-fix\.html$/);
    await rm(join(out, 'p2s-fix.html'));
    expect(() => checkSums(out)).toThrow(/: p2s-fix\.html$/);
    await writeFile(join(out, 'SHA256SUMS'), `${sha256(Buffer.alloc(0))}  p2s-fix.html\n`);
    await writeFile(join(out, 'p2s-fix.html'), '');
    expect(() => checkSums(out)).toThrow('p2s-fix.html');
  });
});

describe('the release of a tag of a project with an address', { timeout: 2 * RELEASE_MS }, () => {
  it('names that, and two are the same', async () => {
    await git('reset', '--quiet', '--hard', 'HEAD~1');
    const manifest = JSON.parse(await readFile(inCheckout('package.json'), 'utf8'));
    const repository = { type: 'git', url: 'git+https://github.com/OWNER/p2s-fix.git' };
    await writeFile(inCheckout('package.json'), JSON.stringify({ ...manifest, repository }));
    await commit();
    const sums: string[] = [];
    for (const out of ['build/first', 'build/second']) {
      const { code, stderr } = await release('--tag', `v${version}`, '--out', out);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      sums.push(await readFile(inCheckout(out, 'SHA256SUMS'), 'utf8'));
    }
    expect(sums[1]).toBe(sums[0]);
    const nupkg = unzipSync(await readFile(inCheckout(`build/first/P2SFix.${version}.nupkg`)));
    const read = (name: string) => Buffer.from(nupkg[name] ?? '').toString();
    const home = 'https://github.com/OWNER/p2s-fix';
    expect(read('P2SFix.psd1')).toContain(`            ProjectUri = '${home}'\r\n`);
    expect(read('P2SFix.nuspec')).toContain(`<projectUrl>${home}</projectUrl>\n`);
  });
});
