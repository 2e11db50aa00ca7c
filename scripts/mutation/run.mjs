// Which small changes of the code do the tests notice? Turns round a comparison, a condition or a default at a time,
// and runs the unit tests of its module that reach it.
//   npm run test:mutation                          core, path, profile and change: a day
//   npm run test:mutation -- core/codec profile    folders or files of src: minutes to hours
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
// Below the project, whose vitest the tool then finds; its many packages stay out of node_modules.
const tool = join(root, 'build/mutation-tool');
const stryker = join(tool, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const given = process.argv.slice(2);
const parts = given.length > 0 ? given : ['core', 'path', 'profile', 'change'];
const unknown = parts.find((part) => !existsSync(join(root, 'src', part)));
if (unknown !== undefined) {
  console.error(`src/${unknown} does not exist. Name folders or files of src, for example: core/codec`);
  process.exit(3);
}

// A mutant that changes nothing that its own module tests is a gap there, whatever else notices it.
const modules = [...new Set(parts.map((part) => part.split('/')[0]))];
const mutated = parts.map((part) =>
  statSync(join(root, 'src', part)).isDirectory() ? `src/${part}/**/*.ts` : `src/${part}`,
);

if (!existsSync(stryker)) {
  mkdirSync(tool, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(join(import.meta.dirname, name), join(tool, name));
  execFileSync('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'], {
    cwd: tool,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
const { status } = spawnSync(
  process.execPath,
  [stryker, 'run', 'scripts/mutation/stryker.config.mjs', '--mutate', mutated.join(',')],
  { cwd: root, stdio: 'inherit', env: { ...process.env, P2S_MUTATED: modules.join(',') } },
);
process.exitCode = status ?? 1;
