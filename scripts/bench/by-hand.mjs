// What an administrator would type to see whether a gateway is reached, and how long it takes to answer.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '../lab/layout.mjs';
import { summary } from './measure.mjs';

/** curl gives up a silent peer after five minutes by itself, Test-NetConnection a silent port after 21 seconds. */
const PATIENCE_SECONDS = 30;

/** Windows PowerShell; elsewhere the PowerShell of the lab. */
const POWERSHELL =
  process.platform === 'win32'
    ? join(process.env.SystemRoot ?? 'C:\\Windows', 'System32/WindowsPowerShell/v1.0/powershell.exe')
    : layoutOf().pwsh;

/**
 * What there is of curl and Test-NetConnection here.
 * @returns {Promise<{ tools: readonly ByHand[], notes: string[] }>}
 * @typedef {(path: { target: string, proxy?: string }) => Promise<import('./result.mjs').Row | null>} ByHand one run;
 *   `null` where the tool cannot go that way
 */
export async function toolsByHand() {
  const tools = [];
  const notes = [];
  if ((await run('curl', ['--version'])).code === 0) tools.push(curl);
  else notes.push('curl is not available here');
  const has = 'if (Get-Command Test-NetConnection -ErrorAction SilentlyContinue) { "yes" }';
  if (existsSync(POWERSHELL) && (await powershell(has)).said === 'yes') tools.push(testNetConnection);
  else
    notes.push('Test-NetConnection is not available on this computer: only Windows has its module NetTCPIP');
  return { tools, notes };
}

async function curl({ target, proxy }) {
  const way = proxy === undefined ? [] : ['--proxy', `http://${proxy}`];
  const limit = ['--max-time', String(PATIENCE_SECONDS)];
  const { code, ms, said } = await run('curl', ['-sS', ...limit, ...way, `https://${target}/`]);
  return { name: code === 0 ? 'curl: a page' : said, ...summary([ms]) };
}

async function testNetConnection({ target, proxy }) {
  if (proxy !== undefined) return null;
  const [host, port] = target.split(':');
  const { ms, said } = await powershell(
    `(Test-NetConnection '${host}' -Port ${port} -WarningAction SilentlyContinue).TcpTestSucceeded`,
  );
  return { name: `Test-NetConnection: ${said}`, ...summary([ms]) };
}

function powershell(command) {
  return run(POWERSHELL, ['-NoProfile', '-NonInteractive', '-Command', command]);
}

/** The exit code, the milliseconds and the first line that was said. */
function run(file, args) {
  return new Promise((resolve) => {
    const began = performance.now();
    execFile(
      file,
      args,
      { timeout: (PATIENCE_SECONDS + 10) * 1000, windowsHide: true },
      (error, out, err) => {
        const [said = ''] = `${err}${out}`.trim().split('\n');
        resolve({
          code: error === null ? 0 : error.code,
          ms: performance.now() - began,
          said: said.slice(0, 90),
        });
      },
    );
  });
}
