import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { runProgram } from '../../support/programs/process.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const PREFIX = 'C:\\Program Files\\p2s-fix';
const PACKAGE = `${PREFIX}\\node_modules\\p2s-fix`;
const CLI = `${PACKAGE}\\dist\\cli.js`;
const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const WATCHED = [
  `HKCU\\${SETTINGS}`,
  `HKLM\\${SETTINGS}`,
  'HKLM\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
];
const STATE = 'C:\\p2s-state';
const INSTALL_MS = 150_000;

/**
 * Works like dist/cli.js with the package's own modules and scripts, except for the reader of folders: Wine keeps
 * no access lists, and the program refuses folders that belong to a user.
 */
const entry = (commandLine: string, folders: string) => `
import { main, systemPorts } from ${JSON.stringify(commandLine)};
import { labFolders } from ${JSON.stringify(folders)};
const ports = systemPorts(${JSON.stringify(`${PACKAGE}\\dist\\ps1\\`)}, ${JSON.stringify(CLI)});
const exitCode = await main(process.argv.slice(2), { ...ports, folders: labFolders });
process.stdout.write('', () => process.exit(exitCode));
`;

/** As in README: npm installs the package that npm made of the project, here under Node for Windows. */
describe('the package, installed by npm for all users', () => {
  let scene: Scene;
  let computer: Computer;
  let before: string[];
  let start: string;

  beforeAll(async () => {
    scene = await setScene();
    computer = await newComputer('installed', scene.names.env);
    await computer.regImport(
      sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '<local>' }),
    );
    before = await dump();
    await install();
    start = await labEntry();
  });
  afterAll(async () => {
    await computer?.destroy();
    await scene?.close();
  });

  async function install(): Promise<void> {
    const npm = async (...args: string[]) =>
      (await runProgram('npm', args, { cwd: PROJECT, timeoutMs: 60_000 })).stdout;
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', scene.folder];
    const [{ filename }] = JSON.parse(await npm(...pack)) as [{ filename: string }];
    const program = join((await npm('root', '--global')).trim(), 'npm/bin/npm-cli.js');
    const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
    const where = ['--prefix', PREFIX, computer.path(join(scene.folder, filename))];
    const args = [computer.path(program), 'install', '--global', ...quiet, ...where];
    const { exitCode, stderr } = await computer.node(args, { retry: false, deadlineMs: INSTALL_MS });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  }

  async function labEntry(): Promise<string> {
    const starter = await readFile(computer.unixPath(CLI), 'utf8');
    const [, commandLine = ''] = /await import\("\.\/chunks\/([^"]+)"\)/.exec(starter) ?? [];
    expect(commandLine).not.toBe('');
    const folder = computer.unixPath('C:\\windows\\temp');
    await build({
      entryPoints: [join(PROJECT, 'scripts/lab/program/folders.ts')],
      outfile: join(folder, 'folders.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const url = (path: string) => `file:///${path.replaceAll('\\', '/').replaceAll(' ', '%20')}`;
    const text = entry(url(`${PACKAGE}\\dist\\chunks\\${commandLine}`), './folders.mjs');
    await writeFile(join(folder, 'start.mjs'), text);
    return 'C:\\windows\\temp\\start.mjs';
  }

  const dump = () =>
    Promise.all(WATCHED.map(async (key) => (await computer.regExport(key)).toString('utf16le')));
  const probing = () => ['--gateway', scene.gateway, '--ca', computer.path(scene.caFile)];

  async function run(script: string, ...args: string[]) {
    const result = await computer.node([script, ...args, '--json'], { retry: false });
    expect(result.stderr).toBe('');
    const document = readDocument(result.stdout);
    expect(document.exitCode).toBe(result.exitCode);
    return document;
  }
  const main = (...args: string[]) => run(start, ...args, '--state-dir', STATE);

  it('is there with the commands that npm makes', async () => {
    const { version } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8'));
    expect((await computer.node([CLI, '--version'])).stdout).toBe(`${version}\n`);
    expect(await readFile(computer.unixPath(`${PREFIX}\\p2s-fix.cmd`), 'utf8')).toContain(
      'node_modules\\p2s-fix\\dist\\cli.js',
    );
  });

  it('audits', async () => {
    const document = await run(CLI, 'audit', '--no-probe');
    expect(document.exitCode).toBe(2);
    expect(document.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(await dump()).toEqual(before);
  });

  it('keeps its backups out of a folder that is not an administrator’s, and writes nothing', async () => {
    const document = await run(CLI, 'apply', '--no-probe', '--state-dir', STATE);
    expect(document.error).toMatchObject({ code: 'state-dir' });
    expect(await dump()).toEqual(before);
  });

  it('applies, and the second time writes nothing', async () => {
    const first = await main('apply', '--no-probe');
    expect(first.error).toBeUndefined();
    expect([first.exitCode, first.result?.changed]).toEqual([0, ['winhttp/wow64', 'winhttp/native']]);
    const now = await dump();
    expect(now).not.toEqual(before);
    const second = await main('apply', '--no-probe');
    expect([second.exitCode, second.result?.changed]).toEqual([0, []]);
    expect(await dump()).toEqual(now);
  });

  it('verifies the path that the new settings give', async () => {
    const document = await main('verify', ...probing());
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    expect(document.verdicts).toMatchObject([{ stores: 'current', verdict: 'reachable' }]);
  });

  it('rolls back: the proxy keys are what they were, byte for byte', async () => {
    const document = await main('rollback');
    expect([document.exitCode, document.result?.rolledBack]).toEqual([0, true]);
    expect(await dump()).toEqual(before);
  });
});
