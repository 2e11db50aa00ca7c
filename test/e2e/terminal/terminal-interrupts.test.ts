import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { folderForAll } from '../../support/files.ts';
import { waitFor } from '../../support/ports.ts';
import { runJson } from '../../support/programs/cli.ts';
import { type Hold, holdBeforeRename } from '../../support/programs/hold.ts';
import {
  type ProgramOnTerminal,
  runOnTerminal,
  type TerminalOptions,
} from '../../support/programs/terminal-program.ts';

const ORIGINAL = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
const CTRL_C = '\u0003';

/** Expects the terminal in the state for a shell: lines, echo, a cursor, the main screen. */
function expectGivenBack({ emulator }: ProgramOnTerminal, stty: string): void {
  expect(stty).toMatch(/[^-]icanon/);
  expect(stty).toMatch(/[^-]echo /);
  expect(stty).toMatch(/[^-]isig/);
  expect(emulator.screen().cursorHidden).toBe(false);
  expect(emulator.terminal.buffer.active.type).toBe('normal');
}

describe.skipIf(process.platform === 'win32')('the built program on a terminal, interrupted', () => {
  const folder = folderForAll();
  let mute: Server;
  const sockets: Socket[] = [];
  const open: { close: () => Promise<void> }[] = [];
  let machines = 0;

  beforeAll(async () => {
    // A server that accepts the connection and never replies.
    mute = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    mute?.close();
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  const run = (args: readonly string[], options: TerminalOptions = {}) => {
    const program = runOnTerminal(args, options);
    open.push(program);
    return program;
  };
  const gateway = () => `127.0.0.1:${(mute.address() as AddressInfo).port}`;
  async function machine() {
    machines += 1;
    const file = join(folder, `machine-${machines}.reg`);
    await writeFile(file, ORIGINAL);
    return { file, args: ['--machine', file, '--state-dir', join(folder, `state-${machines}`)] };
  }
  const probing = () => ['--probe', '--gateway', gateway(), '--direct', '--deadline', '600'];

  /** Held in the middle of writing the machine's file. */
  async function writing(): Promise<{
    file: string;
    args: readonly string[];
    hold: Hold;
    program: ProgramOnTerminal;
    held: Awaited<Hold['held']>;
  }> {
    const { file, args } = await machine();
    const hold = await holdBeforeRename(`machine-${machines}.reg`);
    open.push(hold);
    const program = run(['apply', ...args, '--in-place', '--no-probe'], hold);
    await program.emulator.shows('Write it? [y/N]');
    program.type('y');
    return { file, args, hold, program, held: await hold.held };
  }

  it('shows the stages as they come in, follows the window, and is out at once while it looks', async () => {
    const { file, args } = await machine();
    const program = run([...args, ...probing()], { columns: 132 });
    const { emulator } = program;
    await emulator.until('tls runs', ({ rows }) =>
      rows.some((row) => /\u2714 tcp \d+ ms {3}[\u2800-\u28ff] tls {3}\. certificate/.test(row)),
    );
    expect(program.window().join('\n')).toContain('WinINET (the recorded user): ');
    program.resize(60, 24);
    await emulator.until('the frame of the narrow window', () =>
      program.window().some((row) => /Testing the routes with the/.test(row)),
    );
    program.type(CTRL_C);
    const { exitCode, stty, text } = await program.ended();
    expect(exitCode).toBe(130);
    expect(text).toContain('Exit code 130');
    expectGivenBack(program, stty);
    expect(await readFile(file)).toEqual(ORIGINAL);
  });

  it.each(['y\u0003', CTRL_C])('writes nothing when it is asked and hears %j', async (keys) => {
    const { file, args } = await machine();
    const program = run(['apply', ...args, '--in-place', '--no-probe']);
    await program.emulator.shows('Write it? [y/N]');
    program.type(keys);
    const { exitCode, stty, text } = await program.ended();
    expect(exitCode).toBe(130);
    expect(text).toContain('Nothing was written.');
    expectGivenBack(program, stty);
    expect(await readFile(file)).toEqual(ORIGINAL);
  });

  it.each(['y', 'y\r', 'y\n'])(
    'takes %j for no answer when it was typed before the question',
    async (keys) => {
      const { file, args } = await machine();
      const program = run(['apply', ...args, '--in-place', '--no-probe']);
      program.type(keys);
      await program.emulator.shows('Write it? [y/N]');
      expect(await readFile(file)).toEqual(ORIGINAL);
      program.type('n');
      expect((await program.ended()).exitCode).toBe(130);
      expect(await readFile(file)).toEqual(ORIGINAL);
    },
  );

  it.each([
    ['TERM=dumb', { TERM: 'dumb' }],
    ['CI', { CI: 'true' }],
  ])('asks in plain lines with %s, where no is what is not yes', async (_, env) => {
    const { file, args } = await machine();
    const asked = async () => {
      const program = run(['apply', ...args, '--in-place', '--no-probe'], { env });
      await program.emulator.shows('Write it? [y/N]');
      return program;
    };
    const ask = async (answer: string) => {
      const program = await asked();
      program.type(answer);
      return (await program.ended()).exitCode;
    };
    expect(await ask('yellow\r')).toBe(130);
    // Text typed before the question is no answer: neither a line nor the beginning of one.
    for (const [typed, answer] of [
      ['y\r', 'n\r'],
      ['y', '\r'],
    ] as const) {
      const early = run(['apply', ...args, '--in-place', '--no-probe'], { env });
      early.type(typed);
      await early.emulator.shows('Write it? [y/N]');
      early.type(answer);
      expect((await early.ended()).exitCode).toBe(130);
      expect(await readFile(file)).toEqual(ORIGINAL);
    }
    // The end of input.
    expect(await ask('\u0004')).toBe(130);
    // Here the signal ends the shell behind it as well.
    const interrupted = await asked();
    interrupted.type(CTRL_C);
    await interrupted.emulator.shows('Cancelled. Nothing was written.');
    expect(await readFile(file)).toEqual(ORIGINAL);
    expect(await ask('y\r')).toBe(0);
    expect(await readFile(file)).not.toEqual(ORIGINAL);
  });

  it('ends a write that has begun, skips the rest, and says how things stand', async () => {
    const { file, args, program, held } = await writing();
    program.type(CTRL_C);
    await program.emulator.shows('Stopping: this step is finished first.');
    held.release();
    const { exitCode, stty, text } = await program.ended();
    expect(exitCode).toBe(130);
    expect(text).toMatch(/Written: WinHTTP \(64-bit and\s+32-bit\)/);
    expect(text).toContain('Cancelled after the change was made');
    expect(text).toMatch(/p2s-fix\s+rollback\s[^:]*0001/);
    expectGivenBack(program, stty);
    expect(await readFile(file)).not.toEqual(ORIGINAL);
    const after = await runJson([...args, '--no-probe']);
    expect(after.exitCode).toBe(0);
  });

  it('ends a write whose window is closed, and leaves nothing half done', async () => {
    const { file, args, program, held } = await writing();
    program.destroy();
    held.release();
    await waitFor('the end of the program', () => (isAlive(held.pid) ? undefined : true));
    expect(await readFile(file)).not.toEqual(ORIGINAL);
    const after = await runJson([...args, '--no-probe']);
    expect(after.exitCode).toBe(0);
  });

  it.each(['audit', 'apply'])('is gone when its window is closed while %s looks', async (mode) => {
    const { file, args } = await machine();
    const program = run([mode, ...args, '--in-place', ...probing()]);
    await program.emulator.shows('Testing the routes');
    const pid = await program.childPid();
    program.destroy();
    await waitFor('the end of the program', () => (isAlive(pid) ? undefined : true));
    expect(await readFile(file)).toEqual(ORIGINAL);
  });

  it('quits the report at once on Ctrl+C, with the exit code of the audit', async () => {
    const { args } = await machine();
    const program = run([...args, '--no-probe']);
    await program.emulator.shows('q quit');
    program.type(CTRL_C);
    const { exitCode, stty, text } = await program.ended();
    expect(exitCode).toBe(2);
    expect(text).toContain('Exit code 2');
    expect(text).not.toContain('q quit');
    expectGivenBack(program, stty);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
