import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import {
  DRAIN_MS,
  type HostOptions,
  KILL_WAIT_MS,
  type PowerShellHost,
  type ScriptName,
  type ScriptOptions,
  type ScriptReply,
} from './port.ts';
import { endProcessTree, type Killable } from './process-tree.ts';
import { outliving } from './relay.ts';
import { conclude, openRecord, type RunEnd, type ScriptRun } from './run-end.ts';
import { Stop, within } from './stop.ts';
import { encodeRequest } from './wire.ts';

/** A new PowerShell for each run: `-File`, the request on stdin. For writes, and for scripts that may hang. */
export class OneShotHost implements PowerShellHost {
  readonly #options: HostOptions;
  readonly #running = new Set<Promise<unknown>>();
  readonly #prepared = new Map<ScriptName, Promise<StartedScript | null>>();

  constructor(options: HostOptions) {
    this.#options = options;
  }

  run(script: ScriptName, request: Record<string, unknown>, options: ScriptOptions): Promise<ScriptReply> {
    const record = openRecord(script, this.#options, options);
    const stop = new Stop(options.deadlineMs, options.signal);
    const run = this.#run(record, request, stop, options.outlives ?? false).finally(() => stop.dispose());
    const settled: Promise<unknown> = run.catch(() => undefined).then(() => this.#running.delete(settled));
    this.#running.add(settled);
    return run;
  }

  prepare(script: ScriptName, { outlives = false }: Pick<ScriptOptions, 'outlives'>): void {
    if (this.#prepared.has(script)) return;
    // The run starts its own if this fails, and reports why.
    const started = startScript(script, this.#options, outlives).catch(() => null);
    this.#prepared.set(script, started);
  }

  /** Waits for the runs in progress, so that they are not interrupted, and ends what was only prepared. */
  async dispose(): Promise<void> {
    const prepared = [...this.#prepared.values()];
    this.#prepared.clear();
    await Promise.all([...this.#running, ...prepared.map((one) => endUnused(one, this.#options))]);
  }

  async #run(
    record: ScriptRun,
    request: Record<string, unknown>,
    stop: Stop,
    outlives: boolean,
  ): Promise<ScriptReply> {
    const started =
      (await this.#takePrepared(record.script)) ??
      (await startScript(record.script, this.#options, outlives));
    const { child, closed } = started;
    let answered = false;
    const exited = started.exited.then((end): RunEnd => (end.kind === 'exit' ? { ...end, answered } : end));
    const replied = new Promise<null>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        answered = true;
        record.reader.push(chunk.toString('latin1'));
        if (record.reader.overflowed) stop.now('overflow');
        if (record.reader.reply !== null) resolve(null);
      });
    });
    child.stderr.on('data', (chunk: Buffer) => record.errors.push(chunk.toString('latin1')));
    child.stdin.end(`${encodeRequest(request, record.nonce)}\n`);

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

  /** The prepared PowerShell of this script, if there is one that still waits. */
  async #takePrepared(script: ScriptName): Promise<StartedScript | null> {
    const prepared = this.#prepared.get(script);
    this.#prepared.delete(script);
    const started = (await prepared) ?? null;
    return started !== null && isWaiting(started) ? started : null;
  }
}

/** After its result, a script should exit at once. */
const LEAVE_MS = 3000;

/** A PowerShell of its own with a script that waits for its request on standard input. */
interface StartedScript {
  child: Killable &
    Pick<ChildProcess, 'exitCode' | 'signalCode'> & { stdin: Writable; stdout: Readable; stderr: Readable };
  /** How it ended, or why it did not start. */
  exited: Promise<RunEnd & { kind: 'exit' | 'not-started' }>;
  /** Resolves when its output is complete. */
  closed: Promise<unknown>;
}

/** Starts a script. `outlives` as in {@link ScriptOptions}. */
async function startScript(
  script: ScriptName,
  options: HostOptions,
  outlives: boolean,
): Promise<StartedScript> {
  const { executable, scriptsDir, env, cwd, platform } = options;
  const { execa } = await import('execa');
  const file = join(scriptsDir, `${script}.ps1`);
  const words = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', file];
  const args = [...words, '-RequestFromStdin'];
  const { execPath: node } = process;
  const launch = outlives
    ? outliving(executable, args, { platform, node })
    : { file: executable, args, detached: false };
  const child = execa(launch.file, launch.args, {
    env,
    ...(cwd === undefined ? {} : { cwd }),
    extendEnv: false,
    buffer: false,
    reject: false,
    windowsHide: true,
    detached: launch.detached,
    forceKillAfterDelay: false,
  });
  // One that has ended takes no request: how it ended says more.
  child.stdin.on('error', () => undefined);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exited: StartedScript['exited'] = new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ kind: 'exit', exitCode, signal, answered: false }));
    void child.then(({ code }) => {
      if (child.pid === undefined) resolve({ kind: 'not-started', errno: code ?? 'UNKNOWN' });
    });
  });
  return { child, exited, closed };
}

/** Whether it still waits for its request. */
function isWaiting({ child }: StartedScript): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Ends one that got no request: without one, a script does nothing and exits. */
async function endUnused(starting: Promise<StartedScript | null>, options: HostOptions): Promise<void> {
  const started = await starting;
  if (started === null) return;
  const { child, exited } = started;
  for (const output of [child.stdout, child.stderr]) output.resume();
  child.stdin.end();
  if ((await within(exited, LEAVE_MS)) !== undefined) return;
  await endProcessTree(child, options);
  await within(exited, KILL_WAIT_MS);
}
