// `npm start` without Windows: shows the main job on simulated servers. On a terminal the servers stay until the
// view is closed, so that its commands can be tried. `--picture` shows only the first run, with steady times.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseOutput } from '../../src/cli/output.ts';
import { desiredFor } from '../../src/core/decide/desired-settings.ts';
import { commandText, shellOf } from '../../src/core/model/command-text.ts';
import { commandLine } from '../../src/core/options/command-line.ts';
import { nextCommands } from '../../src/core/options/follow-ups.ts';
import type { Call, Options } from '../../src/core/options/table.ts';
import { runApply } from '../../src/pipeline/modes/apply.ts';
import { runAudit } from '../../src/pipeline/modes/audit.ts';
import { runVerify } from '../../src/pipeline/modes/verify.ts';
import type { ApplyOptions } from '../../src/pipeline/run/options.ts';
import { systemPorts } from '../../src/pipeline/run/ports.ts';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { systemLanguage } from '../../src/report/text/language.ts';
import { textsIn } from '../../src/report/text/texts.ts';
import { createPlainRenderer, type Detail } from '../../src/report/views/text/plain.ts';
import { steadyTimes } from '../picture/steady-times.ts';
import { sampleRegText, startSimulatedServers } from './simulated-servers.ts';
import { STORY } from './story.ts';

const isPicture = process.argv.includes('--picture');
const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
// Built into build/, beside dist/.
const ports = systemPorts(fileURLToPath(new URL('../dist/ps1/', import.meta.url)));
const language = systemLanguage(ports);
const story = STORY[language];
const folder = await mkdtemp(join(tmpdir(), 'p2s-fix-sample-'));
const simulated = await startSimulatedServers();
const { proxyHost, proxyPort, gatewayHost: host, gatewayPort: port, caPem } = simulated;
const recording = sampleRegText({ proxyHost, proxyPort, bypass: '<local>' });
const files = {
  machine: join(folder, 'sample.reg'),
  ca: join(folder, 'ca.pem'),
  state: join(folder, 'state'),
};
const gateway = [host];
const where: Options = { machine: [files.machine], ca: files.ca, 'state-dir': files.state };
// The sample's proxy listens on loopback, so it is named with --proxy, as on a real computer.
const desired: Options = { proxy: `${proxyHost}:${proxyPort}`, probe: true };
const calls: Record<'audit' | 'apply' | 'verify', Call> = {
  audit: { use: 'audit', options: { gateway, ...where, ...desired } },
  apply: { use: 'apply', options: { gateway, ...where, ...desired, 'in-place': true } },
  verify: { use: 'verify', options: { gateway, ...where } },
};
/** How its commands run in a checkout; in a picture, those of an installed program. */
const program = isPicture ? undefined : 'npm start --';
const { asked, followUps } = nextCommands(calls.apply, shellOf(process.platform));
const options: ApplyOptions = {
  machine: { file: files.machine, write: { inPlace: true } },
  path: {
    gateways: [{ host, port, source: 'option' }],
    deadlineMs: isPicture ? 120_000 : 15_000,
    extraRoots: [caPem],
    probe: true,
  },
  desired: desiredFor({
    kind: 'proxy',
    servers: [{ scheme: 'all', host: proxyHost, port: proxyPort }],
    bypass: null,
  }),
  user: null,
  stateDir: files.state,
  yes: true,
  sample: true,
  // A picture leaves out what depends on the date.
  ...(isPicture ? { deadlines: { 'gateway-root-migration': null, 'sstp-retirement': null } } : {}),
  asked,
  followUps,
};

try {
  await writeFile(files.machine, recording);
  await writeFile(files.ca, caPem);
  if (isPicture) await show('audit', 2, 'brief', (onEvent) => runAudit({ ...options, onEvent }, ports));
  else await showStory();
} finally {
  await simulated.close();
  await rm(folder, { recursive: true, force: true });
}

/** Before, the change, after; then, on a terminal, the broken computer again to browse. */
async function showStory(): Promise<void> {
  say(story.opening);
  say(`\n${story.before}`);
  await show('audit', 2, 'summary', (onEvent) => runAudit({ ...options, onEvent }, ports));
  say(`\n${story.change}`);
  await show('apply', 0, 'summary', (onEvent) => runApply({ ...options, onEvent }, ports));
  say(`\n${story.after}`);
  await show('verify', 0, 'summary', (onEvent) =>
    runVerify({ ...options, desired: { source: 'wininet' }, onEvent }, ports),
  );
  if (!isTerminal) return say(`\n${story.onTerminal}`);
  // The computer is as before the change, and nothing of the change is remembered.
  await writeFile(files.machine, recording);
  await rm(files.state, { recursive: true, force: true });
  say(`\n${story.tryThese}`);
  for (const call of Object.values(calls)) say(`  ${runnable(call)}`);
  say('');
  const view = await chooseOutput('auto', ports.env, language, 'brief', program);
  const document = await runAudit({ ...options, onEvent: view.emit }, ports);
  await view.browse?.({ canApply: false });
  await view.finish(document);
}

type Run = (onEvent: NonNullable<ApplyOptions['onEvent']>) => Promise<ReportDocument>;

async function show(name: keyof typeof calls, expected: number, detail: Detail, run: Run): Promise<void> {
  say(`> ${shown(runnable(calls[name]))}`);
  const out = (line: string) => say(shown(line));
  const render = createPlainRenderer({ out, err: out, texts: await textsIn(language, program), detail });
  const document = await run((event) => render(isPicture ? steadyTimes(event) : event));
  render({ type: 'closed' });
  if (isPicture) say(`exit code ${document.exitCode}`);
  if (document.exitCode !== expected) process.exitCode = 1;
}

/** A command line that runs in a checkout; in a picture, that of an installed program. */
function runnable(call: Call): string {
  const program = isPicture ? ['p2s-fix'] : ['npm', 'start', '--'];
  return commandText([...program, ...commandLine(call)], shellOf(process.platform));
}

/** A picture has no folders of this computer. */
function shown(line: string): string {
  return isPicture ? line.replaceAll(`${folder}/`, '') : line;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
