import { join } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import { option, say } from '../core/model/say.ts';
import { childEnvironment, childFolder } from './environment.ts';
import { type Candidate, type Environment, locatePowerShell, windowsFolder } from './locate.ts';
import { OneShotHost } from './one-shot.ts';
import {
  DRAIN_MS,
  type HostOptions,
  KILL_WAIT_MS,
  type PowerShellHost,
  type ScriptName,
  type ScriptOptions,
  type ScriptReply,
} from './port.ts';
import { endProcessTree } from './process-tree.ts';
import { conclude, openRecord, type RunEnd, type ScriptRun } from './run-end.ts';
import { sessionCommand } from './session-command.ts';
import { PersistentShell } from './shell.ts';
import { Stop, within } from './stop.ts';
import { encodeRequest } from './wire.ts';

export interface OpenOptions {
  platform: NodeJS.Platform;
  arch: string;
  env: Environment;
  /** Folder of the built scripts. */
  scriptsDir: string;
  /** A path that the caller chose; `null`: Windows PowerShell 5.1, or PowerShell 7 if 5.1 does not answer. */
  executable: string | null;
  /** Limit of characters in the output of one run. Default 32 Mi. */
  maxReplyLength?: number;
}

/** Two ways to run scripts in the same PowerShell: a session for reads, a separate process for each write. */
export interface PowerShellHosts {
  session: PowerShellHost;
  oneShot: PowerShellHost;
}

const NONE_FOUND = say('No PowerShell was found on this system.');
const INSTALL = say('Install PowerShell 7 (https://aka.ms/powershell), or name one with {option} FILE.', {
  option: option('powershell'),
});
const MAX_REPLY_LENGTH = 32 * 1024 * 1024;

/**
 * Finds a PowerShell and opens both hosts on it. Starts nothing yet: the first run shows whether the first
 * candidate answers, and tries the next one if not.
 *
 * @throws P2sError `powershell-missing` when there is no location to try
 */
export function openPowerShell(options: OpenOptions): PowerShellHosts {
  const candidates = locatePowerShell(options);
  if (candidates.length === 0) {
    throw new P2sError('powershell-missing', NONE_FOUND, { where: options.platform, next: INSTALL });
  }
  return new PowerShellFinder(candidates, options).hosts();
}

/** Keeps the candidate in use; both hosts follow it. */
export class PowerShellFinder {
  readonly #candidates: readonly Candidate[];
  readonly #options: OpenOptions;
  #at = 0;
  #answered = false;
  #current: PowerShellHosts | null = null;
  #refusal: unknown = null;

  constructor(candidates: readonly Candidate[], options: OpenOptions) {
    this.#candidates = candidates;
    this.#options = options;
  }

  hosts(): PowerShellHosts {
    return { session: this.#host('session'), oneShot: this.#host('oneShot') };
  }

  #host(kind: keyof PowerShellHosts): PowerShellHost {
    return {
      // Before the first answer, it is not known which PowerShell will write.
      prepare: (script, options) => {
        if (this.#answered) this.#current?.[kind].prepare?.(script, options);
      },
      run: (script, request, options) => this.#run(kind, script, request, options),
      dispose: async () => this.#current?.[kind].dispose(),
    };
  }

  async #run(
    kind: keyof PowerShellHosts,
    script: ScriptName,
    request: Record<string, unknown>,
    options: ScriptOptions,
  ): Promise<ScriptReply> {
    const until = performance.now() + options.deadlineMs;
    let isAgain = false;
    for (;;) {
      this.#current ??= this.#open();
      const hosts = this.#current;
      const deadlineMs = Math.max(0, until - performance.now());
      try {
        const reply = await hosts[kind].run(script, request, { ...options, deadlineMs });
        this.#answered = true;
        return reply;
      } catch (error) {
        // The reason may pass: libuv has no name for most errors of Windows. Nothing has run.
        if (!isAgain && wasNotNamed(error)) {
          isAgain = true;
          continue;
        }
        if (this.#answered || !didNotAnswer(error, script)) throw error;
        this.#refusal ??= wasNotAllowed(error) ? error : null;
        // A blocked start is more informative than a missing file.
        if (!(await this.#advance(hosts))) throw this.#refusal ?? this.#none(error);
      }
    }
  }

  /** Moves to the next candidate, if there is one. Another run may have done so already. */
  async #advance(from: PowerShellHosts): Promise<boolean> {
    if (this.#current !== from) return true;
    if (this.#at + 1 >= this.#candidates.length) return false;
    this.#at += 1;
    this.#current = null;
    await Promise.all([from.session.dispose(), from.oneShot.dispose()]);
    return true;
  }

  /** No candidate was named and none was found, so suggest an installation. */
  #none(error: unknown): unknown {
    const isMissing = error instanceof P2sError && error.code === 'powershell-missing';
    if (!isMissing || this.#candidates.some(({ explicit }) => explicit)) return error;
    return error.again({ message: NONE_FOUND, next: INSTALL });
  }

  #open(): PowerShellHosts {
    const candidate = this.#candidates[this.#at];
    if (candidate === undefined) throw new P2sError('internal', say('There is no PowerShell to try.'));
    const { platform, env, scriptsDir, maxReplyLength = MAX_REPLY_LENGTH } = this.#options;
    const { executable, explicit } = candidate;
    const systemRoot = platform === 'win32' ? windowsFolder(env, 'SystemRoot') : null;
    const childEnv = childEnvironment({ env, platform, explicit });
    const cwd = childFolder(env, platform);
    const child = { executable, env: childEnv, cwd };
    const host: HostOptions = { ...child, scriptsDir, platform, systemRoot, maxReplyLength };
    return { session: new SessionHost(host), oneShot: new OneShotHost(host) };
  }
}

/** Windows blocked the start of the program; nothing has run. */
function wasNotAllowed(error: unknown): boolean {
  return (
    error instanceof P2sError && error.code === 'powershell-not-allowed' && error.evidence.errno !== undefined
  );
}

/** Windows did not start the program, for a reason that libuv does not name. */
function wasNotNamed(error: unknown): boolean {
  return wasNotAllowed(error) && (error as P2sError).evidence.errno === 'UNKNOWN';
}

/**
 * The candidate did not work: no such file, a program that may not start (a company may block 5.1 and allow 7), or
 * one that exited without a reply. A policy that refuses the script itself is never bypassed. A script that writes
 * is tried with another candidate only if it cannot have begun.
 */
function didNotAnswer(error: unknown, script: ScriptName): boolean {
  if (!(error instanceof P2sError)) return false;
  if (error.code === 'powershell-missing' || wasNotAllowed(error)) return true;
  const { answered, exitCode } = error.evidence;
  const hasNoReply = error.code === 'powershell-no-result' && answered === false;
  return hasNoReply && (exitCode === 0 || !script.startsWith('Set-'));
}

/**
 * One PowerShell that stays open for many reads; runs take turns. A cancelled run ends the PowerShell, and the next
 * run starts a new one.
 */
export class SessionHost implements PowerShellHost {
  readonly #options: HostOptions;
  #shell: PersistentShell | null = null;
  #turn: Promise<unknown> = Promise.resolve(null);
  /** How often it was disposed of: a run that waited for its turn meanwhile does not start. */
  #disposals = 0;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  run(script: ScriptName, request: Record<string, unknown>, options: ScriptOptions): Promise<ScriptReply> {
    const record = openRecord(script, this.#options, options);
    const stop = new Stop(null, options.signal);
    const before = this.#turn;
    const run = this.#whenFree(before, record, request, stop).finally(() => stop.dispose());
    this.#turn = Promise.all([before, run.catch(() => null)]).then(() => null);
    return run;
  }

  async dispose(): Promise<void> {
    this.#disposals += 1;
    await this.#discard();
  }

  /** The shell, started if there is none; the errno if the file is not a program. */
  #opened(): PersistentShell | string {
    const shell = this.#shell ?? this.#start();
    if (typeof shell !== 'string') this.#shell = shell;
    return shell;
  }

  /** A run that is cancelled while it waits does not affect the one before it. */
  async #whenFree(
    before: Promise<unknown>,
    record: ScriptRun,
    request: Record<string, unknown>,
    stop: Stop,
  ): Promise<ScriptReply> {
    const disposals = this.#disposals;
    await Promise.race([before, stop.stopped]);
    if (stop.current !== null) return conclude(record, stop.current);
    // It would start a PowerShell that nothing ends.
    if (this.#disposals !== disposals) return conclude(record, { kind: 'cancelled' });
    // Not from the call: a slow run before it must not use up its time.
    stop.begin(record.deadlineMs);
    const shell = this.#opened();
    if (typeof shell === 'string') return conclude(record, { kind: 'not-started', errno: shell });
    return this.#run(shell, record, request, stop);
  }

  async #run(
    shell: PersistentShell,
    record: ScriptRun,
    request: Record<string, unknown>,
    stop: Stop,
  ): Promise<ScriptReply> {
    const { reader, errors } = record;
    const file = join(this.#options.scriptsDir, `${record.script}.ps1`);
    const returned = shell
      .execute(sessionCommand(file, encodeRequest(request, record.nonce), record.nonce), {
        output(text) {
          reader.push(text);
          if (reader.overflowed) stop.now('overflow');
        },
        error: (text) => errors.push(text),
      })
      .then((): RunEnd | null => (shell.isExited ? null : { kind: 'returned' }));
    const exited = shell.exited.then(({ exitCode, signal, errno }): RunEnd => {
      if (errno !== null) return { kind: 'not-started', errno };
      return { kind: 'exit', exitCode, signal, answered: shell.answered };
    });
    let end = (await Promise.race([returned, exited, stop.stopped])) ?? (await exited);
    if (end.kind === 'exit') {
      await shell.drained(DRAIN_MS);
      end = { ...end, answered: shell.answered };
    }
    if (end.kind !== 'returned') await this.#discard();
    return conclude(record, end);
  }

  /** A new shell, or the errno if the file is not a program. */
  #start(): PersistentShell | string {
    try {
      return new PersistentShell(this.#options);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (typeof code !== 'string') throw error;
      return code;
    }
  }

  async #discard(): Promise<void> {
    const shell = this.#shell;
    if (shell === null) return;
    this.#shell = null;
    if (!shell.isExited) {
      // An idle shell has no children, and searching for them is slow.
      if (shell.busy) await endProcessTree(shell, this.#options);
      else shell.kill('SIGKILL');
      await within(shell.exited, KILL_WAIT_MS);
    }
    shell.release();
  }
}
