/** Why a run is cancelled. */
type Reason = 'deadline' | 'cancelled' | 'overflow';
export interface Stopped {
  kind: Reason;
}

/** One promise for every reason to cancel a run; call `dispose` when the run is over. */
export class Stop {
  readonly stopped: Promise<Stopped>;
  /** The reason, once the run is cancelled. */
  current: Stopped | null = null;
  readonly #resolve: (stopped: Stopped) => void;
  #timer: NodeJS.Timeout | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.now('cancelled');

  /** `deadlineMs`: from now; `null`: from {@link begin}. */
  constructor(deadlineMs: number | null, signal: AbortSignal | undefined) {
    let resolve: (stopped: Stopped) => void = () => undefined;
    this.stopped = new Promise((r) => {
      resolve = r;
    });
    this.#resolve = resolve;
    if (deadlineMs !== null) this.begin(deadlineMs);
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
    if (signal?.aborted) this.now('cancelled');
  }

  /** From now; replaces an earlier deadline. */
  begin(deadlineMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now('deadline'), deadlineMs);
  }

  now(kind: Reason): void {
    this.current ??= { kind };
    this.#resolve(this.current);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}

/** The promise's value, or `undefined` after `ms`. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
