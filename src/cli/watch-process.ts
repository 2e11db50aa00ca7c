import { WATCH_EDGES, watch } from '../pipeline/modes/watch.ts';
import type { WatchRequest } from '../pipeline/pending/watch-arguments.ts';
import type { Ports } from '../pipeline/run/ports.ts';

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
