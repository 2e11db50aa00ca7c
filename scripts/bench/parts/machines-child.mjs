// `INDEX FOLDER COUNT BLOCK` under `node --expose-gc`: audits the recordings 0, 1, … of the folder by the public API
// and prints time and memory as JSON.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , index, folder, count, block] = process.argv;
const { audit } = await import(pathToFileURL(index).href);
const path = { gateways: [], deadlineMs: 15_000, extraRoots: [], probe: false };
const stateDir = join(folder, 'no-state');

/** @param {number} machine */
const one = (machine) =>
  audit({
    machine: { file: join(folder, String(machine)) },
    path,
    desired: { source: 'wininet' },
    user: null,
    stateDir,
  });

/** Everything is loaded and compiled before the clock starts. */
const WARM_UP = 300;
for (let machine = 0; machine < WARM_UP; machine += 1) await one(machine);

const total = Number(count);
const checkpoints = [total / 10, total / 2, total];
const heap = [];
const blocks = [];
const exitCodes = {};
let rssPeak = 0;
let began = performance.now();
for (let machine = 0; machine < total; machine += 1) {
  const { exitCode, error } = await one(machine);
  if (exitCode === 1) throw new Error(`machine ${machine}: ${error?.message}`);
  exitCodes[exitCode] = (exitCodes[exitCode] ?? 0) + 1;
  const done = machine + 1;
  if (done % Number(block) !== 0) continue;
  blocks.push(performance.now() - began);
  rssPeak = Math.max(rssPeak, process.memoryUsage.rss());
  if (checkpoints.includes(done)) {
    globalThis.gc();
    globalThis.gc();
    heap.push({ after: done, bytes: process.memoryUsage().heapUsed });
  }
  began = performance.now();
}
process.stdout.write(`${JSON.stringify({ blocks, heap, rssPeak, exitCodes })}\n`);
