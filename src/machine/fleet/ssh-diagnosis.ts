import { connect } from 'node:net';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import type { NoAnswer } from '../../core/fleet/result.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { errnoOf } from '../../files/errno.ts';
import type { FanOutOptions } from './fan-out.ts';
import { sshOptionsOf } from './wire-computer.ts';

/** Why an ssh connection failed, with evidence. */
export interface SshDiagnosis {
  cause: Extract<NoAnswer, 'unreachable' | 'sign-in-refused' | 'no-powershell' | 'hangs'>;
  evidence: Record<string, unknown>;
}

export interface SshProgram {
  /** Absolute path of ssh. */
  ssh: string;
  env: Record<string, string>;
}

/** ssh's exit code for any failure before the remote command runs, and for a subsystem that does not exist: ssh(1). */
export const SSH_FAILED = 255;

/** The options of ssh, by ssh's own names. ssh never prompts, because nobody can answer. */
export function sshArguments(
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
export async function askSsh(
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
