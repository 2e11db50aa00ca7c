/**
 * Makes and removes computers. A new one is copied from the template in a moment: Windows' files are hard links.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { mustExec } from '../exec.mjs';
import { LabError } from '../failure.mjs';
import { layoutOf } from '../layout.mjs';
import { isAlive, selfName, withLock } from '../lock.mjs';
import { Computer } from './prefix.mjs';
import { isWarm } from './wine.mjs';

/** Names the file in a computer's folder that says which process it belongs to. */
const OWNER = 'owner';

/** @typedef {import('./prefix.mjs').ComputerOptions} ComputerOptions */

/**
 * A fresh computer, started. It belongs to this process: when that is gone, {@link sweep} removes it.
 * @param {string} [name] part of the folder's name
 * @param {ComputerOptions & { labDir?: string | undefined }} [options]
 * @returns {Promise<Computer>}
 * @throws {LabError} when there is no template
 */
export async function newComputer(name = 'pc', options = {}) {
  const layout = layoutOf(options.labDir);
  const dir = path.join(layout.computers, `${name}-${process.pid}-${randomBytes(4).toString('hex')}`);
  const computer = new Computer(dir, options);
  try {
    await copyTemplate(layout.template, dir);
    await computer.start();
  } catch (error) {
    await computer.destroy();
    throw error;
  }
  return computer;
}

/**
 * The computer that is kept for use by hand, as it is: it may be missing, or not started.
 * @param {ComputerOptions & { labDir?: string | undefined }} [options]
 */
export function keptComputer(options = {}) {
  return new Computer(path.join(layoutOf(options.labDir).computers, 'default'), options);
}

/**
 * The computer that is kept for use by hand, made when missing, and started.
 * @param {ComputerOptions & { labDir?: string | undefined }} [options]
 * @returns {Promise<Computer>}
 */
export async function startKeptComputer(options = {}) {
  const layout = layoutOf(options.labDir);
  const computer = keptComputer(options);
  await withLock(`${layout.lock}-default`, async () => {
    if (fs.existsSync(path.join(computer.dir, 'dosdevices'))) return;
    await computer.destroy();
    await copyTemplate(layout.template, computer.dir);
    fs.rmSync(path.join(computer.dir, OWNER));
  });
  if (!isWarm(computer.dir)) await computer.start();
  return computer;
}

/**
 * `C:\windows` and `C:\Program Files` are hard links: a test may add files there, and may rewrite only
 * PowerShell's own settings, which are copied. The registry and the user's files are copied. `dosdevices` comes
 * last and marks a complete copy.
 * @param {string} template @param {string} dir
 */
async function copyTemplate(template, dir) {
  if (!fs.existsSync(template)) throw new LabError('the lab is not set up: run `node scripts/lab.mjs setup`');
  const drive = path.join(dir, 'drive_c');
  const from = path.join(template, 'drive_c');
  fs.mkdirSync(drive, { recursive: true });
  fs.writeFileSync(path.join(dir, OWNER), selfName());
  const linked = ['windows', 'Program Files'];
  const copied = fs.readdirSync(from).filter((name) => !linked.includes(name));
  const files = fs
    .readdirSync(template)
    .filter((name) => name.endsWith('.reg') || name === '.update-timestamp');
  const copy = (/** @type {string} */ flags, /** @type {string[]} */ sources, /** @type {string} */ to) =>
    mustExec('copying the template', 'cp', [flags, ...sources, to], { deadlineMs: 60_000 });
  await copy(
    '-al',
    linked.map((name) => path.join(from, name)),
    drive,
  );
  await copy(
    '-a',
    copied.map((name) => path.join(from, name)),
    drive,
  );
  const settings = path.join('Program Files', 'PowerShell', '7', 'powershell.config.json');
  await copy('--remove-destination', [path.join(from, settings)], path.join(drive, settings));
  await copy(
    '-a',
    files.map((name) => path.join(template, name)),
    dir,
  );
  await copy('-a', [path.join(template, 'dosdevices')], dir);
}

/**
 * Ends and removes the computers whose owners are gone. Those of living processes and the kept one stay.
 * @param {string} [labDir]
 * @returns {Promise<number>} how many
 */
export async function sweep(labDir) {
  const { computers } = layoutOf(labDir);
  let removed = 0;
  for (const name of fs.existsSync(computers) ? fs.readdirSync(computers) : []) {
    const computer = new Computer(path.join(computers, name));
    const owner = readOwner(computer.dir);
    if (owner === null || isAlive(owner)) continue;
    await computer.destroy();
    removed += 1;
  }
  return removed;
}

/** @param {string} dir */
function readOwner(dir) {
  try {
    return fs.readFileSync(path.join(dir, OWNER), 'utf8');
  } catch {
    return null;
  }
}
