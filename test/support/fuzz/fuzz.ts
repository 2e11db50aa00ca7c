import type { ErrorCode } from '../../../src/core/model/errors.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { Random } from './random.ts';

/** Code that reads input from outside. */
export interface FuzzTarget {
  name: string;
  /** The errors that may refuse an input; any other error is a defect. */
  codes: readonly ErrorCode[];
  /** The next input, mutated. */
  make(random: Random): unknown;
  /** Reads it, and throws a plain error when the result breaks a promise. */
  run(input: never, random: Random): void | Promise<void>;
}

/** A target whose input has a type. */
export function target<T>(
  one: Omit<FuzzTarget, 'make' | 'run'> & {
    make(random: Random): T;
    run(input: T, random: Random): void | Promise<void>;
  },
): FuzzTarget {
  return one as FuzzTarget;
}

export interface FuzzFigures {
  name: string;
  seed: number;
  inputs: number;
  /** How many were read, and how many refused with a typed error. */
  read: number;
  refused: number;
  seconds: number;
  /** The time of the slowest input in milliseconds. */
  slowestMs: number;
  /** Bytes that the second half of the run leaks, after garbage collection. */
  heapGrowth: number;
}

/** Reads that many inputs, one after the other. Throws at the first that breaks a promise, with seed and input. */
export async function fuzz(
  one: FuzzTarget,
  { inputs, seed }: { inputs: number; seed: number },
): Promise<FuzzFigures> {
  const counts = { read: 0, refused: 0 };
  const began = performance.now();
  let slowestMs = 0;
  let half = 0;
  for (let index = 0; index < inputs; index++) {
    if (index === Math.floor(inputs / 2)) half = heapAfterCollection();
    const { input, ms, error } = await tried(one, seed, index, 0);
    if (error === undefined) counts.read += 1;
    else {
      const problem = problemOf(error, one.codes);
      if (problem !== null) {
        const { error: cause = error } = await tried(one, seed, index, 100);
        const which = `seed ${seed}, input ${index}: ${shown(input)}`;
        throw new Error(`${one.name}: ${problem} (${which})`, { cause });
      }
      counts.refused += 1;
    }
    slowestMs = Math.max(slowestMs, ms);
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    name: one.name,
    seed,
    inputs,
    ...counts,
    seconds,
    slowestMs,
    heapGrowth: heapAfterCollection() - half,
  };
}

/**
 * Makes one input and reads it. The stack of an error has that many lines: most inputs are refused, and a stack may
 * take longer than the refusal.
 */
async function tried(one: FuzzTarget, seed: number, index: number, stackLines: number) {
  const { stackTraceLimit } = Error;
  // Each input has its own generator, so that it can be reproduced alone.
  const random = new Random(seed + Math.imul(index, 0x9e3779b1));
  const input = one.make(random);
  const start = performance.now();
  let error: unknown;
  Error.stackTraceLimit = stackLines;
  try {
    const done = one.run(input as never, random);
    if (done !== undefined) await done;
  } catch (thrown) {
    error = thrown ?? new Error('threw nothing');
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return { input, ms: performance.now() - start, error };
}

/** The problem of an error; `null` when it may be shown to people. */
function problemOf(error: unknown, codes: readonly ErrorCode[]): string | null {
  if (!(error instanceof P2sError)) return `threw ${String(error)}`;
  if (!codes.includes(error.code)) return `threw P2sError ${error.code}`;
  const texts = [error.message, error.where ?? '', error.next ?? ''];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (texts.some((text) => /[\0-\x1f\x7f-\x9f]/.test(text)))
    return 'told an error with control characters in it';
  if (texts.some((text) => text.length > 2000)) return 'told an error without end';
  return null;
}

function shown(input: unknown): string {
  const bytes = input instanceof Uint8Array ? Buffer.from(input) : Buffer.from(JSON.stringify(input) ?? '');
  return `${bytes.length} bytes, base64 ${bytes.subarray(0, 3000).toString('base64')}`;
}

function heapAfterCollection(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('run with --expose-gc');
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
