// The real path in the lab: Node for Windows, PowerShell for Windows, a real registry; no network.
import { CLI, INSIDE, LAB_CLI, windowsPath } from '../../lab/layout.mjs';
import { newComputer } from '../../lab/run/computer.mjs';
import { whyNotReady } from '../../lab/setup/setup.mjs';
import { inTurns, timeProcess } from '../measure.mjs';

/** Of an audit, and of a run that writes, to a bare start; of an apply that has nothing to write, to an audit. */
const AIMS = { audit: 1.8, write: 4.2, again: 1.05 };
const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const STORES = [`HKCU\\${SETTINGS}\\Connections`, `HKLM\\${SETTINGS}\\Connections`];
/** An audit that found drift, while nothing failed. */
const DRIFT = 2;
const STATE = 'C:\\p2s-state';

/** One bare PowerShell, started by a bare Node as the program starts its own: hidden, without a profile. */
const BARE = `
  require('node:child_process')
    .spawn(${JSON.stringify(INSIDE.pwsh)}, ['-NoProfile', '-NonInteractive', '-Command', 'exit'],
      { windowsHide: true, stdio: 'ignore' })
    .on('exit', (code) => process.exit(code))`;

/**
 * @param {{ support: typeof import('../support.mjs'), runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchAudit({ support, runs }) {
  const part = {
    title: 'Audit, apply and rollback in the lab (PowerShell for Windows, no network)',
    baseline:
      'node.exe that starts one pwsh.exe -NoProfile -NonInteractive -Command exit; of the second apply: an audit by the same program',
    rows: [],
    besides: [],
  };
  const reason = whyNotReady();
  if (reason !== null) return { ...part, skipped: `the lab is not ready: ${reason}` };
  const computer = await newComputer('bench');
  const broken = support.sampleRegText({
    proxyHost: 'proxy.contoso.example',
    proxyPort: 8080,
    bypass: '<local>',
  });
  const time = async (args, exitCodes) => {
    const { file, env } = computer.command([]);
    return timeProcess({ file, args, env, cwd: `${computer.dir}/drive_c`, exitCodes });
  };
  const audit = async (program, ...more) => {
    const args = [INSIDE.node, windowsPath(program), '--no-probe', '--json', ...more];
    const { ms, stdout } = await time(args, [DRIFT]);
    if (JSON.parse(stdout).machine?.kind !== 'local') throw new Error('the audit did not read the machine');
    return ms;
  };
  // Wine has no access lists: the program of the lab, which has a reader of its own for them, writes and restores.
  const change = async (command, ...more) => {
    const args = [INSIDE.node, windowsPath(LAB_CLI), command, '--json', '--yes', '--state-dir', STATE];
    const { ms, stdout } = await time([...args, '--powershell', INSIDE.pwsh, ...more], [0]);
    return { ms, changed: JSON.parse(stdout).result?.changed?.length };
  };
  const apply = async (expected) => {
    const { ms, changed } = await change('apply', '--no-probe');
    if (changed !== expected) throw new Error(`the apply changed ${changed} settings instead of ${expected}`);
    return ms;
  };
  const start = async () => {
    await computer.regImport(broken);
    await apply(2);
  };
  try {
    await computer.regImport(broken);
    const audits = await inTurns(runs, {
      audit: () => audit(CLI),
      // Otherwise it first starts Wine's powershell.exe, a stub: one more process than on Windows.
      named: () => audit(CLI, '--powershell', INSIDE.pwsh),
      ofLab: () => audit(LAB_CLI, '--powershell', INSIDE.pwsh),
      bare: async () => (await time([INSIDE.node, '-e', BARE], [0])).ms,
      node: async () => (await time([INSIDE.node, '-e', '0'], [0])).ms,
      reg: async () => {
        let ms = 0;
        for (const store of STORES) ms += (await time([INSIDE.reg, 'query', store], [0])).ms;
        return ms;
      },
    });
    const changes = await inTurns(runs, {
      apply: async () => {
        await computer.regImport(broken);
        return apply(2);
      },
      again: async () => {
        await start();
        return apply(0);
      },
      rollback: async () => {
        await start();
        return (await change('rollback')).ms;
      },
    });
    const bare = audits.bare.median;
    return {
      ...part,
      rows: [
        {
          name: 'p2s-fix --no-probe --json --powershell pwsh.exe',
          ...audits.named,
          baseline: bare,
          aim: AIMS.audit,
        },
        { name: 'p2s-fix apply, which writes', ...changes.apply, baseline: bare, aim: AIMS.write },
        { name: 'the same again', ...changes.again, baseline: audits.ofLab.median, aim: AIMS.again },
        { name: 'p2s-fix rollback', ...changes.rollback, baseline: bare, aim: AIMS.write },
      ],
      besides: [
        { name: 'p2s-fix --no-probe --json', ...audits.audit, baseline: bare },
        { name: 'the audit by the program of the lab', ...audits.ofLab, baseline: bare },
        { name: 'bare node.exe + pwsh.exe', ...audits.bare },
        { name: 'bare node.exe', ...audits.node },
        { name: 'reg.exe query, both settings', ...audits.reg },
      ],
    };
  } finally {
    await computer.destroy();
  }
}
