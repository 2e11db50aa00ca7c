import { PowerShell } from 'node-powershell';
import { within } from './stop.ts';

/**
 * The parts of node-powershell 5.0.1 and child-shell 5 that this file uses, including private ones. The packages
 * are frozen; their own output reader hangs, throws uncaught errors, and needs Full Language Mode.
 */
interface ShellParts {
  readonly process: import('node:child_process').ChildProcess;
  readonly streams: {
    stdin: import('node:stream').Writable;
    stdout: import('node:stream').Readable;
    stderr: import('node:stream').Readable;
  };
  readonly history: unknown[];
  isExited: boolean;
  invoke(command: string): Promise<unknown>;
}

interface ShellOptions {
  executable: string;
  executableOptions: Record<string, string | boolean>;
  spawnOptions: { env: Record<string, string>; cwd: string | undefined; windowsHide: boolean };
  throwOnInvocationError: boolean;
}

const Base = PowerShell as unknown as new (options: ShellOptions) => ShellParts;

export interface ShellExit {
  exitCode: number | null;
  signal: string | null;
  /** errno if the process could not be started. */
  errno: string | null;
}

/** The output of one command as it arrives. */
export interface ShellSink {
  output(text: string): void;
  error(text: string): void;
}

/**
 * A PowerShell that stays open and runs one command after the other, through node-powershell. Its
 * overrides: NODE_POWERSHELL does not change the executable; DEBUG prints nothing; delimiters are plain
 * string literals, which Constrained Language Mode allows, and are found across chunks; an exit never
 * becomes an unhandled rejection.
 */
export class PersistentShell extends Base {
  declare exited: Promise<ShellExit>;
  /** The first delimiter has arrived, so this is a PowerShell. */
  answered = false;
  /** A command is still running. */
  busy = false;
  #sink: ShellSink | null = null;

  constructor(options: { executable: string; env: Record<string, string>; cwd?: string | undefined }) {
    super({
      executable: options.executable,
      executableOptions: { '-NoProfile': true, '-NonInteractive': true, '-ExecutionPolicy': 'Bypass' },
      spawnOptions: { env: options.env, cwd: options.cwd, windowsHide: true },
      throwOnInvocationError: false,
    });
    this.streams.stderr.on('data', (text: string) => this.#sink?.error(text));
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  kill(signal?: NodeJS.Signals): boolean {
    return this.process.kill(signal);
  }

  /** Resolves when the command has finished, or when the shell exits. One at a time. */
  async execute(command: string, sink: ShellSink): Promise<void> {
    this.#sink = sink;
    this.busy = true;
    await this.invoke(command);
    this.busy = false;
    this.history.length = 0;
  }

  /** Waits until all output of an exited shell has arrived. */
  async drained(ms: number): Promise<void> {
    const { stdout } = this.streams;
    if (!stdout.closed) await within(new Promise((resolve) => stdout.once('close', resolve)), ms);
  }

  /** Closes the streams, which a process that inherited them could keep open. */
  release(): void {
    for (const stream of Object.values(this.streams)) stream.destroy();
  }

  protected setExecutable(options: ShellOptions): string {
    return options.executable;
  }

  protected setDebuggers(): Record<string, () => void> {
    const ignore = () => undefined;
    return { comment: ignore, command: ignore, output: ignore };
  }

  /** The base class constructor calls this before the fields of this class exist. */
  protected setProcessExitListeners(): Promise<ShellExit> {
    this.exited = new Promise((resolve) => {
      this.process.once('exit', (exitCode, signal) => resolve({ exitCode, signal, errno: null }));
      this.process.on('error', (error: NodeJS.ErrnoException) => {
        if (this.process.pid === undefined)
          resolve({ exitCode: null, signal: null, errno: error.code ?? 'UNKNOWN' });
      });
    });
    // EPIPE: the shell has exited, which `exited` reports.
    this.streams.stdin.on('error', () => undefined);
    return this.exited.finally(() => {
      this.isExited = true;
    });
  }

  protected writeToOutput(delimiter: string): string {
    return `'${delimiter}'`;
  }

  /** Standard error has only diagnostics; it needs no delimiter. */
  protected writeToError(): string {
    return '#';
  }

  /** Forwards the text between the two delimiters as it arrives; the base class stores nothing. */
  protected readBulkFromOutput(stream: import('node:stream').Readable, delimiter: string): Promise<Buffer> {
    const nothing = Buffer.alloc(0);
    if (stream !== this.streams.stdout) return Promise.resolve(nothing);
    return new Promise((resolve) => {
      const between = new Between(delimiter, (text) => this.#sink?.output(text));
      const read = (chunk: string) => {
        const done = between.push(chunk);
        this.answered ||= between.begun;
        if (!done) return;
        stream.off('data', read);
        resolve(nothing);
      };
      stream.on('data', read);
      void this.exited.then(() => resolve(nothing));
    });
  }
}

/** Finds the text between two delimiters in chunks of any size; holds back only a possible delimiter start. */
export class Between {
  begun = false;
  readonly #delimiter: string;
  readonly #give: (text: string) => void;
  #held = '';

  constructor(delimiter: string, give: (text: string) => void) {
    this.#delimiter = delimiter;
    this.#give = give;
  }

  /** True when the second delimiter has arrived. */
  push(chunk: string): boolean {
    let text = this.#held + chunk;
    if (!this.begun) {
      const start = text.indexOf(this.#delimiter);
      if (start < 0) {
        this.#held = text.slice(text.length - this.#overlap(text));
        return false;
      }
      this.begun = true;
      text = text.slice(start + this.#delimiter.length);
    }
    const end = text.indexOf(this.#delimiter);
    const keep = end < 0 ? this.#overlap(text) : 0;
    const given = text.slice(0, end < 0 ? text.length - keep : end);
    if (given !== '') this.#give(given);
    this.#held = text.slice(text.length - keep);
    return end >= 0;
  }

  /** Length of the longest end of the text that may begin a delimiter. */
  #overlap(text: string): number {
    for (let length = Math.min(text.length, this.#delimiter.length - 1); length > 0; length -= 1) {
      if (text.endsWith(this.#delimiter.slice(0, length))) return length;
    }
    return 0;
  }
}
