import { WATCH_EDGES, watch } from '../pipeline/modes/watch.ts';
import type { WatchRequest } from '../pipeline/pending/watch-arguments.ts';
import type { Ports } from '../pipeline/run/ports.ts';

/** The watch as a process of its own: its standard output is a log, and who started it waits for a word. */
export function watchAsProcess(request: WatchRequest, ports: Ports): Promise<number> {
  return watch(request, ports, {
    ...WATCH_EDGES,
    say: (line) => process.stdout.write(`${line}\n`),
    ready() {
      process.send?.('watching');
      // Whoever it was may end now, or be killed.
      if (process.connected) process.disconnect();
    },
  });
}
