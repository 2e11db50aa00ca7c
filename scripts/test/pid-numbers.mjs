// By default Linux has 32,768 numbers for processes and threads, and a run of the tests uses them up several
// times. A number that is kept (by a test, or by wineserver, which ends its processes by number) then names
// another process.
import { readFileSync, writeFileSync } from 'node:fs';

const LIMIT = '/proc/sys/kernel/pid_max';
/** The most that 64-bit Linux takes: proc_sys_kernel(5). */
const MOST = 4_194_304;

/**
 * Lets numbers come round so late that none names two processes in a run. Without the right to do so nothing happens.
 * @returns {() => void} sets the limit back
 */
export function spreadPidNumbers() {
  try {
    const before = readFileSync(LIMIT, 'utf8');
    if (Number(before) >= MOST) return () => {};
    writeFileSync(LIMIT, `${MOST}\n`);
    return () => writeFileSync(LIMIT, before);
  } catch {
    return () => {}; // another system, or not root
  }
}
