import { setTimeout as pause } from 'node:timers/promises';
import { readUnconfirmed, timeLeft, type Unconfirmed } from '../../change/unconfirmed.ts';
import { P2sError } from '../../core/model/errors.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { loadMachines } from '../../machine/load-machines.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { WatchRequest } from '../pending/watch-arguments.ts';
import type { Ports } from '../run/ports.ts';
import { runRollback } from './rollback.ts';

const MIN_POLL_MS = 100;
const MAX_POLL_MS = 5000;
/** Another run at work ends; a machine that has just woken up takes a while to answer. */
const RETRY_MS = 5000;
/** What keeps failing is tried again as long as the change is there, ever more rarely: an update may take hours. */
const MAX_RETRY_MS = 10 * 60_000;

export interface WatchEdges {
  /** Told once, when the watch has begun. */
  ready: () => void;
  /** A line for the log. */
  say: (line: string) => void;
  wait: (ms: number) => Promise<unknown>;
  /** All code that the rollback will need. */
  load: () => Promise<unknown>;
  rollback: typeof runRollback;
}

export const WATCH_EDGES: Omit<WatchEdges, 'ready' | 'say'> = {
  wait: pause,
  load: () => Promise.all([loadMachines(), import('../run/vpn-owners.ts')]),
  rollback: runRollback,
};

/**
 * Waits until a change is confirmed, put back by somebody else, or its time is over; then puts it back as `rollback`
 * does. The time is over when the clock on the wall says so (a machine that slept) or when this process has waited so
 * long (a clock that was set back). Resolves to an exit code.
 */
export async function watch(request: WatchRequest, ports: Ports, edges: WatchEdges): Promise<number> {
  const { say, wait } = edges;
  const began = ports.now();
  // Now, for the program may be updated, moved or removed before the time is over.
  await edges.load();
  const first = await stillWaiting(request, null);
  if (first === null) {
    say(`backup ${request.backup} is not an unconfirmed change`);
    return 1;
  }
  const within = Date.parse(first.deadline) - Date.parse(first.armedAt);
  say(
    `process ${process.pid}: waiting until ${first.deadline} for p2s-fix confirm of backup ${request.backup}`,
  );
  edges.ready();
  for (;;) {
    const change = await stillWaiting(request, first);
    if (change === null) {
      say('confirmed, or rolled back by another run');
      return 0;
    }
    const left = Math.min(timeLeft(change, ports.wallClock()), within - (ports.now() - began));
    if (left <= 0) break;
    await wait(Math.min(left, MAX_POLL_MS, Math.max(MIN_POLL_MS, within / 100)));
  }
  return restore(request, first, ports, edges);
}

/** Tries until it is done, or there is nothing to put back any more. */
async function restore(
  request: WatchRequest,
  first: Unconfirmed,
  ports: Ports,
  edges: WatchEdges,
): Promise<number> {
  const { say } = edges;
  let retryMs = RETRY_MS;
  for (let tries = 1; ; tries++) {
    const { exitCode, error } = await rollback(request, ports, edges);
    const at = ports.wallClock().toISOString();
    if (error === undefined) {
      say(`${at} not confirmed: rolled back (exit code ${exitCode})`);
      return exitCode;
    }
    say(`${at} not rolled back, try ${tries}: ${error.code}: ${error.message}`);
    if (!(await waitWhileThere(request, first, retryMs, edges))) {
      say('confirmed, or rolled back by another run');
      return 0;
    }
    if (error.code !== 'locked') retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }
}

/** In small parts, so that this process ends soon after the change is gone. `false`: it is gone. */
async function waitWhileThere(
  request: WatchRequest,
  first: Unconfirmed,
  ms: number,
  { wait }: WatchEdges,
): Promise<boolean> {
  for (let left = ms; left > 0; left -= MAX_POLL_MS) {
    await wait(Math.min(left, MAX_POLL_MS));
    if ((await stillWaiting(request, first)) === null) return false;
  }
  return true;
}

function rollback(
  { folder, backup, file, powershell }: WatchRequest,
  ports: Ports,
  edges: WatchEdges,
): Promise<ReportDocument> {
  return edges.rollback(
    {
      machine: {
        ...(file === null ? {} : { file, write: { inPlace: true } }),
        ...(powershell === null ? {} : { powershell }),
      },
      path: { gateways: [], deadlineMs: 15_000, extraRoots: [], probe: false },
      wish: { source: 'wininet' },
      user: null,
      stateDir: folder,
      backup: null,
      onlyUnconfirmed: backup,
    },
    ports,
  );
}

/**
 * The change, unless it is confirmed or put back. The folder is not checked for this: nothing that is read here is
 * obeyed but to go on waiting or to have a rollback look, which checks it. While it cannot be read (somebody holds the
 * file) it is what it was.
 */
async function stillWaiting(
  { folder, backup }: WatchRequest,
  before: Unconfirmed | null,
): Promise<Unconfirmed | null> {
  const change = await readUnconfirmed({ path: folder, files: nodeFiles() }).catch((error: unknown) => {
    if (error instanceof P2sError) return before;
    throw error;
  });
  return change === null || change.putBackAt !== null || change.backup !== backup ? null : change;
}
