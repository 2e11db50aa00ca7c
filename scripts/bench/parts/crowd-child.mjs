// `INDEX` under `node --expose-gc`, with a plan as JSON on standard input: checks gateways by the public API, round
// after round, and prints time and memory as JSON.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { getHeapCodeStatistics } from 'node:v8';

const { verify, desiredFor } = await import(pathToFileURL(process.argv[2]).href);
/** @type {{ gateways: { host: string, port: number, source: 'option' }[], ca: string, deadlineMs: number, rounds: number }} */
const plan = JSON.parse(readFileSync(0, 'utf8'));

const checkpoints = [plan.rounds / 10, plan.rounds / 2, plan.rounds];
const times = [];
const heap = [];
const verdicts = {};
let rssPeak = 0;
// How long this process was blocked in each round, and how many gateways were reached: a late answer may not be
// caused by the path.
const pauses = monitorEventLoopDelay({ resolution: 1 });
const stood = [];
pauses.enable();
for (let round = 1; round <= plan.rounds; round += 1) {
  pauses.reset();
  const began = performance.now();
  const document = await verify({
    machine: {},
    path: { gateways: plan.gateways, deadlineMs: plan.deadlineMs, extraRoots: [plan.ca], probe: true },
    desired: desiredFor({ kind: 'direct' }),
    user: null,
  });
  times.push(performance.now() - began);
  const reached = document.verdicts.filter(({ verdict }) => verdict === 'reachable').length;
  stood.push({ reached, pauseMs: Math.round(pauses.max / 1e6) });
  if (document.error !== undefined) throw new Error(`round ${round}: ${document.error.message}`);
  for (const { verdict } of document.verdicts) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  rssPeak = Math.max(rssPeak, process.memoryUsage.rss());
  if (!checkpoints.includes(round)) continue;
  await farewells();
  globalThis.gc();
  globalThis.gc();
  // Code that runs often is compiled several times, and that counts as heap.
  const code = getHeapCodeStatistics().code_and_metadata_size;
  heap.push({ after: round, bytes: process.memoryUsage().heapUsed, code });
}
process.stdout.write(`${JSON.stringify({ times, heap, verdicts, rssPeak, stood, open: sockets() })}\n`);

function sockets() {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

/** Waits until calls have ended in the background, which takes three seconds at most. */
async function farewells() {
  const until = performance.now() + 4000;
  while (sockets() > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
}
