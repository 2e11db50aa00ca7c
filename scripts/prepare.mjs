// Prepares a checkout to run: dependencies installed as the lock file says, dist/ newer than the sources.
// Used by `npm start` and `npm test`, so that both work on a new clone. Plain Node: nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const BUILT = join(root, 'dist/ps1/Get-P2SMachine.ps1');

/**
 * Installs and builds what is missing or stale; ends the process with a clear line when it cannot.
 * @param {{ rebuild?: boolean }} [options] `rebuild`: builds in any case
 */
export function prepare({ rebuild = false } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Node 20.19 or later is needed; this is ${process.versions.node}.`);
  if (needsInstall()) {
    say('Installing dependencies …');
    run(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      process.platform === 'win32',
    );
  }
  if (rebuild || needsBuild()) {
    say('Building …');
    run(process.execPath, [join(root, 'scripts/build.mjs')], false);
  }
}

function needsInstall() {
  const installed = join(root, 'node_modules/.package-lock.json');
  return (
    !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs
  );
}

function needsBuild() {
  if (!existsSync(BUILT) || !existsSync(join(root, 'build/simulated-servers.js'))) return true;
  const built = Math.min(statSync(BUILT).mtimeMs, statSync(join(root, 'dist/cli.js')).mtimeMs);
  return ['src', 'ps1', 'scripts', 'package.json', 'package-lock.json'].some(
    (path) => newest(join(root, path)) > built,
  );
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function run(command, args, shell) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (error) stop(`${command} could not be started: ${error.message}`);
  if (status !== 0) stop(`${command} ${args[0]} ended with ${status}.`);
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

function stop(text) {
  say(text);
  process.exit(1);
}
