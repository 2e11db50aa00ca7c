import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleForNode } from '../programs/bundle.ts';
import { buildTestScripts } from '../programs/powershell.ts';
import type { DriverAnswer, DriverCall } from '../programs/powershell-driver.ts';
import type { Computer } from './lab.ts';

const DRIVER = new URL('../programs/powershell-driver.ts', import.meta.url);
/** A folder name with every character that could break the text of a session and that Windows allows. */
const ODD_FOLDER = "a'b \u2019 $(x) `日本;#";

/** The adapters under Node for Windows, on a computer of the lab. */
export interface LabDriver {
  /** Windows name of the folder of scripts: the bundled ones and those for tests. */
  scriptsDir: string;
  /** Makes the calls one after the other, in one process and one pair of hosts. */
  make(
    computer: Computer,
    calls: readonly DriverCall[],
    options?: { executable?: string },
  ): Promise<DriverAnswer[]>;
  /** One call. */
  ask(computer: Computer, call: DriverCall): Promise<DriverAnswer>;
  remove(): void;
}

export async function buildLabDriver(): Promise<LabDriver> {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-fix-driver-'));
  const file = (name: string) => join(folder, name);
  const scripts = file(ODD_FOLDER);
  await buildTestScripts(scripts);
  await bundleForNode(DRIVER, file('driver.mjs'));
  const windows = (path: string) => `Z:${path.replaceAll('/', '\\')}`;
  const scriptsDir = windows(scripts);
  let count = 0;
  async function make(
    computer: Computer,
    calls: readonly DriverCall[],
    options: { executable?: string } = {},
  ): Promise<DriverAnswer[]> {
    count += 1;
    const [job, answers] = [`job-${count}.json`, `answers-${count}.json`];
    writeFileSync(file(job), JSON.stringify({ scriptsDir, executable: options.executable ?? null, calls }));
    const args = ['driver.mjs', job, answers].map((name) => windows(file(name)));
    const { exitCode, stdout, stderr } = await computer.node(args, { retry: false });
    if (exitCode !== 0 || stdout !== '' || stderr !== '')
      throw new Error(`driver: ${exitCode} ${stdout}${stderr}`);
    return JSON.parse(readFileSync(file(answers), 'utf8')) as DriverAnswer[];
  }
  return {
    scriptsDir,
    make,
    async ask(computer, call) {
      const [answer] = await make(computer, [call]);
      if (answer === undefined) throw new Error('the driver gave no answer');
      return answer;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
