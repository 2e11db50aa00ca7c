// Writes contributing/soak.md, the results of the last soak run, from what its tests saved in build/soak.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../prepare.mjs';

const folder = join(root, 'build/soak');

/** Removes the results of an earlier run. */
export function clearSoak() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

/**
 * Writes the page, and returns its text.
 * @param {{ passed: number, failed: number, at: Date }} run
 * @returns {string}
 */
export function writeSoakPage({ passed, failed, at }) {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const figures = names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const fuzz = figures.filter(({ kind }) => kind === 'fuzz');
  const crash = figures.filter(({ kind }) => kind === 'crash');
  const moves = figures.filter(({ kind }) => kind === 'moves');
  const text = `# Soak

This page is the result of the last \`npm run test:soak\`, which writes it. The run gives each reader of outside data a
million hostile inputs (mutated real ones, and noise), and kills changes at every point where the disk changes. A reader
may reject an input only with a typed error, and its second half million inputs must not increase the heap.

${at.toISOString().slice(0, 10)}, ${commit()}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} processors: ${passed} passed, ${failed} failed.

## Hostile inputs

${table(
  ['reader', 'inputs', 'read', 'refused', 'seconds', 'slowest input, ms', 'heap growth, KiB', 'seed'],
  fuzz.map((one) => [
    one.name,
    one.inputs,
    one.read,
    one.refused,
    Math.round(one.seconds),
    one.slowestMs.toFixed(1),
    Math.round(one.heapGrowth / 1024),
    one.seed,
  ]),
)}

## Killed changes

Random computers with random desired states; after every kill, the next run restored the values.

${table(
  ['computer', 'plans', 'kills', 'different places', 'seconds', 'seed'],
  crash.map((one) => [one.name, one.plans, one.kills, one.places, Math.round(one.seconds), one.seed]),
)}

## Moves between networks

A recorded laptop with the schedule; no run ended with a proxy that does not reply.

${table(
  ['moves', 'set', 'cleared', 'left alone', 'seconds', 'seed'],
  moves.map((one) => [one.moves, one.set, one.cleared, one.leftAlone, Math.round(one.seconds), one.seed]),
)}
`;
  writeFileSync(join(root, 'contributing/soak.md'), text);
  return text;
}

/** @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function commit() {
  try {
    const git = (/** @type {string[]} */ ...args) =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--', 'src') === '' ? '' : ' with changes';
    return `commit ${git('rev-parse', '--short=10', 'HEAD')}${changed}`;
  } catch {
    return 'no commit';
  }
}
