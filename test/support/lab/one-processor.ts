import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Keeps this worker, and the computers that it starts, on one processor: Wine's programs and its server wait for each
 * other all the time, which takes a sixth less there. The workers are spread over the processors.
 */
const status = readFileSync('/proc/self/status', 'latin1');
const allowed = /^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '';
const processors = allowed.split(',').flatMap((range) => {
  const [first = Number.NaN, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
});
const chosen = processors[Number(process.env.VITEST_POOL_ID) % processors.length];
const bind = ['--all-tasks', '--cpu-list', '--pid', String(chosen), String(process.pid)];
execFileSync('/usr/bin/taskset', bind, { stdio: 'ignore' });
