import type { Duplex } from 'node:stream';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { StageFailure } from './failure.ts';

/** One deadline for everything that a check does, and the sockets that must end with it. */
export interface Lifetime {
  /**
   * The result of the work, or a rejection if the deadline passes (StageFailure `timeout`) or the caller cancels.
   */
  race<T>(work: Promise<T>): Promise<T>;
  /** From now on the socket is destroyed with the rest; its errors are always handled. */
  adopt<S extends Duplex>(socket: S): S;
  /** Whether the deadline has passed, the caller has cancelled, or `end` was called: nothing new may start. */
  readonly over: boolean;
  /** Stops the clock and destroys every socket; settles when all are closed. */
  end(): Promise<void>;
}

/**
 * A total deadline in milliseconds, not an idle timer: single bytes from a peer do not extend it. A cancelled
 * `signal` rejects with P2sError `cancelled`. The caller must always call `end`.
 */
export function startLifetime(deadlineMs: number, signal?: AbortSignal): Lifetime {
  const sockets = new Set<Duplex>();
  let over = false;
  let stop: (cause: Error) => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  // The rejection is handled only while something waits.
  stopped.catch(() => undefined);

  const fail = (cause: Error) => {
    over = true;
    stopClock();
    stop(cause);
  };
  const cancel = () => fail(new P2sError('cancelled', say('The check was cancelled.')));
  const timer = setTimeout(
    () => fail(new StageFailure('timeout', { deadlineMs })),
    Math.min(deadlineMs, MAX_TIMER_MS),
  );
  const stopClock = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  };
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();

  return {
    get over() {
      return over;
    },
    // `stopped` first: errors that the teardown causes must not hide its reason.
    race: (work) => Promise.race([stopped, work]),
    adopt(socket) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
      if (over) socket.destroy();
      return socket;
    },
    async end() {
      over = true;
      stopClock();
      // The newest first: a TLS socket whose underlying socket is destroyed in its own callback crashes the
      // process.
      await Promise.all([...sockets].reverse().map(closed));
    },
  };
}

/**
 * A part of the whole with a shorter deadline, for additional evidence: its timeout and its `end` affect only the
 * part, and it ends with the whole.
 */
export function startPart(whole: Lifetime, deadlineMs: number): Lifetime {
  const own = startLifetime(deadlineMs);
  return {
    get over() {
      return own.over || whole.over;
    },
    race: (work) => whole.race(own.race(work)),
    adopt: (socket) => whole.adopt(own.adopt(socket)),
    end: () => own.end(),
  };
}

/** Timers of more than 2^31 - 1 ms fire immediately. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Destroys a socket and waits for its `close`. */
function closed(socket: Duplex): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.destroy();
  });
}
