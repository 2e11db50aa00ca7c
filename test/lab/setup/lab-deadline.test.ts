import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../../scripts/lab/run/run.mjs';
import { type Computer, newComputer } from '../../support/lab/lab.ts';

let pc: Computer;
let scratch: string;

beforeAll(async () => {
  pc = await newComputer('lab-deadline');
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'p2s-lab-deadline-'));
});

afterAll(async () => {
  await pc?.destroy();
  fs.rmSync(scratch, { recursive: true, force: true });
});

/** A script for Node for Windows; the name is the one to pass to it. */
function script(source: string): string {
  const file = path.join(scratch, `${randomUUID()}.cjs`);
  fs.writeFileSync(file, source);
  return pc.path(file);
}

/** Every living process of this machine with the text in its command line: Linux's own table, not the lab's. */
function processesNaming(text: string): string[] {
  return fs.readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const line = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return line.includes(text) ? [line] : [];
    } catch {
      return [];
    }
  });
}

/** Starts a detached child in another session, without an environment; counts its start; and hangs. */
const hang = (counter: string, mark: string) => `
  const { spawn } = require('node:child_process');
  require('node:fs').appendFileSync(${JSON.stringify(counter)}, 'x');
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '${mark}'],
    { windowsHide: true, stdio: 'ignore', detached: true, env: {} }).on('spawn', () => console.log('started'));
  setInterval(() => {}, 1000);`;

it('kills a hanging command with all that it started', async () => {
  const [counter, mark] = [path.join(scratch, 'once'), randomUUID()];
  let seen: string[] = [];
  const result = await pc.node([script(hang(pc.path(counter), mark))], {
    deadlineMs: 6000,
    retry: false,
    onStdout: () => {
      seen = processesNaming(mark);
    },
  });
  expect(result).toMatchObject({ exitCode: null, timedOut: true, aborted: false, stdout: 'started\n' });
  expect(seen).not.toEqual([]);
  expect(processesNaming(mark)).toEqual([]);
  expect(pc.running()).toEqual([]);
  expect(fs.readFileSync(counter, 'utf8')).toBe('x');
  expect((await pc.node(['-p', '1'])).stdout).toBe('1\n');
});

it('tries again, once, after a deadline, but not after a failure of the command', async () => {
  const hanging = path.join(scratch, 'hanging');
  const mark = randomUUID();
  expect((await pc.node([script(hang(pc.path(hanging), mark))], { deadlineMs: 5000 })).timedOut).toBe(true);
  expect(fs.readFileSync(hanging, 'utf8')).toBe('xx');
  const failing = path.join(scratch, 'failing');
  const fail = `require('node:fs').appendFileSync(${JSON.stringify(pc.path(failing))}, 'x'); process.exit(9)`;
  expect((await pc.node([script(fail)])).exitCode).toBe(9);
  expect(fs.readFileSync(failing, 'utf8')).toBe('x');
});

it('runs a program of the lab again, once, whose PowerShell ended before it began', async () => {
  const file = path.join(scratch, 'no-result');
  const runs = async (document: unknown, indent = 0) => {
    fs.rmSync(file, { force: true });
    const source = `
      require('node:fs').appendFileSync(${JSON.stringify(pc.path(file))}, 'x');
      console.log(JSON.stringify(${JSON.stringify(document)}, null, ${indent}));
      process.exit(1)`;
    expect((await pc.node([script(source)], { retry: false })).exitCode).toBe(1);
    return fs.readFileSync(file, 'utf8').length;
  };
  const error = (code: string, ending: string) => ({
    error: { code, message: `Set-P2SRegistry ended without a result.${ending}` },
  });
  expect(await runs(error('powershell-no-result', ' Nothing was changed.'))).toBe(2);
  expect(await runs(error('powershell-no-result', ''), 2)).toBe(2);
  expect(await runs(error('powershell-no-result', ' All values were restored.'))).toBe(1);
  expect(await runs(error('powershell-timeout', ''))).toBe(1);
  expect(await runs({ evidence: { unavailable: 'powershell-no-result' } })).toBe(1);
});

it('runs a PowerShell again, once, that printed nothing', async () => {
  const [file, count] = [path.join(scratch, 'silent.ps1'), path.join(scratch, 'silent')];
  const runs = async (source: string) => {
    fs.rmSync(count, { force: true });
    fs.writeFileSync(file, `[System.IO.File]::AppendAllText('${pc.path(count)}', 'x'); ${source}`);
    const { stdout } = await pc.pwsh(file, [], { retry: false });
    return [fs.readFileSync(count, 'utf8').length, stdout.trim()];
  };
  expect(await runs(`if ([System.IO.File]::ReadAllText('${pc.path(count)}') -eq 'xx') { 'line' }`)).toEqual([
    2,
    'line',
  ]);
  expect(await runs("'line'")).toEqual([1, 'line']);
});

it('starts a program again that ended before it began, without output, and none that had begun', async () => {
  const file = path.join(scratch, 'begun');
  const once = `if exist ${pc.path(file)} (exit 0) else (echo x>${pc.path(file)}& exit 1)`;
  const unmarked = { prefix: pc.dir, args: ['cmd.exe', '/c', once], recordedBy: 'file' as const };
  expect((await run(unmarked, { retry: false })).exitCode).toBe(0);
  expect(fs.existsSync(file)).toBe(true);
  fs.rmSync(file);
  expect((await pc.cmd('cmd.exe', ['/c', once], { retry: false })).exitCode).toBe(1);
});

it('takes the exit code of a program that wrote it down and does not go, and leaves its child alone', async () => {
  const mark = randomUUID();
  const lingering = `
    require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '${mark}'],
      { windowsHide: true, stdio: 'ignore', detached: true }).on('spawn', () => {
        process.on('exit', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
        process.exit(300);
      });`;
  const result = await pc.node([script(lingering)], { retry: false });
  expect(result).toMatchObject({ exitCode: 300, timedOut: false });
  const left = pc.running();
  expect(left.map(({ args }) => args)).toEqual([expect.stringContaining(mark)]);
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
});

it('leaves out what Wine prints of a thread at the exit of a program, unless it was no normal exit', async () => {
  const atExit =
    'wine client error:430: sendmsg: Bad file descriptor\n' +
    "Inconsistency detected by ld.so: dl-fini.c: 87: _dl_fini: Assertion `i == nloaded' failed!\n";
  const own = 'wine client error: of its own\nInconsistency detected by ld.so: of its own\n';
  const printing = (end: string) =>
    script(`require('node:fs').writeSync(2, ${JSON.stringify(`${own}${atExit}`)}); ${end}`);
  const exits = await pc.node([printing('process.exit(300)')], { retry: false });
  expect(exits).toMatchObject({ exitCode: 300, stderr: own });
  const dies = await pc.node([printing('process.reallyExit(5)')], { retry: false });
  expect(dies).toMatchObject({ exitCode: 5, stderr: `${own}${atExit}` });
});

it('kills on request, when the output has come so far', async () => {
  const mark = randomUUID();
  const abort = new AbortController();
  const result = await pc.node([script(hang(pc.path(path.join(scratch, 'abort')), mark))], {
    signal: abort.signal,
    onStdout: () => abort.abort(),
  });
  expect(result).toMatchObject({ exitCode: null, timedOut: false, aborted: true });
  expect(processesNaming(mark)).toEqual([]);
});

it('reports a child that a command left behind', async () => {
  const left = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
    { detached: true, stdio: 'ignore', env: {} }).unref()`;
  const other = await newComputer('lab-orphan');
  try {
    await other.node([script(left)]);
    expect(other.running().map((p) => p.args)).toEqual([expect.stringContaining('setInterval')]);
  } finally {
    await other.destroy();
  }
  expect(fs.existsSync(other.dir)).toBe(false);
  expect(other.running()).toEqual([]);
});
