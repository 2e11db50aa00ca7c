import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeLab, changeLab, resetTo } from '../../support/lab/lab-changes.ts';
import { type LabProgram, labProgram } from '../../support/lab/lab-program.ts';
import { waitFor } from '../../support/ports.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const STATE = 'C:\\p2s-state';
const DESIRED = ['--proxy', 'new.contoso.example:3128'];
/** Both blobs and the server string of WinINET, and WinHTTP in both views. */
const WRITES = 5;

/**
 * A live apply, killed at each moment between two lasting effects: Node for Windows, PowerShell, a real registry.
 */
describe('an apply in the lab that is killed', () => {
  let lab: ChangeLab;
  let program: LabProgram;
  let before: string[];
  let after: string[];

  beforeAll(async () => {
    program = await programThatPauses();
    lab = await changeLab('crash-boundaries');
    await resetTo(lab.computer);
    before = await lab.dump();
    const { exitCode } = await lab.run('apply', ...DESIRED);
    expect(exitCode).toBe(0);
    after = await lab.dump();
    expect((await lab.run('rollback')).exitCode).toBe(0);
    expect(await lab.dump()).toEqual(before);
    await lab.computer.cmd('cmd.exe', ['/c', 'rmdir', '/s', '/q', STATE], { retry: false });
  });
  afterAll(async () => {
    await lab?.destroy();
    await program?.remove();
  });

  /** Whatever was left, the next run restores the old state, or finds the new one if the change was complete. */
  async function fixed(waits: boolean): Promise<void> {
    expect(Object.keys(await lab.state()).includes('journal.json')).toBe(waits);
    if (waits) expect((await lab.run('audit')).exitCode).toBe(9);
    const backups = Object.keys(await lab.state()).filter((name) => /backups.\d{4}\.json$/.test(name));
    const { exitCode, error } = await lab.run('rollback');
    expect({ exitCode, error: error?.code }).toEqual(
      backups.length === 0 ? { exitCode: 3, error: 'input' } : { exitCode: 0, error: undefined },
    );
    expect(await lab.dump()).toEqual(before);
    expect(Object.keys(await lab.state())).not.toContain('journal.json');
  }

  /** Kills only Node, by the preload, at the first place with that description. */
  async function killedOn(place: string): Promise<void> {
    const preload = pathToFileURL(join(ROOT, 'test/support/programs/kill-at.mjs')).href.replace(
      'file:///',
      'file:///Z:/',
    );
    const result = await lab.computer.cli(['apply', ...DESIRED, '--state-dir', STATE, '--json'], {
      retry: false,
      env: { NODE_OPTIONS: `--import ${preload}`, P2S_KILL_ON: place },
    });
    expect(result.stdout).toBe('');
  }

  it.each([
    ['before the backup', '^before rename \\d{4}\\.json$', false, 'old'],
    ['after the backup', '^after rename \\d{4}\\.json$', false, 'old'],
    ['after the journal', '^after rename journal\\.json$', true, 'old'],
    ['before the read-back', '^after open writes\\.ndjson$', true, 'new'],
    ['after the read-back, before the journal goes', '^before rm journal\\.json$', true, 'new'],
    ['after the journal went', '^after rm journal\\.json$', false, 'new'],
  ] as const)('%s', async (_moment, place, waits, state) => {
    await killedOn(place);
    expect(await lab.dump()).toEqual(state === 'old' ? before : after);
    await fixed(waits);
  });

  it.each(Array.from({ length: WRITES }, (_, i) => i + 1))(
    'after write %i, as by a power cut',
    async (written) => {
      const paused = lab.computer.unixPath('C:\\paused');
      await rm(paused, { force: true });
      await writeFile(lab.computer.unixPath(`C:\\pause-${written}`), '');
      const power = new AbortController();
      const cli = lab.computer.path(program.main);
      const run = lab.computer.node([cli, 'apply', ...DESIRED, '--state-dir', STATE, '--json'], {
        retry: false,
        signal: power.signal,
      });
      await expect
        .poll(
          () =>
            readFile(paused).then(
              () => true,
              () => false,
            ),
          { timeout: 60_000, interval: 20 },
        )
        .toBe(true);
      power.abort();
      expect((await run).stdout).toBe('');
      await rm(lab.computer.unixPath(`C:\\pause-${written}`));
      const left = await lab.dump();
      expect(left).not.toEqual(before);
      if (written === WRITES) expect(left).toEqual(after);
      else expect(left).not.toEqual(after);
      await fixed(true);
    },
  );

  it('between two values, Node alone: the writer goes on and writes them all, without another run', async () => {
    const paused = lab.computer.unixPath('C:\\paused');
    const pause = lab.computer.unixPath('C:\\pause-2');
    await rm(paused, { force: true });
    await writeFile(pause, '');
    const cli = lab.computer.path(program.main);
    const run = lab.computer.node([cli, 'apply', ...DESIRED, '--state-dir', STATE, '--json'], {
      retry: false,
    });
    await waitFor('the writer to pause', () => existsSync(paused) || undefined, 90_000);
    const left = await lab.dump();
    expect(left).not.toEqual(before);
    expect(left).not.toEqual(after);
    const nodes = lab.computer.running().filter(({ args }) => /node\.exe.* apply /.test(args));
    for (const { pid } of nodes) process.kill(pid, 'SIGKILL');
    expect((await run).stdout).toBe('');
    await rm(pause);
    const writers = () => lab.computer.running().filter(({ args }) => args.includes('Set-P2SRegistry'));
    await waitFor('the writer to end', () => writers().length === 0 || undefined, 90_000);
    expect(await lab.dump()).toEqual(after);
    await fixed(true);
  });

  it('leaves whole backups, and an apply that goes all the way', async () => {
    const { exitCode, result } = await lab.run('apply', ...DESIRED);
    expect({ exitCode, changed: result?.changed.length }).toEqual({ exitCode: 0, changed: 3 });
    expect(await lab.dump()).toEqual(after);
    const { backups } = await lab.run('rollback', '--list');
    expect(backups?.map(({ problem }) => problem)).toEqual(backups?.map(() => null));
  });
});

/** The program whose writer waits after its n-th write while there is a file C:\pause-n. */
function programThatPauses(): Promise<LabProgram> {
  const counted = "if ($outcome.Status -eq 'written') { $written++ }";
  const pause =
    "if ([System.IO.File]::Exists('C:\\pause-' + $written)) { [System.IO.File]::WriteAllText('C:\\paused', ''); while ([System.IO.File]::Exists('C:\\pause-' + $written)) { Start-Sleep -Milliseconds 50 } }";
  return labProgram((_, script) =>
    script.replace(counted, `if ($outcome.Status -eq 'written') { $written++; ${pause} }`),
  );
}
