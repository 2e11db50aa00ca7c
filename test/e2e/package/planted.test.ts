import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { closedBundle } from '../../../scripts/build/closed-bundle.mjs';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { folderForAll } from '../../support/files.ts';
import { runProgram } from '../../support/programs/process.ts';
import { namesToPlant, plant } from '../../support/stories/planted.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

describe('what others put into the folders around the program', () => {
  const folder = folderForAll();
  /** The folder of the package, its main file, the folder that commands start in, and the mark of what ran. */
  let home: string;
  let cli: string;
  let current: string;
  let mark: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    home = join(folder, 'Program Files/p2s-fix/node_modules/p2s-fix');
    cli = join(home, 'dist/cli.js');
    current = join(folder, 'Users/anna/Downloads');
    mark = join(folder, 'ran.txt');
    env = { ...process.env, HOME: join(folder, 'Users/anna'), DEV: 'true', DEBUG: '*' };
    await cp(join(PROJECT, 'dist'), join(home, 'dist'), { recursive: true });
    await cp(join(PROJECT, 'package.json'), join(home, 'package.json'));
    await mkdir(current, { recursive: true });
    const names = await namesToPlant(join(home, 'dist'));
    for (const parent of new Set([...parentsOf(home), ...parentsOf(current)]))
      await plant(parent, names, mark);
    await writeFile(
      join(current, 'sample.reg'),
      sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }),
    );
  }, 120_000);

  /** From the folder of the package up to the one that holds all this. */
  function parentsOf(start: string): string[] {
    const parents = [];
    for (let at = start; at !== dirname(folder); at = dirname(at)) parents.push(at);
    return parents;
  }

  const ran = () => readFile(mark, 'utf8').catch(() => '');
  const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    runProgram(process.execPath, args, { timeoutMs: 60_000, cwd: current, env: { ...env, ...more } });

  it('would run if the program asked for it by name', async () => {
    const code = `try { require('supports-color') } catch {}`;
    await run(['--eval', code]);
    expect(await ran()).toContain(join(current, 'node_modules/supports-color'));
    await writeFile(mark, '');
  });

  it.each([
    [['--help']],
    [['completion', 'bash']],
    [['explain', '0x80092013']],
    [['audit', '--machine', 'sample.reg', '--no-probe']],
    [['plan', '--machine', 'sample.reg', '--out', 'plan.json', '--lang', 'ja']],
    [['verify', '127.0.0.1:1', '--direct', '--deadline', '1']],
    [['migrate', '--gateway', '127.0.0.1:1', '--deadline', '1']],
    [['fleet', 'audit', 'pc.contoso.example', '--deadline', '1']],
    [['export', 'intune', '--direct', '--out', 'intune']],
    [['schedule', 'status']],
    [['schedule', 'run', '--installed']],
  ])('is not run by %j', async (args) => {
    await run([cli, ...args], { NODE_PATH: join(folder, 'node_modules') });
    expect(await ran()).toBe('');
  });

  it('is not run by any part of the program when it is loaded', async () => {
    const chunks = await readdir(join(home, 'dist/chunks'));
    const all = [...chunks.map((name) => `dist/chunks/${name}`), 'dist/index.js'].map((path) =>
      join(home, path),
    );
    const code = `for (const file of process.argv.slice(1)) await import(file);`;
    const { code: exitCode } = await run(['--input-type=module', '--eval', code, ...all]);
    expect([exitCode, await ran()]).toEqual([0, '']);
  });

  it('changes no word of the help', async () => {
    const { stdout } = await run([cli, '--help']);
    const clean = await runProgram(process.execPath, [join(PROJECT, 'dist/cli.js'), '--help'], {
      timeoutMs: 60_000,
      cwd: '/',
      env,
    });
    expect(stdout).toBe(clean.stdout);
  });
});

describe('the built program', () => {
  it('asks for the modules of Node and for its own files, and resolves no other name', async () => {
    const dist = join(PROJECT, 'dist');
    const files = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.js'));
    expect(files.length).toBeGreaterThan(10);
    const asked = new Set<string>();
    for (const file of files) {
      const text = await readFile(join(dist, file), 'utf8');
      for (const name of importsIn(text)) asked.add(name);
    }
    // `module` creates functions that search for packages.
    const closed = (name: string) =>
      isBuiltin(name) ? !/^(node:)?module$/.test(name) : /^\.{1,2}\//.test(name);
    expect([...asked].filter((name) => !closed(name))).toEqual([]);
  });
});

it.each([
  "import 'somebody-elses';",
  "try { require('somebody-elses') } catch {}",
  "await import('somebody-elses');",
])('the build fails where the bundle would search: %s', async (contents) => {
  const options = { bundle: true, write: false, platform: 'node', format: 'esm', metafile: true } as const;
  const plugins = [closedBundle];
  const closed = build({ ...options, stdin: { contents: "import 'node:fs';" }, plugins });
  await expect(closed).resolves.toMatchObject({ errors: [] });
  const external = ['somebody-elses'];
  const open = build({ ...options, stdin: { contents }, plugins, external, logLevel: 'silent' });
  await expect(open).rejects.toThrow('would search for "somebody-elses"');
});

/** The names that a bundled module imports. */
function importsIn(text: string): string[] {
  const forms = [
    /require\d*\(\s*["']([^"']+)["']\s*\)/g,
    /^import\s*["']([^"']+)["']/gm,
    /\bfrom\s*["']([^"'\n]+)["'];?$/gm,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
  ];
  return forms.flatMap((form) => [...text.matchAll(form)].map(([, name = '']) => name));
}
