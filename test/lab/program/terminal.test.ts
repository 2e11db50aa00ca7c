import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LAB_CLI } from '../../../scripts/lab/layout.mjs';
import type { Computer } from '../../support/lab/lab.ts';
import { type ChangeLab, changeLab, resetTo } from '../../support/lab/lab-changes.ts';
import { onTerminal, type ProgramOnTerminal } from '../../support/programs/terminal-program.ts';

const CONNECTIONS = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
/** Past the first start of PowerShell on a busy machine. */
const DEADLINE_MS = 90_000;
/** Before a program counts as one that never began. */
const FIRST_FRAME_MS = 60_000;
const CTRL_C = '\u0003';
// biome-ignore lint/suspicious/noControlCharactersInRegex: select graphic rendition
const COLOUR = /\u001B\[3[0-9]m/;

/** The terminal view under Node for Windows, its console on a pseudo-terminal; PowerShell and registry are real. */
describe('the terminal view in the lab', () => {
  let lab: ChangeLab;
  let computer: Computer;
  let before: Buffer;
  /** Accepts connections and never replies. */
  let mute: Server;
  const sockets: Socket[] = [];
  const open: ProgramOnTerminal[] = [];

  beforeAll(async () => {
    lab = await changeLab('terminal');
    computer = lab.computer;
    await resetTo(computer);
    before = await computer.regExport(CONNECTIONS);
    mute = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const program of open.splice(0)) await program.close();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    mute?.close();
    await lab?.destroy();
  });

  /** One without a first frame is started again: Wine ends some programs, or their console, before they begin. */
  async function run(args: readonly string[] = ['--no-probe'], env: NodeJS.ProcessEnv = {}) {
    const program = start(args, env);
    const draws = () => program.window().some((row) => row !== '');
    const has = () => draws() || program.emulator.written.includes('exit code');
    await program.emulator.until('a first frame', has, FIRST_FRAME_MS).catch(() => undefined);
    if (draws()) return program;
    await program.close();
    return start(args, env);
  }

  function start(args: readonly string[], env: NodeJS.ProcessEnv): ProgramOnTerminal {
    const command = computer.command([computer.path(LAB_CLI), ...args]);
    const program = onTerminal([command.file, ...command.args], {
      columns: 80,
      rows: 24,
      env: { ...command.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env },
      cwd: `${computer.dir}/drive_c`,
    });
    open.push(program);
    return program;
  }
  const shows = (program: ProgramOnTerminal, text: string) =>
    program.emulator.until(text, () => program.window().join('\n').includes(text), DEADLINE_MS);

  it('shows the first frame, the report in ASCII, opens a finding, and quits with the exit code of the audit', async () => {
    const program = await run();
    await shows(program, 'Reading the proxy settings');
    await shows(program, 'q quit');
    const text = program.window().join('\n');
    expect(text).toMatch(/^Then {5}Reconnect the VPN/m);
    expect(program.emulator.screen().rows.join('\n')).toMatch(/^[\n -~]*$/);
    program.type('\r');
    await shows(program, 'history: never-applied');
    program.type('q');
    expect(await program.exitCode()).toBe(2);
    expect(program.emulator.written).toMatch(COLOUR);
    await program.emulator.until('a cursor', ({ cursorHidden }) => !cursorHidden);
  });

  it('asks in the same session before the apply, and writes nothing on no', async () => {
    const program = await run();
    await shows(program, 'a apply');
    program.type('a');
    await shows(program, 'Write it? [y/N]');
    program.type('n');
    expect(await program.exitCode()).toBe(130);
    expect(await computer.regExport(CONNECTIONS)).toEqual(before);
  });

  it('shows the stages as they come in, and is out at once on Ctrl+C while it looks', async () => {
    const gateway = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const program = await run(['apply', '--gateway', gateway, '--direct', '--deadline', '600']);
    // The console of the lab may break a row while it is drawing.
    const running = /ok tcp \d+ ms\s+[-|/\\] tls\s+\.\s+certificate/;
    const runs = () => running.test(program.window().join('\n'));
    await program.emulator.until('tls runs', runs, DEADLINE_MS);
    program.type(CTRL_C);
    expect(await program.exitCode()).toBe(130);
    await program.emulator.until(
      'the exit code, and a cursor',
      ({ rows, cursorHidden }) => rows.join('\n').includes('Exit code 130') && !cursorHidden,
    );
    expect(await computer.regExport(CONNECTIONS)).toEqual(before);
  });

  it('asks in Japanese without a colour, and writes nothing on Ctrl+C', async () => {
    const program = await run(['apply', '--no-probe', '--lang', 'ja'], { NO_COLOR: '1' });
    await shows(program, '書き込みますか? [y/N]');
    program.type(CTRL_C);
    expect(await program.exitCode()).toBe(130);
    const { rows, brokenByTerminal } = await program.emulator.shows(
      '中止しました。書き込みは行っていません。',
    );
    expect(rows.join('\n')).toMatch(/^ {2}WinHTTP .*: 直接接続 -> プロキシ\s+proxy\.contoso\.example:8080/m);
    expect(brokenByTerminal).toBe(0);
    expect(program.emulator.written).not.toMatch(COLOUR);
    expect(await computer.regExport(CONNECTIONS)).toEqual(before);
  });

  it('ends a write that has begun on Ctrl+C, and says how things stand', async () => {
    const release = await lab.background('Hold-Lock.ps1', 'held', 'release');
    const program = await run(['apply', '--no-probe']);
    await shows(program, 'Write it? [y/N]');
    program.type('y');
    await shows(program, 'Writing');
    program.type(CTRL_C);
    await shows(program, 'Stopping: this step is finished first.');
    await release();
    expect(await program.exitCode()).toBe(130);
    const { rows } = await program.emulator.shows('Exit code 130');
    const text = rows.join('\n');
    expect(text).toMatch(/Change: Written: WinHTTP \(64-bit and 32-bit\)/);
    expect(text).toMatch(/p2s-fix\s+rollback\s[^:]*0001/);
    await program.emulator.until('a cursor', ({ cursorHidden }) => !cursorHidden);
    expect(await computer.regExport(CONNECTIONS)).not.toEqual(before);
    await resetTo(computer);
  });

  it('writes on yes, and shows what was written', async () => {
    const program = await run(['apply', '--no-probe']);
    await shows(program, 'Write it? [y/N]');
    program.type('y');
    const written = /Written: WinHTTP \(64-bit and 32-bit\)/;
    await program.emulator.until(
      'the write',
      ({ rows }) => rows.some((row) => written.test(row)),
      DEADLINE_MS,
    );
    await shows(program, 'q quit');
    program.type('q');
    expect(await program.exitCode()).toBe(0);
    expect(await computer.regExport(CONNECTIONS)).not.toEqual(before);
  });
});
