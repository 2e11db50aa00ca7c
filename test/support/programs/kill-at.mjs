/**
 * Preloaded into the program (`node --import`): kills it, as a power cut would, at the P2S_KILL_AT-th place where it
 * changes the disk, or at the first place that P2S_KILL_ON, a regular expression, describes. Each of the few calls that
 * change it is two places, before and after. With P2S_KILL_TRACE, each place is a line of that file.
 */
import { appendFileSync, constants } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const last = Number(process.env.P2S_KILL_AT ?? 0);
const { P2S_KILL_TRACE: trace, P2S_KILL_ON: pattern } = process.env;
let place = 0;

/** @param {string} what */
function reach(what) {
  place += 1;
  if (trace !== undefined) appendFileSync(trace, `${what}\n`);
  if (place === last || (pattern !== undefined && new RegExp(pattern).test(what)))
    process.kill(process.pid, 'SIGKILL');
}

/** Whether a file is made or added to. @param {unknown} flags */
function changes(flags) {
  return flags === 'wx' || flags === 'a' || (typeof flags === 'number' && (flags & constants.O_APPEND) !== 0);
}

/** The file of a call: for `rename` its new name. @param {string} call @param {unknown[]} args */
function nameOf(call, args) {
  return path.basename(String(args[call === 'rename' ? 1 : 0])).replace(/\.[0-9a-f]{12}\.tmp$/, '.tmp');
}

for (const call of /** @type {const} */ (['open', 'rename', 'rm', 'mkdir'])) {
  const real = /** @type {(...args: unknown[]) => Promise<unknown>} */ (promises[call]);
  const counted = async (/** @type {unknown[]} */ ...args) => {
    if (call === 'open' && !changes(args[1])) return real(...args);
    const what = `${call} ${nameOf(call, args)}`;
    reach(`before ${what}`);
    const result = await real(...args);
    reach(`after ${what}`);
    return result;
  };
  Object.assign(promises, { [call]: counted });
}
syncBuiltinESMExports();
