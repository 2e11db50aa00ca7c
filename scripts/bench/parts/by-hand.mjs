// The commands that an administrator would type to test a gateway, and how long they take.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '../../lab/layout.mjs';
import { summary } from '../measure.mjs';

/** By default curl waits five minutes for a peer that does not reply, Test-NetConnection 21 seconds for a port. */
const PATIENCE_SECONDS = 30;

/** Windows PowerShell; elsewhere the PowerShell of the lab. */
const POWERSHELL =
  process.platform === 'win32'
    ? join(process.env.SystemRoot ?? 'C:\\Windows', 'System32/WindowsPowerShell/v1.0/powershell.exe')
    : layoutOf().pwsh;

/**
 * Finds curl and Test-NetConnection on this computer.
 * @returns {Promise<{ tools: readonly ByHand[], notes: string[] }>}
 * @typedef {(path: { target: string, proxy?: string }) => Promise<import('../results/result.mjs').Row | null>} ByHand one run;
 *   `null` if the tool does not support that route
 */
export async function toolsByHand() {
  const tools = [];
  const notes = [];
  if ((await run('curl', ['--version'])).code === 0) tools.push(curl);
  else notes.push('curl is not available here');
  const has = 'if (Get-Command Test-NetConnection -ErrorAction SilentlyContinue) { "yes" }';
  if (existsSync(POWERSHELL) && (await powershell(has)).printed === 'yes') tools.push(testNetConnection);
  else
    notes.push('Test-NetConnection is not available on this computer: only Windows has its module NetTCPIP');
  return { tools, notes };
}

async function curl({ target, proxy }) {
  const options = proxy === undefined ? [] : ['--proxy', `http://${proxy}`];
  const limit = ['--max-time', String(PATIENCE_SECONDS)];
  const { code, ms, printed } = await run('curl', ['-sS', ...limit, ...options, `https://${target}/`]);
  return { name: code === 0 ? 'curl: a page' : printed, ...summary([ms]) };
}

async function testNetConnection({ target, proxy }) {
  if (proxy !== undefined) return null;
  const [host, port] = target.split(':');
  const { ms, printed } = await powershell(
    `(Test-NetConnection '${host}' -Port ${port} -WarningAction SilentlyContinue).TcpTestSucceeded`,
  );
  return { name: `Test-NetConnection: ${printed}`, ...summary([ms]) };
}

function powershell(command) {
  return run(POWERSHELL, ['-NoProfile', '-NonInteractive', '-Command', command]);
}

/** The exit code, the milliseconds and the first line of output. */
function run(file, args) {
  return new Promise((resolve) => {
    const began = performance.now();
    execFile(
      file,
      args,
      { timeout: (PATIENCE_SECONDS + 10) * 1000, windowsHide: true },
      (error, out, err) => {
        const [printed = ''] = `${err}${out}`.trim().split('\n');
        resolve({
          code: error === null ? 0 : error.code,
          ms: performance.now() - began,
          printed: printed.slice(0, 90),
        });
      },
    );
  });
}
