import type { FromWorker, ToWorker } from './worker.ts';

type Distributed<T> = T extends unknown ? Omit<T, 'id'> : never;
type Request = Distributed<ToWorker>;

/** Messages before the reply. */
export type News = Extract<FromWorker, { type: 'kinds' | 'progress' }>;

/** The worker, which does all slow work. */
export interface Client {
  ask(request: Request, onNews?: (news: News) => void): Promise<FromWorker>;
  /** Ends the current request without an answer; the next request starts a new worker. */
  cancel(): void;
}

export function createClient(script: string): Client {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const waiting = new Map<number, { done: (message: FromWorker) => void; onNews: (news: News) => void }>();
  let worker: Worker | null = null;
  let last = 0;

  function started(): Worker {
    if (worker !== null) return worker;
    worker = new Worker(url);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const found = waiting.get(data.id);
      if (data.type === 'progress' || data.type === 'kinds') return found?.onNews(data);
      waiting.delete(data.id);
      found?.done(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      for (const [id, { done }] of waiting) done({ id, type: 'failed', reason: event.message });
      waiting.clear();
      worker?.terminate();
      worker = null;
    };
    return worker;
  }

  return {
    ask: (request, onNews = () => undefined) =>
      new Promise((done) => {
        last += 1;
        waiting.set(last, { done, onNews });
        started().postMessage({ ...request, id: last });
      }),
    cancel: () => {
      worker?.terminate();
      worker = null;
      waiting.clear();
    },
  };
}

/** Unpacks the worker's script, which the page contains compressed. */
export async function unpackedText(base64: string): Promise<string> {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
