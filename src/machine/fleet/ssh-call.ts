import { setMaxListeners } from 'node:events';
import { connect } from 'node:net';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import type { NoAnswer } from '../../core/fleet/result.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { errnoOf } from '../../files/errno.ts';
import { readScript } from '../../powershell/bundled-script.ts';
import { Diagnostics, ErrorText } from '../../powershell/diagnostics.ts';
import { KILL_WAIT_MS } from '../../powershell/port.ts';
import { endProcessTree } from '../../powershell/process-tree.ts';
import { Stop, within } from '../../powershell/stop.ts';
import { newNonce, ReplyReader } from '../../powershell/wire.ts';
import {
  argumentsOf,
  type FanOutOptions,
  type FleetAnswer,
  type FleetCall,
  MAX_CHARS_EACH,
  withReply,
} from './fan-out.ts';
import { PsrpReader, psrpScript } from './psrp.ts';
import { sshOptionsOf } from './wire-computer.ts';

export interface SshPorts extends SshProgram {
  platform: NodeJS.Platform;
  systemRoot: string | null;
  scriptsDir: string;
  now: () => number;
}

/** A banner of sshd fits many times. */
const MAX_STDERR = 1024 * 1024;
/** ssh ends when the session is closed; an ssh of a peer that does not close it is ended. */
const LEAVE_MS = 2000;

/**
 * Runs the calls over SSH, each with its own ssh, `throttle` at once. What a computer writes is counted as it arrives,
 * so that one that writes without end is ended before it fills the memory of this process.
 */
export async function callOverSsh(
  calls: readonly FleetCall[],
  options: FanOutOptions,
  ports: SshPorts,
): Promise<void> {
  // Each call in progress listens.
  if (options.signal !== undefined) setMaxListeners(0, options.signal);
  const waiting = [...calls];
  const worker = async () => {
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
      if (options.signal?.aborted === true) options.onAnswer(call, notRun(), 0);
      else await oneCall(call, options, ports);
    }
  };
  await Promise.all(Array.from({ length: options.throttle }, worker));
}

async function oneCall(call: FleetCall, options: FanOutOptions, ports: SshPorts): Promise<void> {
  const { computer } = call;
  const { connectSeconds, deadlineSeconds, signal } = options;
  const began = ports.now();
  const nonce = newNonce();
  const script = await readScript(ports.scriptsDir, `${call.script}.ps1`);
  const { hello, lines, close } = psrpScript(script.toString('utf8'), argumentsOf(call, nonce));
  const diagnostics = new Diagnostics();
  const reader = new ReplyReader({ nonce, diagnostics, maxLength: MAX_CHARS_EACH });
  const peer = new PsrpReader();
  const stderr = new ErrorText(diagnostics);
  const stop = new Stop(Math.min(connectSeconds + 5, deadlineSeconds) * 1000, signal);
  const { execa } = await import('execa');
  const args = [...sshArguments(computer, options), '-s', computer.host, computer.subsystem ?? 'powershell'];
  const child = execa(ports.ssh, args, {
    env: ports.env,
    extendEnv: false,
    buffer: false,
    reject: false,
    windowsHide: true,
    forceKillAfterDelay: false,
  });
  // How it ended says more.
  child.stdin.on('error', () => undefined);
  let connected = false;
  let isTaken = false;
  const errors: string[] = [];
  const ended = new Promise<'Completed' | 'Failed' | 'Stopped' | 'violation'>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      for (const event of peer.push(chunk)) {
        if (event.event === 'ack') isTaken = true;
        else if (event.event === 'opened' && !connected) {
          connected = true;
          stop.begin(deadlineSeconds * 1000 - (ports.now() - began));
        }
        if (event.event === 'line') reader.push(`${event.text}\n`);
        else if (event.event === 'error' && errors.length < 5) errors.push(neutralise(event.id, 500));
        else if (event.event === 'ended') resolve(event.state);
        // The server handles lines in parallel, so each waits until the one before was taken, the hello included.
        if (connected && isTaken && lines.length > 0) {
          isTaken = false;
          child.stdin.write(lines.shift());
        }
      }
      if (peer.violation !== null || reader.overflowed) resolve('violation');
    });
    let written = 0;
    child.stderr.on('data', (chunk: Buffer) => {
      written += chunk.length;
      if (written > MAX_STDERR) {
        peer.violation ??= 'wrote-too-much';
        resolve('violation');
      } else stderr.push(chunk.toString('latin1'));
    });
  });
  const exited = child.then(({ exitCode, code }) => ({ exitCode: exitCode ?? null, errno: code }));
  child.stdin.write(hello);
  const end = await Promise.race([ended, exited, stop.stopped]);
  stop.dispose();
  const none = (cause: Extract<FleetAnswer, { kind: 'none' }>['cause'], evidence: Record<string, unknown>) =>
    withReply(reader, diagnostics, { kind: 'none', cause, connected, evidence });
  const answer = (given: FleetAnswer) => options.onAnswer(call, given, Math.round(ports.now() - began));
  const kill = async () => {
    await endProcessTree(child, ports);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    await within(exited, KILL_WAIT_MS);
  };
  if (end === 'Completed' || end === 'Failed' || end === 'Stopped') {
    const evidence = { state: end, ...(errors.length === 0 ? {} : { errors }) };
    answer(none(end === 'Completed' ? 'no-result' : 'remote-error', evidence));
    child.stdin.end(close);
    if ((await within(exited, LEAVE_MS)) === undefined) await kill();
  } else if (end === 'violation') {
    await kill();
    const reason = peer.violation ?? 'wrote-too-much';
    answer(
      none(connected ? 'no-result' : 'no-powershell', {
        ...{ reason, bytes: peer.total, found: neutralise(peer.found, 200) },
      }),
    );
  } else if ('kind' in end) {
    await kill();
    if (end.kind === 'deadline') answer(none('hangs', { step: connected ? 'running' : 'connecting' }));
    else answer(connected ? none('lost', {}) : notRun());
  } else if (connected) {
    answer(none('lost', { sshExitCode: end.exitCode }));
  } else if (end.exitCode === null) {
    answer(none('no-remoting', end.errno === undefined ? {} : { errno: end.errno }));
  } else if (end.exitCode === SSH_FAILED) {
    const left = deadlineSeconds - (ports.now() - began) / 1000;
    const { cause, evidence } = await askSsh(computer, options, ports, left);
    answer(none(cause, evidence));
  } else {
    stderr.end();
    answer(none('no-powershell', { sshExitCode: end.exitCode }));
  }
}

function notRun(): FleetAnswer {
  return { kind: 'none', cause: 'not-run', connected: false, evidence: {} };
}

/** Why an ssh connection failed, with evidence. */
interface SshDiagnosis {
  cause: Extract<NoAnswer, 'unreachable' | 'sign-in-refused' | 'no-powershell' | 'hangs'>;
  evidence: Record<string, unknown>;
}

interface SshProgram {
  /** Absolute path of ssh. */
  ssh: string;
  env: Record<string, string>;
}

/** ssh's exit code for any failure before the remote command runs, and for a subsystem that does not exist: ssh(1). */
const SSH_FAILED = 255;

/** The options of ssh, by ssh's own names. ssh never prompts, because nobody can answer. */
function sshArguments(
  computer: FleetComputer,
  { connectSeconds, sshOptions }: Pick<FanOutOptions, 'connectSeconds' | 'sshOptions'>,
): string[] {
  const all: Record<string, string> = {
    ServerAliveInterval: '15',
    ServerAliveCountMax: '3',
    ...sshOptionsOf(computer, sshOptions),
    BatchMode: 'yes',
    // Warnings are not causes.
    LogLevel: 'ERROR',
    ConnectTimeout: String(connectSeconds),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/**
 * Why ssh failed, within `seconds`, by codes: the errno of a TCP connection to ssh's target, and ssh's exit code for an
 * empty command. Why ssh refused the sign-in (key, user, host key) is only in ssh's messages, which are kept as
 * evidence and not parsed.
 */
async function askSsh(
  computer: FleetComputer,
  options: Pick<FanOutOptions, 'connectSeconds' | 'sshOptions'>,
  program: SshProgram,
  seconds: number,
): Promise<SshDiagnosis> {
  const until = performance.now() + Math.max(1, seconds) * 1000;
  const left = () => Math.max(500, until - performance.now());
  const args = sshArguments(computer, options);
  const target = await targetOf([...args, computer.host], program, left());
  if (target !== null) {
    const errno = await tryTcp(target, Math.min(options.connectSeconds * 1000, left()));
    if (errno !== null)
      return { cause: 'unreachable', evidence: { errno, host: target.host, port: target.port } };
  }
  const run = await runSsh([...args, '-T', computer.host, 'exit 0'], program, left());
  const evidence = { sshExitCode: run.exitCode, ...(run.stderr === '' ? {} : { sshSaid: run.stderr }) };
  if (run.timedOut) return { cause: 'hangs', evidence: { ...evidence, step: 'signing-in' } };
  return { cause: run.exitCode === SSH_FAILED ? 'sign-in-refused' : 'no-powershell', evidence };
}

/** The target of ssh as `ssh -G` prints it; `null` when another program or host makes the connection. */
async function targetOf(
  args: readonly string[],
  program: SshProgram,
  timeoutMs: number,
): Promise<{ host: string; port: number } | null> {
  const { exitCode, stdout } = await runSsh(['-G', ...args], program, timeoutMs);
  if (exitCode !== 0) return null;
  const settings = new Map(
    stdout.split(/\r?\n/).map((line) => {
      const [name = '', ...value] = line.split(' ');
      return [name.toLowerCase(), value.join(' ')];
    }),
  );
  const isProxied = ['proxycommand', 'proxyjump'].some((name) => (settings.get(name) ?? 'none') !== 'none');
  const [host, port] = [settings.get('hostname'), Number(settings.get('port'))];
  return isProxied || host === undefined || !Number.isInteger(port) ? null : { host, port };
}

/** `null` when the connection succeeded, otherwise the errno. */
function tryTcp({ host, port }: { host: string; port: number }, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (errno: string | null) => {
      socket.destroy();
      resolve(errno);
    };
    socket.setTimeout(timeoutMs, () => end('ETIMEDOUT'));
    socket.once('connect', () => end(null));
    socket.once('error', (error) => end(errnoOf(error) ?? 'UNKNOWN'));
  });
}

async function runSsh(
  args: readonly string[],
  { ssh, env }: SshProgram,
  timeoutMs: number,
): Promise<{ exitCode: number | null; timedOut: boolean; stdout: string; stderr: string }> {
  const { execa } = await import('execa');
  const run = await execa(ssh, args, {
    env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
    maxBuffer: 256 * 1024,
    windowsHide: true,
  });
  return {
    exitCode: run.exitCode ?? null,
    timedOut: run.timedOut,
    stdout: run.stdout,
    stderr: neutralise(run.stderr.trim().replace(/\s*\n\s*/g, ' | '), 500),
  };
}
