/**
 * Finds the processes of a computer or of one run by a mark in their Unix environment. Wine passes it to every
 * child, also to those that leave the process group or have a new Windows environment.
 */
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @param {string} mark `NAME=value`, a whole entry of the environment
 * @returns {{ pid: number, args: string }[]} the living processes that carry it, without this one; zombies do not count
 */
export function marked(mark) {
  const entry = Buffer.from(`\0${mark}\0`);
  return fs.readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    try {
      const environ = Buffer.concat([Buffer.from('\0'), fs.readFileSync(`/proc/${pid}/environ`)]);
      if (!environ.includes(entry)) return [];
      return [{ pid, args: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }];
    } catch {
      return []; // gone, or another user's
    }
  });
}

/**
 * Kills every process that carries the mark, and those they start meanwhile.
 * @param {string} mark
 * @returns {Promise<boolean>} true: none is left
 */
export async function killMarked(mark) {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await delay(20)) {
    const found = marked(mark);
    if (found.length === 0) return true;
    for (const { pid } of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // gone already
      }
    }
  }
  return marked(mark).length === 0;
}
