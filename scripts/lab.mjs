#!/usr/bin/env node
/** The lab's command line: PowerShell and Node for Windows, a registry and WinHTTP, on Linux. See USAGE. */
import { LabError } from './lab/failure.mjs';
import { keptComputer, startKeptComputer, sweep } from './lab/run/computer.mjs';
import { runByHand } from './lab/run/hand.mjs';
import { isDeniedRights } from './lab/run/limits.mjs';
import { setUpLab, whyNotReady } from './lab/setup/setup.mjs';

const USAGE = `usage: node scripts/lab.mjs [--dir FOLDER] COMMAND

  setup              installs what is missing; once, about half a minute
  check              says whether the lab is ready, or why it cannot be
  run -- PROGRAM …   runs a program on the kept computer; also without "run --":
    p2s-fix …          the built CLI (build/lab-cli.js) under Node for Windows
    pwsh FILE.ps1 …    PowerShell for Windows
    PROGRAM …          anything else, by its Windows name (reg.exe, cmd.exe)
    as-user PROGRAM …  the same without administrator rights
                     the computer stays on, with all that it holds, until "stop"
  deny RIGHTS KEY …  denies a registry key there, until "allow" or "stop"; RIGHTS is one of write,
                     write-unless-admin (as Windows protects HKLM), read
  allow KEY …        gives everybody all rights to it again
  constrained on|off PowerShell in Constrained Language Mode, as under application control
  reset              removes the kept computer; the next run starts with a fresh one
  stop               shuts the kept computer down, and removes those of dead processes

The lab lies in .lab/ unless --dir says otherwise. Exit code 3: it cannot be had here; the reason is printed.
`;

const say = (/** @type {string} */ line) => process.stderr.write(`lab: ${line}\n`);

/** @param {string[]} argv @returns {Promise<number>} the exit code */
async function main(argv) {
  const args = [...argv];
  let labDir;
  while (args[0] === '--dir' || args[0]?.startsWith('--dir=')) {
    const option = /** @type {string} */ (args.shift());
    labDir = option === '--dir' ? args.shift() : option.slice('--dir='.length);
    if (!labDir) throw new LabError('--dir needs a folder');
  }
  const [command, ...rest] = args;
  switch (command) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE);
      return command === undefined ? 3 : 0;
    case 'setup':
      await setUpLab({ labDir, log: say });
      return 0;
    case 'check': {
      const reason = whyNotReady(labDir);
      process.stdout.write(`lab: ${reason ?? 'ready'}\n`);
      return reason === null ? 0 : 3;
    }
    case 'reset':
      await keptComputer({ labDir }).destroy();
      return 0;
    case 'stop':
      await sweep(labDir);
      await keptComputer({ labDir }).shutDown();
      return 0;
    case 'deny':
    case 'allow':
    case 'constrained':
      return limit(command, rest, labDir);
    default: {
      const words = command === 'run' ? (rest[0] === '--' ? rest.slice(1) : rest) : args;
      const reason = whyNotReady(labDir);
      if (reason !== null) throw new LabError(reason);
      return runByHand(words, labDir);
    }
  }
}

/**
 * @param {'deny' | 'allow' | 'constrained'} what @param {string[]} words @param {string | undefined} labDir
 * @returns {Promise<number>} the exit code
 */
async function limit(what, words, labDir) {
  const reason = whyNotReady(labDir);
  if (reason !== null) throw new LabError(reason);
  const [first = '', ...keys] = words;
  const computer = await startKeptComputer({ labDir, byHand: true });
  try {
    if (what === 'allow' && words.length > 0) await computer.allowKey(words);
    else if (what === 'deny' && isDeniedRights(first) && keys.length > 0) await computer.denyKey(keys, first);
    else if (what === 'constrained' && /^(on|off)$/.test(first)) await computer.constrained(first === 'on');
    else throw new LabError(`${what} what? See \`node scripts/lab.mjs help\``);
    return 0;
  } finally {
    await computer.endScripts();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  say(error.message);
  process.exitCode = 3;
}
