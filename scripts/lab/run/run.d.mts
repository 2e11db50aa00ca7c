/** Types of run.mjs; what each thing does is stated there. */
import type { RunOptions, RunResult } from './computer.mjs';

export type { RunOptions, RunResult };

export interface Command {
  readonly prefix: string;
  readonly args: readonly string[];
  readonly recordedBy: 'file' | 'status';
  readonly computerEnv?: NodeJS.ProcessEnv;
  readonly byHand?: boolean;
}

export const EXIT_FILE: string;

export function run(command: Command, options?: RunOptions): Promise<RunResult>;
