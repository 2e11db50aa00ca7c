// Timing of processes. The machine may be busy, so the subjects of a comparison alternate, and medians count.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEADLINE_MS = 60_000;

/**
 * Milliseconds from the start of a process to its exit. Output goes into files, because not every program of the
 * lab works with pipes, and a file never blocks.
 * @param {{ file: string, args: readonly string[], env?: NodeJS.ProcessEnv, cwd?: string, exitCodes?: readonly number[], deadlineMs?: number, input?: string }} command
 *   `exitCodes`: what it may end with, default 0 only; `deadlineMs`: default a minute
 * @returns {Promise<{ ms: number, stdout: string }>}
 */
export async function timeProcess({
  file,
  args,
  env = process.env,
  cwd,
  exitCodes = [0],
  deadlineMs = DEADLINE_MS,
  input = '',
}) {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-bench-'));
  const path = (name) => join(folder, name);
  writeFileSync(path('in'), input);
  const stdio = [openSync(path('in'), 'r'), openSync(path('out'), 'w'), openSync(path('err'), 'w')];
  try {
    const started = performance.now();
    const child = spawn(file, args, { env, cwd, stdio, timeout: deadlineMs, killSignal: 'SIGKILL' });
    const code = await exitOf(child);
    const ms = performance.now() - started;
    if (!exitCodes.includes(code)) {
      const printed = readFileSync(path('err'), 'utf8').trim() || readFileSync(path('out'), 'utf8').trim();
      throw new Error(`${[file, ...args].join(' ')} ended with ${code}: ${printed.slice(0, 400)}`);
    }
    return { ms, stdout: readFileSync(path('out'), 'utf8') };
  } finally {
    for (const fd of stdio) closeSync(fd);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number | null>} */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code));
  });
}

/**
 * Runs the subjects in turns, every other round backwards, after one round that does not count.
 * @param {number} runs
 * @param {Record<string, () => Promise<number>>} subjects each gives its milliseconds, NaN for a run that does not count
 * @returns {Promise<Record<string, Sample>>}
 */
export async function inTurns(runs, subjects) {
  const names = Object.keys(subjects);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= runs; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const ms = await subjects[name]();
      if (round > 0 && !Number.isNaN(ms)) times[name].push(ms);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summary(times[name])]));
}

/**
 * @typedef {{ runs: number, median: number, q1: number, q3: number, samples: number[] }} Sample
 * @param {readonly number[]} samples @returns {Sample}
 */
export function summary(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share) => {
    const place = (sorted.length - 1) * share;
    const low = Math.floor(place);
    return sorted[low] + (sorted[Math.ceil(place)] - sorted[low]) * (place - low);
  };
  return { runs: sorted.length, median: at(0.5), q1: at(0.25), q3: at(0.75), samples: [...samples] };
}
