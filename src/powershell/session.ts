import { join } from 'node:path';
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

  prepare(): void {
    try {
      this.#opened();
    } catch {
      // The run tries it again, and reports why.
    }
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
