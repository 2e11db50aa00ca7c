// The audit in the lab: Node for Windows, PowerShell for Windows, a real registry; no network.
import { newComputer } from '../lab/computer.mjs';
import { CLI, INSIDE, windowsPath } from '../lab/layout.mjs';
import { whyNotReady } from '../lab/setup.mjs';
import { inTurns, timeProcess } from './measure.mjs';

const AIM = 1.3;
const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const STORES = [`HKCU\\${SETTINGS}\\Connections`, `HKLM\\${SETTINGS}\\Connections`];
/** Drift is found and nothing failed. */
const DRIFT = 2;

/** One bare PowerShell, started by a bare Node as the program starts its own: hidden, without a profile. */
const BARE = `
  require('node:child_process')
    .spawn(${JSON.stringify(INSIDE.pwsh)}, ['-NoProfile', '-NonInteractive', '-Command', 'exit'],
      { windowsHide: true, stdio: 'ignore' })
    .on('exit', (code) => process.exit(code))`;

/**
 * @param {{ support: typeof import('./support.mjs'), runs: number }} options
 * @returns {Promise<import('./result.mjs').Part>}
 */
export async function benchAudit({ support, runs }) {
  const part = {
    title: 'Audit in the lab (PowerShell for Windows, no network)',
    baseline: 'node.exe that starts one pwsh.exe -NoProfile -NonInteractive -Command exit',
    rows: [],
    besides: [],
  };
  const reason = whyNotReady();
  if (reason !== null) return { ...part, skipped: `the lab is not ready: ${reason}` };
  const computer = await newComputer('bench');
  try {
    await computer.regImport(
      support.sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' }),
    );
    const time = async (args, exitCodes) => {
      const { file, env } = computer.command([]);
      const done = await timeProcess({ file, args, env, cwd: `${computer.dir}/drive_c`, exitCodes });
      return done;
    };
    const audit = async (...more) => {
      const args = [INSIDE.node, windowsPath(CLI), '--no-probe', '--json', ...more];
      const { ms, stdout } = await time(args, [DRIFT]);
      if (JSON.parse(stdout).machine?.kind !== 'local')
        throw new Error('the audit did not look at the machine');
      return ms;
    };
    const times = await inTurns(runs, {
      subject: () => audit(),
      // Otherwise it first starts Wine's powershell.exe, a stub: one more process than on Windows.
      named: () => audit('--powershell', INSIDE.pwsh),
      bare: async () => (await time([INSIDE.node, '-e', BARE])).ms,
      node: async () => (await time([INSIDE.node, '-e', '0'])).ms,
      reg: async () => {
        let ms = 0;
        for (const store of STORES) ms += (await time([INSIDE.reg, 'query', store])).ms;
        return ms;
      },
    });
    const row = {
      name: 'p2s-fix --no-probe --json',
      ...times.subject,
      baseline: times.bare.median,
      aim: AIM,
    };
    return {
      ...part,
      rows: [row],
      besides: [
        { name: 'the same --powershell pwsh.exe', ...times.named, baseline: times.bare.median },
        { name: 'bare node.exe + pwsh.exe', ...times.bare },
        { name: 'bare node.exe', ...times.node },
        { name: 'reg.exe query, both settings', ...times.reg },
      ],
      notes: [
        'the rest of the time: the first output of PowerShell, the collecting script, and a second script that checks who may write to the folder of the program',
      ],
    };
  } finally {
    await computer.destroy();
  }
}
