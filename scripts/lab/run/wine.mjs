/** How Wine is called: its programs, its environment, and the warm-up of a prefix. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exec, findOnPath } from '../exec.mjs';
import { LabError } from '../failure.mjs';
import { killMarked, marked } from './processes.mjs';

const DEBIAN_WINE = '/usr/lib/wine/wine64';

/** A program that does nothing and stays; see {@link warm}. */
const KEEPER = 'C:\\windows\\system32\\winver.exe';

/** A warm prefix has these running. Wine shows a program under its Windows name once it has begun to run. */
const RESIDENTS = ['services.exe', 'explorer.exe', 'winver.exe'].map((name) =>
  ['c:', 'windows', 'system32', name].join('\\'),
);

/** Between looks at all processes, each of which takes milliseconds. */
const POLL_MS = 50;

/** Passed on from the caller's environment; all else would make a test depend on who runs it. */
const PASSED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TERM', 'COLORTERM'];

/** Passed on as well when a person runs something by hand. */
const PASSED_BY_HAND = ['CI', 'NO_COLOR', 'FORCE_COLOR', 'COLUMNS', 'LINES'];

/** Wine's loader: Debian's own binary, because its wrapper script prints a message about 32-bit programs. */
export function wineLoader() {
  return fs.existsSync(DEBIAN_WINE) ? DEBIAN_WINE : (findOnPath('wine64') ?? findOnPath('wine'));
}

/**
 * The environment of a program in a computer. The write-xor-execute protection of .NET must be off under Wine:
 * with it, the first garbage collection that finds a dynamic method ends the process. Code is compiled without
 * optimization, which takes a sixth off a process that ends in seconds. There is no display: windows go to Wine's
 * null driver.
 * @param {string} prefix the computer's folder
 * @param {{ env?: NodeJS.ProcessEnv | undefined, byHand?: boolean }} [options] `env` is added last, undefined removes
 * @returns {NodeJS.ProcessEnv}
 */
export function wineEnv(prefix, options = {}) {
  const passed = options.byHand ? [...PASSED, ...PASSED_BY_HAND] : PASSED;
  const own = Object.fromEntries(
    passed.flatMap((k) => (process.env[k] === undefined ? [] : [[k, process.env[k]]])),
  );
  return {
    HOME: os.homedir(),
    ...own,
    LC_ALL: 'C.UTF-8',
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'winemenubuilder.exe=d',
    WINELOADER: wineLoader() ?? 'wine',
    DOTNET_EnableWriteXorExecute: '0',
    DOTNET_JITMinOpts: '1',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    ...options.env,
  };
}

/** The entry that every process of a prefix has in its (Unix) environment, whatever its Windows environment. */
function mark(/** @type {string} */ prefix) {
  return `WINEPREFIX=${prefix}`;
}

/**
 * Runs a program of Wine's own for its effect; the streams are on /dev/null, so that no service inherits a pipe.
 * @param {string} prefix
 * @param {readonly string[]} args the program and its arguments
 * @param {{ env?: NodeJS.ProcessEnv | undefined, deadlineMs?: number }} [options] default 60 s
 * @throws {LabError} when it does not exit with 0 in time
 */
export async function wine(prefix, args, options = {}) {
  const { code } = await exec(wineLoader() ?? 'wine', args, {
    env: wineEnv(prefix, options),
    cwd: prefix,
    deadlineMs: options.deadlineMs ?? 60_000,
    quiet: true,
  });
  if (code !== 0)
    throw new LabError(`wine ${args.join(' ')} failed in ${prefix} (exit ${code ?? 'at the deadline'})`);
}

/**
 * Starts a prefix: the server, the services, and a program that keeps the desktop's explorer.exe alive. Without
 * it, explorer.exe exits a second after its last user, the next PowerShell starts a new one, and that one inherits
 * the PowerShell's pipes and holds them open for ever.
 * @param {string} prefix
 * @param {{ env?: NodeJS.ProcessEnv | undefined }} [options]
 * @throws {LabError} when it does not come up in time, after a second attempt
 */
export async function warm(prefix, options = {}) {
  try {
    await warmOnce(prefix, options);
  } catch {
    await stop(prefix);
    await warmOnce(prefix, options);
  }
}

/** @param {string} prefix @param {{ env?: NodeJS.ProcessEnv | undefined }} options */
async function warmOnce(prefix, options) {
  const env = wineEnv(prefix, options);
  await exec('wineserver', ['-p'], { env, cwd: prefix, deadlineMs: 20_000, quiet: true });
  await wine(prefix, ['C:\\windows\\system32\\cmd.exe', '/c', 'exit'], { ...options, deadlineMs: 40_000 });
  const keeper = spawn(wineLoader() ?? 'wine', [KEEPER], {
    env,
    cwd: prefix,
    stdio: 'ignore',
    detached: true,
  });
  keeper.on('error', () => {});
  keeper.unref();
  for (const deadline = Date.now() + 20_000; !isWarm(prefix); await delay(POLL_MS)) {
    if (Date.now() > deadline) throw new LabError(`the desktop of ${prefix} does not start`);
  }
}

/**
 * Are the services, the keeper and the desktop of a prefix there?
 * @param {string} prefix
 */
export function isWarm(prefix) {
  const running = marked(mark(prefix)).map((p) => p.args.toLowerCase());
  return RESIDENTS.every((program) => running.some((args) => args.startsWith(program)));
}

/**
 * Ends everything that runs in a prefix. The server writes the registry to disk first.
 * @param {string} prefix
 */
export async function stop(prefix) {
  if (marked(mark(prefix)).length === 0) return;
  const env = wineEnv(prefix);
  await exec('wineserver', ['-k'], { env, cwd: prefix, deadlineMs: 20_000, quiet: true }).catch(() => null);
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await delay(POLL_MS)) {
    if (marked(mark(prefix)).length === 0) return;
  }
  await killMarked(mark(prefix));
}

/**
 * Kills everything that runs in a prefix, at once: nothing is written to disk. Removes the server's socket too,
 * which Debian's Wine keeps in a folder of its own under /tmp; the prefix holds the name.
 * @param {string} prefix
 */
export async function kill(prefix) {
  await killMarked(mark(prefix));
  const note = path.join(prefix, 'wineserver');
  const name = fs.existsSync(note) ? fs.readFileSync(note, 'latin1') : '';
  if (/^wine-\w+$/.test(name)) fs.rmSync(path.join('/tmp', name), { recursive: true, force: true });
  fs.rmSync(note, { force: true });
}
