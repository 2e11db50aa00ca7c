import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { documentSchema } from '../../../src/core/schema/document.ts';
import { errnoOf } from '../../../src/files/errno.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { runProgram } from './process.ts';
import { runMain } from './run-main.ts';

/** The built program by a link, as npm installs it: the commands that it prints begin with p2s-fix. */
export const CLI = installedLink();

function installedLink(): string {
  const link = fileURLToPath(new URL('../../../node_modules/.cache/p2s-fix', import.meta.url));
  mkdirSync(dirname(link), { recursive: true });
  try {
    symlinkSync('../../dist/cli.js', link);
  } catch (error) {
    // Another worker has made it.
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
  return link;
}

export interface CliResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

/** So many runs of a test file start the built program; the others need no process, and test the same. */
const REAL_RUNS = 2;
const runsOf = new Map<string | undefined, number>();

/**
 * Runs a command line as the program does. The first two of a test file get processes of their own, and so does each
 * whose environment makes Node load more code.
 */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { testPath } = expect.getState();
  const runs = runsOf.get(testPath) ?? 0;
  runsOf.set(testPath, runs + 1);
  const here = runs >= REAL_RUNS && options.env?.NODE_OPTIONS === undefined;
  return here ? runMain(args, options) : runBuilt(args, options);
}

/** Runs the built program under this Node, as a user would. A run that does not end by itself is killed: `null`. */
export async function runBuilt(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const words = [CLI, ...args];
  const { code, ...output } = await runProgram(process.execPath, words, { ...options, timeoutMs: 60_000 });
  return { exitCode: code, ...output };
}

/** The same with `--json`: the document, checked against its own schema. Standard error must be empty. */
export async function runJson(args: readonly string[], options: CliOptions = {}): Promise<ReportDocument> {
  const { stdout, stderr, exitCode } = await runCli([...args, '--json'], options);
  if (stderr !== '') throw new Error(`wrote to standard error: ${stderr}`);
  const document = readDocument(stdout);
  if (document.exitCode !== exitCode) throw new Error(`exit ${exitCode}, document says ${document.exitCode}`);
  return document;
}

/** Exactly one JSON document, valid by the published schema. */
export function readDocument(text: string): ReportDocument {
  return documentSchema.parse(JSON.parse(text)) as unknown as ReportDocument;
}
