import { join } from 'node:path';
import { DRAIN_MS, type HostOptions, KILL_WAIT_MS } from './host-options.ts';
import type { PowerShellHost, RunOptions, ScriptName, ScriptReply } from './port.ts';
import { endProcessTree } from './process-tree.ts';
import { outliving } from './relay.ts';
import { conclude, openRecord, type RunEnd, type RunRecord } from './run-end.ts';
import { checkScripts } from './script-sums.ts';
import { Stop, within } from './stop.ts';
import { encodeRequest } from './wire.ts';

/** After its result, a script should exit at once. */
const LEAVE_MS = 3000;

/** A new PowerShell for each run: `-File`, the request on stdin. For writes, and for scripts that may hang. */
export class OneShotHost implements PowerShellHost {
  readonly #options: HostOptions;
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: HostOptions) {
    this.#options = options;
  }

  run(script: ScriptName, request: Record<string, unknown>, options: RunOptions): Promise<ScriptReply> {
    const record = openRecord(script, this.#options, options);
    const stop = new Stop(options.deadlineMs, options.signal);
    const run = this.#run(record, request, stop, options.outlives ?? false).finally(() => stop.dispose());
    const settled: Promise<unknown> = run.catch(() => undefined).then(() => this.#running.delete(settled));
    this.#running.add(settled);
    return run;
  }

  /** Waits for the runs in progress, so that they are not interrupted. */
  async dispose(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(
    record: RunRecord,
    request: Record<string, unknown>,
    stop: Stop,
    outlives: boolean,
  ): Promise<ScriptReply> {
    const { executable, scriptsDir, env, cwd, platform } = this.#options;
    const [{ execa }] = await Promise.all([import('execa'), checkScripts(record.scripts, this.#options)]);
    const script = join(scriptsDir, `${record.script}.ps1`);
    const words = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', script];
    const args = [...words, '-RequestFromStdin'];
    const { execPath: node } = process;
    const launch = outlives
      ? outliving(executable, args, { platform, node })
      : { file: executable, args, detached: false };
    const child = execa(launch.file, launch.args, {
      input: `${encodeRequest(request, record.nonce)}\n`,
      env,
      ...(cwd === undefined ? {} : { cwd }),
      extendEnv: false,
      buffer: false,
      reject: false,
      windowsHide: true,
      detached: launch.detached,
      forceKillAfterDelay: false,
    });
    let answered = false;
    const closed = new Promise((resolve) => child.once('close', resolve));
    const exited = new Promise<RunEnd>((resolve) => {
      child.once('exit', (exitCode, signal) => resolve({ kind: 'exit', exitCode, signal, answered }));
      void child.then(({ code }) => {
        if (child.pid === undefined) resolve({ kind: 'not-started', errno: code ?? 'UNKNOWN' });
      });
    });
    const replied = new Promise<null>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        answered = true;
        record.reader.push(chunk.toString('latin1'));
        if (record.reader.overflowed) stop.now('overflow');
        if (record.reader.reply !== null) resolve(null);
      });
    });
    child.stderr.on('data', (chunk: Buffer) => record.errors.push(chunk.toString('latin1')));

    const first = await Promise.race([exited, replied, stop.stopped]);
    const leaving = first ?? (await Promise.race([within(exited, LEAVE_MS), stop.stopped]));
    let end: RunEnd = leaving ?? { kind: 'deadline' };
    if (end.kind === 'exit') {
      await within(closed, DRAIN_MS);
      end = { ...end, answered };
    } else if (end.kind !== 'not-started') {
      await endProcessTree(child, this.#options);
      await within(exited, KILL_WAIT_MS);
    }
    child.stdout.destroy();
    child.stderr.destroy();
    return conclude(record, end);
  }
}
