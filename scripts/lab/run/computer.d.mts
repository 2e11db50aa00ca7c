/** Types of computer.mjs, prefix.mjs and run.mjs, which describe each part. */
import type { ScriptResult } from './scripts.mjs';

export interface RunOptions {
  readonly deadlineMs?: number;
  readonly retry?: boolean;
  readonly stdinFile?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly as?: 'user';
  readonly signal?: AbortSignal;
  readonly onStdout?: (text: string) => void;
  readonly onStderr?: (text: string) => void;
}

export interface RunResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
  readonly timedOut: boolean;
  readonly aborted: boolean;
}

export interface ComputerOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly byHand?: boolean;
  readonly labDir?: string | undefined;
}

export interface Computer {
  readonly dir: string;
  readonly user: string;
  path(unixPath: string): string;
  unixPath(windowsName: string): string;
  node(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  cli(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  executable(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
  pwsh(file: string, args?: readonly string[], options?: RunOptions): Promise<RunResult>;
  script(
    file: string,
    args?: readonly string[],
    options?: Pick<RunOptions, 'stdinFile' | 'cwd'>,
  ): Promise<ScriptResult>;
  endScripts(): Promise<void>;
  cmd(program: string, args?: readonly string[], options?: RunOptions): Promise<RunResult>;
  reg(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  regExport(key: string, options?: { readonly view?: 32 | 64 }): Promise<Buffer>;
  regImport(content: string | Buffer): Promise<void>;
  denyKey(keys: string | readonly string[], rights: 'write' | 'write-unless-admin' | 'read'): Promise<void>;
  allowKey(keys: string | readonly string[]): Promise<void>;
  constrained(on: boolean): Promise<void>;
  running(): readonly { readonly pid: number; readonly args: string }[];
  command(args: readonly string[]): { file: string; args: string[]; env: NodeJS.ProcessEnv };
  start(): Promise<void>;
  shutDown(): Promise<void>;
  die(): Promise<void>;
  destroy(): Promise<void>;
}

export declare function newComputer(name?: string, options?: ComputerOptions): Promise<Computer>;
export declare function keptComputer(options?: ComputerOptions): Computer;
export declare function startKeptComputer(options?: ComputerOptions): Promise<Computer>;
export declare function sweep(labDir?: string): Promise<number>;
