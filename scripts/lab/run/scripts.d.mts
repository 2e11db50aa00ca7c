/** Types of scripts.mjs; what each thing does is stated there. */
import type { End } from './keep.mjs';

export interface ScriptResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export declare class KeptScripts {
  constructor(host: {
    readonly start: (file: string, args: string[], options: { signal: AbortSignal }) => Promise<End>;
    readonly nameOf: (unixPath: string) => string;
    readonly home: string;
  });
  run(
    file: string,
    args?: readonly string[],
    options?: { readonly stdinFile?: string; readonly cwd?: string },
  ): Promise<ScriptResult>;
  end(): Promise<void>;
  drop(): void;
}
