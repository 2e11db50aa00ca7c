import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Wine's programs and its server wait for each other all the time, which is a sixth cheaper on one processor. So each
 * worker, with the computers that it starts, stays on one, in turn.
 */
const status = readFileSync('/proc/self/status', 'latin1');
const allowed = /^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '';
const processors = allowed.split(',').flatMap((range) => {
  const [first = Number.NaN, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
});
const own = processors[Number(process.env.VITEST_POOL_ID) % processors.length];
execFileSync('/usr/bin/taskset', ['--all-tasks', '--cpu-list', '--pid', String(own), String(process.pid)], {
  stdio: 'ignore',
});
