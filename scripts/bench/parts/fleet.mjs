// A fleet: eight computers over real PowerShell Remoting, compared with connecting to them and running an empty
// script; and the cost of judging a hundred thousand recorded machines.
import { existsSync } from 'node:fs';
import { layoutOf } from '../../lab/layout.mjs';
import { whyNotReady } from '../../lab/setup/setup.mjs';
import { inTurns, summary, timeProcess } from '../measure.mjs';

const COMPUTERS = 8;
const AIM = 1.5;
/** The lab has two cores: a run of eight takes seconds. */
const MAX_RUNS = 7;
const MACHINES = 100_000;
const KINDS = 1000;
const LINEAR = 1.2;
const SEED = 20_261_126;
/** Drift is found and nothing failed. */
const DRIFT = 2;

/** The command that connects to all of them and does nothing. */
const EMPTY = `
$jobs = foreach ($computer in Import-Csv -LiteralPath $env:P2S_BENCH_TABLE) {
    $options = @{ User = $computer.user; Port = $computer.port; IdentityFile = $computer.key; StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
    Invoke-Command -AsJob -HostName $computer.host -Subsystem $computer.subsystem -Options $options -ScriptBlock { }
}
$null = $jobs | Wait-Job
if (@($jobs | Where-Object State -ne 'Completed').Count -gt 0) { exit 1 }
`;

/**
 * @param {{ cli: string, support: any, runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part[]>}
 */
export async function benchFleet(options) {
  return [await overRemoting(options), judging(options)];
}

async function overRemoting({ cli, support, runs }) {
  const part = {
    title: `fleet audit of ${COMPUTERS} computers over SSH, connections included`,
    baseline: 'PowerShell that connects to the same computers at once and runs an empty script',
    rows: [],
    besides: [],
  };
  const reason = whyNotReady();
  if (reason !== null) return { ...part, skipped: `the lab is not ready: ${reason}` };
  if (!existsSync('/usr/sbin/sshd')) return { ...part, skipped: 'there is no sshd' };
  const { pwsh } = layoutOf();
  const names = Array.from({ length: COMPUTERS }, (_, at) => `bench-${at}`);
  const lab = await support.openSshComputers(names);
  try {
    const sample = support.sampleRegText({
      proxyHost: 'proxy.contoso.example',
      proxyPort: 8080,
      bypass: '<local>',
    });
    for (const computer of lab.computers.values()) await computer.regImport(sample);
    const table = await lab.table(names.map((name) => ({ name })));
    const env = { ...process.env, P2S_BENCH_TABLE: table, POWERSHELL_UPDATECHECK: 'Off' };
    const audit = ['fleet', 'audit', '--computers', table, '--powershell', pwsh, ...lab.options, '--json'];
    const times = await inTurns(Math.min(runs, MAX_RUNS), {
      fleet: async () => {
        const { ms, stdout } = await timeProcess({
          file: process.execPath,
          args: [cli, ...audit],
          exitCodes: [DRIFT],
        });
        const { answered } = JSON.parse(stdout).fleet.summary;
        if (answered !== COMPUTERS) throw new Error(`${answered} computers answered`);
        return ms;
      },
      empty: async () => {
        const args = ['-NoProfile', '-NonInteractive', '-Command', EMPTY];
        return (await timeProcess({ file: pwsh, args, env })).ms;
      },
    });
    return {
      ...part,
      rows: [{ name: 'p2s-fix fleet audit --json', ...times.fleet, baseline: times.empty.median, aim: AIM }],
      besides: [{ name: 'connect and run an empty script', ...times.empty }],
    };
  } finally {
    await lab.close();
  }
}

/** From the bytes of a recording to the summary, as `fleet report` does it; blocks of a thousand are timed. */
function judging({ support }) {
  const random = new support.Random(SEED);
  const recordings = Array.from({ length: KINDS }, () => support.randomMachine(random));
  const at = new Date(0);
  const desired = { source: 'wininet' };
  const machines = [];
  const blocks = [];
  for (let begun = 0; begun < MACHINES; begun += KINDS) {
    const started = performance.now();
    for (const [index, bytes] of recordings.entries()) {
      const observation = support.readRecording(bytes).observation(at);
      const label = { computer: `pc-${begun + index}`, transport: 'file', durationMs: 0 };
      machines.push(support.judgeMachine(label, observation, desired, null).machine);
    }
    blocks.push(performance.now() - started);
  }
  const started = performance.now();
  const folded = support.summarise('report', machines, () => true, null);
  const foldMs = performance.now() - started;
  // The first block compiles what it runs.
  const early = summary(blocks.slice(1, 11));
  const late = summary(blocks.slice(-10));
  const seconds = blocks.reduce((total, ms) => total + ms, 0) / 1000;
  return {
    title: `${MACHINES} recorded computers planned and judged for a fleet`,
    baseline: `the first 10,000 of the same run`,
    rows: [{ name: `${KINDS} computers, the last 10,000`, ...late, baseline: early.median, aim: LINEAR }],
    besides: [{ name: `${KINDS} computers, the first 10,000`, ...early }],
    notes: [
      `${seconds.toFixed(1)} s in all, ${((seconds * 1000) / MACHINES).toFixed(2)} ms per computer, from the bytes of its recording to its result; ${Math.round(foldMs)} ms for the summary of all, in ${folded.groups.length} groups`,
    ],
  };
}
