import { setTimeout as pause } from 'node:timers/promises';
import { readUnconfirmed, timeLeft, type Unconfirmed } from '../../change/state/unconfirmed.ts';
import { P2sError } from '../../core/model/errors.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { loadMachines } from '../../machine/load-machines.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { WatchRequest } from '../pending/watch-arguments.ts';
import type { Ports } from '../run/ports.ts';
import { runRollback } from './rollback.ts';

/** Why there is nothing left to wait for. */
const OVER = 'confirmed, or rolled back by another run';
const MIN_POLL_MS = 100;
const MAX_POLL_MS = 5000;
/** Another p2s-fix run soon ends, and a computer that has just woken up responds slowly at first. */
const RETRY_MS = 5000;
/** A failing rollback is retried as long as the change exists, at growing intervals: an update can take hours. */
const MAX_RETRY_MS = 10 * 60_000;

export interface WatchEdges {
  /** Called once, when the watch has started. */
  ready: () => void;
  /** A line for the log. */
  say: (line: string) => void;
  wait: (ms: number) => Promise<unknown>;
  /** Loads all code that the rollback will need. */
  load: () => Promise<unknown>;
  rollback: typeof runRollback;
}

export const WATCH_EDGES: Omit<WatchEdges, 'ready' | 'say'> = {
  wait: pause,
  load: () =>
    Promise.all([
      loadMachines(),
      import('../pending/restore-backup.ts'),
      import('../run/vpn-owners.ts'),
      import('../../report/model/document.ts'),
      import('../../report/model/record.ts'),
    ]),
  rollback: runRollback,
};

/**
 * Waits until a change is confirmed, rolled back by another run, or its time is over; then rolls it back as
 * `rollback` does. The time is over when the wall clock says so (the computer slept) or when this process has
 * waited that long (the clock was set back). Resolves to an exit code.
 */
export async function watch(request: WatchRequest, ports: Ports, edges: WatchEdges): Promise<number> {
  const { say, wait } = edges;
  const began = ports.now();
  // Loads now, because the program may be updated, moved or removed before the time is over.
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
      say(OVER);
      return 0;
    }
    const left = Math.min(timeLeft(change, ports.wallClock()), within - (ports.now() - began));
    if (left <= 0) break;
    await wait(Math.min(left, MAX_POLL_MS, Math.max(MIN_POLL_MS, within / 100)));
  }
  return restore(request, first, ports, edges);
}

/** Retries until the rollback succeeds or the change no longer exists. */
async function restore(
  request: WatchRequest,
  first: Unconfirmed,
  ports: Ports,
  edges: WatchEdges,
): Promise<number> {
  const { say } = edges;
  let retryMs = RETRY_MS;
  for (let tries = 1; ; tries++) {
    const { exitCode, error, result, findings } = await rollback(request, ports, edges);
    const at = ports.wallClock().toISOString();
    if (error === undefined) {
      const isLeft = findings.some(({ code }) => code === 'values-not-put-back');
      const isOver = result?.rolledBack === false && !isLeft;
      say(isOver ? OVER : `${at} not confirmed: rolled back (exit code ${exitCode})`);
      return exitCode;
    }
    say(`${at} not rolled back, try ${tries}: ${error.code}: ${error.message}`);
    if (!(await waitWhileThere(request, first, retryMs, edges))) {
      say(OVER);
      return 0;
    }
    if (error.code !== 'locked') retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }
}

/** Waits in short intervals, so that this process ends soon after the change is gone. `false`: it is gone. */
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
      desired: { source: 'wininet' },
      user: null,
      stateDir: folder,
      backup: null,
      onlyUnconfirmed: backup,
    },
    ports,
  );
}

/**
 * The change, unless it is confirmed or rolled back. The folder is not checked for this: its content only decides
 * whether to wait or to start a rollback, which checks the folder. While the file cannot be read (a process holds
 * it open), the last known change applies.
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

/** Runs the watch as a separate process: its standard output is a log, and its parent waits for a message. */
export function watchAsProcess(request: WatchRequest, ports: Ports): Promise<number> {
  return watch(request, ports, {
    ...WATCH_EDGES,
    say: (line) => process.stdout.write(`${line}\n`),
    ready() {
      process.send?.('watching');
      // The parent may end now, or be killed.
      if (process.connected) process.disconnect();
    },
  });
}
