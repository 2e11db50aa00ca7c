/** Reports on standard error the lab's own recovered problems: they may explain a test that fails later. */
import fs from 'node:fs';
import path from 'node:path';
import { labOf } from '../layout.mjs';
import { marked } from './processes.mjs';

const MAX_SHOWN = 160;

/**
 * @param {{ prefix: string, args: readonly string[] }} command what was run
 * @param {string} what happened
 * @param {readonly string[]} [more] a line each
 */
export function remark({ prefix, args }, what, more = []) {
  const command = args.join(' ').slice(0, MAX_SHOWN);
  const lines = [
    `lab: ${path.basename(prefix)}: ${what}: ${command}`,
    ...more.map((line) => `       ${line}`),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}

/**
 * Wine's server of a computer, which holds its registry.
 * @param {string} prefix the computer's folder
 * @returns {number | undefined} the process
 */
export function serverOf(prefix) {
  return marked(`WINEPREFIX=${prefix}`).find(({ args }) => /^\S*\/wineserver/.test(args))?.pid;
}

/**
 * The wineserver of a computer exited, which happens now and then: the registry writes of the last half minute are
 * lost, its programs hang, and later test results do not count. Recorded for {@link takeLost}.
 * @param {{ prefix: string, args: readonly string[] }} command what was run
 * @param {number} server the process
 */
export function lost(command, server) {
  remark(command, `the server of the computer (${server}) ended in the meantime`, whatRuns(command.prefix));
  fs.appendFileSync(noteIn(labOf(command.prefix)), `${path.basename(command.prefix)}\n`);
}

/**
 * The computers that have lost their servers since the last call.
 * @param {string} labDir the lab's folder
 * @returns {string[]}
 */
export function takeLost(labDir) {
  const note = noteIn(labDir);
  if (!fs.existsSync(note)) return [];
  const names = fs.readFileSync(note, 'utf8').split('\n').filter(Boolean);
  fs.rmSync(note);
  return names;
}

/** @param {string} labDir */
function noteIn(labDir) {
  return path.join(labDir, 'lost-servers');
}

/**
 * What runs in a computer, a line each: process, state (proc(5): R runs, S and D wait), where in the kernel it
 * waits, seconds of processor time, command.
 * @param {string} prefix the computer's folder
 * @returns {string[]}
 */
export function whatRuns(prefix) {
  return marked(`WINEPREFIX=${prefix}`).flatMap(({ pid, args }) => {
    const read = (/** @type {string} */ name) => {
      try {
        return fs.readFileSync(`/proc/${pid}/${name}`, 'latin1');
      } catch {
        return ''; // gone meanwhile
      }
    };
    const stat = read('stat');
    if (stat === '') return [];
    // The command in parentheses may hold blanks: fields are counted after it. USER_HZ is 100 on Linux.
    const [state, ...fields] = stat.replace(/^.*\) /s, '').split(' ');
    const seconds = (Number(fields[10]) + Number(fields[11])) / 100;
    return `${pid} ${state} ${read('wchan') || '-'} ${seconds.toFixed(1)} s ${args.slice(0, MAX_SHOWN)}`;
  });
}
