// What the terminal view costs: the same audit on a pseudo-terminal, drawn by Ink and as plain lines. `--yes` makes the
// view end with the run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { CLI, windowsPath } from '../../lab/layout.mjs';
import { newComputer } from '../../lab/run/computer.mjs';
import { whyNotReady } from '../../lab/setup/setup.mjs';
import { inTurns } from '../measure.mjs';

const AIM = 1.1;
/** Drift is found and nothing failed. */
const DRIFT = 2;
const DEADLINE_MS = 60_000;
const SAMPLE = { proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' };
const VIEWS = { ink: ['--no-probe', '--yes'], plain: ['--no-probe', '--plain'] };

/**
 * @param {{ cli: string, support: typeof import('../support.mjs'), runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchUi({ cli, support, runs }) {
  const sample = support.sampleRegText(SAMPLE);
  const recorded = await recordedAudit(cli, sample, runs);
  const reason = whyNotReady();
  const local = reason === null ? await localAudit(sample, runs) : null;
  const row = (name, { ink, plain }) => ({ name, ...ink, baseline: plain.median });
  return {
    title: 'The terminal view (audit on a pseudo-terminal, no network)',
    baseline: 'the same with --plain',
    rows: local === null ? [] : [{ ...row('p2s-fix in the lab, of that computer', local), aim: AIM }],
    besides: [row('p2s-fix --machine FILE, which starts no PowerShell', recorded)],
    notes: reason === null ? [] : [`in the lab: left out, the lab is not ready: ${reason}`],
  };
}

/** A whole audit: Node for Windows, PowerShell for Windows, a real registry. */
async function localAudit(sample, runs) {
  const computer = await newComputer('bench-ui');
  try {
    await computer.regImport(sample);
    const cwd = `${computer.dir}/drive_c`;
    return await inViews(runs, (view) => ({ ...computer.command([windowsPath(CLI), ...view]), cwd }));
  } finally {
    await computer.destroy();
  }
}

/** Nearly nothing but the start of Node and the view. */
async function recordedAudit(cli, sample, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-bench-'));
  try {
    const file = join(folder, 'machine.reg');
    writeFileSync(file, sample);
    const env = { ...process.env, CI: 'false' };
    return await inViews(runs, (view) => ({
      file: process.execPath,
      args: [cli, '--machine', file, '--state-dir', folder, ...view],
      env,
      cwd: folder,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inViews(runs, command) {
  return inTurns(runs, {
    ink: () => timeOnTerminal(command(VIEWS.ink)),
    plain: () => timeOnTerminal(command(VIEWS.plain)),
  });
}

/** Milliseconds from the start of a program on a terminal to its exit. */
function timeOnTerminal({ file, args, env, cwd }) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = pty.spawn(file, args, { cols: 80, rows: 24, cwd, env: { ...env, TERM: 'xterm-256color' } });
    let printed = '';
    child.onData((data) => {
      printed = (printed + data).slice(-4000);
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
    child.onExit(({ exitCode }) => {
      clearTimeout(timer);
      if (exitCode === DRIFT) resolve(performance.now() - started);
      else reject(new Error(`${[file, ...args].join(' ')} ended with ${exitCode}: ${printed}`));
    });
  });
}
