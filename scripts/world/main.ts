// What `npm start` shows where there is no Windows: the main job in a world of its own on loopback. With `--picture`
// nothing that it shows comes from how fast this machine is.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseOutput } from '../../src/cli/output.ts';
import { apply, audit, systemPorts, verify, wishFor } from '../../src/index.ts';
import type { ApplyOptions } from '../../src/pipeline/run/options.ts';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { systemLanguage } from '../../src/report/text/language.ts';
import { steadyTimes } from '../picture/steady-times.ts';
import { sampleRegText, startWorld } from './world.ts';

const isPicture = process.argv.includes('--picture');
const ports = systemPorts();
const folder = await mkdtemp(join(tmpdir(), 'p2s-fix-sample-'));
const world = await startWorld();
try {
  const file = join(folder, 'sample.reg');
  const { proxyHost, proxyPort, gatewayHost: host, gatewayPort: port } = world;
  await writeFile(file, sampleRegText({ proxyHost, proxyPort, bypass: '<local>' }));
  const options: ApplyOptions = {
    machine: { file, write: { inPlace: true } },
    path: {
      gateways: [{ host, port, source: 'option' }],
      deadlineMs: isPicture ? 120_000 : 15_000,
      extraRoots: [world.caPem],
      probe: true,
    },
    // The sample's proxy listens on loopback, so it is named, as one would name it on a real machine.
    wish: wishFor({
      kind: 'proxy',
      servers: [{ scheme: 'all', host: proxyHost, port: proxyPort }],
      bypass: null,
    }),
    user: null,
    stateDir: join(folder, 'state'),
    yes: true,
    sample: true,
  };
  const named = `--machine sample.reg --gateway ${host} --ca ca.pem`;
  const wanted = `--proxy ${proxyHost}:${proxyPort}`;
  say('A user whose browser works and whose VPN does not: WinINET has the proxy, WinHTTP has none.');
  await show(`p2s-fix ${named} ${wanted} --probe`, 2, (onEvent) => audit({ ...options, onEvent }, ports));
  await show(`p2s-fix --apply ${named} ${wanted} --probe --in-place`, 0, (onEvent) =>
    apply({ ...options, onEvent }, ports),
  );
  await show(`p2s-fix verify ${named}`, 0, (onEvent) =>
    verify({ ...options, wish: { source: 'wininet' }, onEvent }, ports),
  );
  say('That was the main job. On Windows: npm start, or p2s-fix.');
} finally {
  await world.close();
  await rm(folder, { recursive: true, force: true });
}

type Run = (onEvent: NonNullable<ApplyOptions['onEvent']>) => Promise<ReportDocument>;

async function show(command: string, wanted: number, run: Run): Promise<void> {
  say(`\n> ${command}`);
  const output = await chooseOutput(
    'auto',
    ports.env,
    systemLanguage(ports.platform, ports.env, ports.locale),
  );
  const document = await run((event) => output.emit(isPicture ? steadyTimes(event) : event));
  await output.finish(document);
  say(`exit code ${document.exitCode}`);
  if (document.exitCode !== wanted) process.exitCode = 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
