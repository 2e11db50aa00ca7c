/** The steps of the set-up in their order, what each depends on, and whether all is done. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOnPath } from '../exec.mjs';
import { LabError } from '../failure.mjs';
import { layoutOf, VERSIONS } from '../layout.mjs';
import { withLock } from '../lock.mjs';
import { keptComputer } from '../run/computer.mjs';
import { wineLoader } from '../run/wine.mjs';
import { installFramework } from './framework.mjs';
import { installWindowsNode } from './node.mjs';
import { installedPackages, installPackages, missingPackages } from './packages.mjs';
import { installPester } from './pester.mjs';
import { installPowerShell, requireDotnet } from './powershell.mjs';
import { clearStamp, fingerprint, readStamp, writeStamp } from './stamp.mjs';
import { beginTemplate, finishTemplate } from './template.mjs';

/**
 * @typedef {object} Step
 * @property {string} id
 * @property {string} says for the progress line
 * @property {string} print the fingerprint of its inputs
 * @property {string} result exists when the step is done
 * @property {() => Promise<void>} work
 */

const TEMPLATE = 'template';
const HERE = path.dirname(fileURLToPath(import.meta.url));
const code = (/** @type {string} */ name) => path.join(HERE, name);

/**
 * The steps that leave something in the lab's folder. The template holds absolute paths and the user's name, and
 * is made again when its inputs were made again.
 * @param {import('../layout.mjs').Layout} layout
 * @param {Map<string, string> | null} packages
 * @returns {Step[]}
 */
function stepsOf(layout, packages) {
  const { powershell, runtime, node, framework, pester } = VERSIONS;
  const tools = fingerprint(code('powershell.mjs'), [
    powershell,
    runtime,
    layout.dir,
    findOnPath('dotnet') ?? '',
    fs.readFileSync(code('ahead.mjs'), 'utf8'),
  ]);
  const restore = fs.readFileSync(code('nuget.mjs'), 'utf8');
  const windowsNode = fingerprint(code('node.mjs'), [node]);
  const template = [
    tools,
    windowsNode,
    layout.dir,
    fs.readFileSync(code('page-aligned.mjs'), 'utf8'),
    packages?.get('wine64') ?? '',
    String(process.getuid?.()),
  ];
  return [
    {
      id: 'powershell',
      says: `PowerShell ${powershell} and the Windows .NET runtime ${runtime}`,
      print: tools,
      result: layout.pwsh,
      work: () => installPowerShell(layout),
    },
    {
      id: 'node',
      says: `Node ${node} for Windows`,
      print: windowsNode,
      result: layout.npm,
      work: () => installWindowsNode(layout),
    },
    {
      id: TEMPLATE,
      says: 'the template of a computer',
      print: fingerprint(code('template.mjs'), template),
      result: layout.template,
      work: async () => {
        await keptComputer({ labDir: layout.dir }).destroy();
        await finishTemplate(layout);
      },
    },
    {
      id: 'framework',
      says: 'the reference assemblies of .NET Framework 4.8',
      print: fingerprint(code('framework.mjs'), [framework, layout.dir, restore]),
      result: path.join(layout.framework, 'mscorlib.dll'),
      work: () => installFramework(layout),
    },
    {
      id: 'pester',
      says: `Pester ${pester}`,
      print: fingerprint(code('pester.mjs'), [pester, layout.dir, restore]),
      result: path.join(layout.pester, 'Pester.psd1'),
      work: () => installPester(layout),
    },
  ];
}

/** @param {import('../layout.mjs').Layout} layout @param {Step} step */
function isDone(layout, step) {
  return readStamp(layout.stamps, step.id) === step.print && fs.existsSync(step.result);
}

/**
 * Why the lab cannot be used right now, in one line.
 * @param {string} [labDir]
 * @returns {string | null} null: it is ready
 */
export function whyNotReady(labDir) {
  const impossible = whyImpossible();
  if (impossible !== null) return impossible;
  const layout = layoutOf(labDir);
  const installed = installedPackages();
  const missing = missingPackages(installed);
  const setUp = 'run `node scripts/lab.mjs setup`';
  if (missing.length > 0) return `missing packages (${missing.join(' ')}): ${setUp}`;
  if (wineLoader() === null) return 'Wine is not to be found: its package is damaged';
  const step = stepsOf(layout, installed).find((s) => !isDone(layout, s));
  return step === undefined ? null : `the lab is not set up (${step.says}): ${setUp}`;
}

function whyImpossible() {
  if (process.platform === 'linux' && process.arch === 'x64') return null;
  return `the lab needs Linux on x64, this is ${process.platform} on ${process.arch}`;
}

/**
 * Does the steps that are left. Several set-ups at once wait for each other.
 * @param {{ labDir?: string | undefined, log?: (line: string) => void }} [options] `log` gets short progress lines
 * @throws {LabError} with the reason in one line
 */
export async function setUpLab(options = {}) {
  const log = options.log ?? (() => {});
  const impossible = whyImpossible();
  if (impossible !== null) throw new LabError(impossible);
  if (whyNotReady(options.labDir) === null) return log('ready');
  const layout = layoutOf(options.labDir);
  fs.mkdirSync(layout.dir, { recursive: true });
  const onWait = (/** @type {string} */ owner) =>
    log(`waiting for another set-up (process ${owner.split('-')[0]})`);
  await withLock(layout.lock, () => doSteps(layout, log), { onWait });
  log('ready');
}

/**
 * Only the template needs the Debian packages: the other steps run, one after the other, during their
 * installation and the template's first half.
 * @param {import('../layout.mjs').Layout} layout @param {(line: string) => void} log
 */
async function doSteps(layout, log) {
  const missing = missingPackages(installedPackages());
  const left = (/** @type {Map<string, string> | null} */ installed) =>
    stepsOf(layout, installed).filter((step) => !isDone(layout, step));
  const others = left(null).filter(({ id }) => id !== TEMPLATE);
  const sdk = others.some(({ id }) => id === 'powershell') ? requireDotnet(layout) : null;
  const packages = async () => {
    if (missing.length > 0)
      await timed(log, `Debian packages ${missing.join(' ')}`, () => installPackages(missing));
    if (!left(installedPackages()).some(({ id }) => id === TEMPLATE)) return;
    await sdk;
    await timed(log, 'Windows as Wine makes it', () => beginTemplate(layout));
  };
  const rest = async () => {
    await sdk;
    for (const step of others) await doStep(layout, step, log);
  };
  // Waits for both, also when one of them fails.
  const ends = await Promise.allSettled([packages(), rest()]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  for (const step of left(installedPackages())) await doStep(layout, step, log);
}

/** @param {import('../layout.mjs').Layout} layout @param {Step} step @param {(line: string) => void} log */
async function doStep(layout, step, log) {
  clearStamp(layout.stamps, step.id);
  await timed(log, step.says, step.work);
  writeStamp(layout.stamps, step.id, step.print);
}

/** @param {(line: string) => void} log @param {string} what @param {() => Promise<void>} work */
async function timed(log, what, work) {
  const start = performance.now();
  log(`${what} …`);
  await work();
  log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
