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
import { endUnused, isWaiting, LEAVE_MS, type StartedScript, startScript } from './started-script.ts';
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
