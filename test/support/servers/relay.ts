import net from 'node:net';
import { connect, listen } from '../../../scripts/simulated/sockets.ts';

export interface RelayOptions {
  target: { host: string; port: number };
  /** Added to everything in each direction: half of the round-trip time. */
  delayMs: number;
  /** Default: a free port of 127.0.0.1. */
  listen?: { host: string; port: number };
}

export interface RelayConnection {
  /**
   * The number of delayed round trips: an answer after a question. The client's TCP handshake does not count,
   * because a relay in user space cannot delay it.
   */
  roundTrips: number;
  /** The first bytes from the client, up to 4 KiB. */
  began: Buffer;
  bytesUp: number;
  bytesDown: number;
}

export interface Relay {
  host: string;
  port: number;
  connections: readonly RelayConnection[];
  /** Over all connections. */
  roundTrips(): number;
  close(): Promise<void>;
}

const MAX_BEGAN = 4096;

/** A TCP relay that delays the connection to the target. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const connections: RelayConnection[] = [];
  const upstreams = new Set<net.Socket>();

  const server = net.createServer(
    { noDelay: true, allowHalfOpen: true, pauseOnConnect: true },
    async (client) => {
      const count: RelayConnection = { roundTrips: 0, began: Buffer.alloc(0), bytesUp: 0, bytesDown: 0 };
      connections.push(count);
      client.on('error', () => undefined);
      const upstream = await connect(options.target.host, options.target.port);
      if (upstream === null || client.destroyed) {
        upstream?.destroy();
        return void client.destroy();
      }
      upstreams.add(upstream);
      upstream.on('error', () => undefined);
      upstream.once('close', () => upstreams.delete(upstream));
      let asked = false;
      delayed(client, upstream, options.delayMs, (chunk) => {
        count.began = Buffer.concat([count.began, chunk]).subarray(0, MAX_BEGAN);
        count.bytesUp += chunk.length;
        asked = true;
      });
      delayed(upstream, client, options.delayMs, (chunk) => {
        count.bytesDown += chunk.length;
        if (asked) count.roundTrips += 1;
        asked = false;
      });
      client.resume();
    },
  );
  const { host, port, close } = await listen(server, options.listen?.host, options.listen?.port);
  return {
    host,
    port,
    connections,
    roundTrips: () => connections.reduce((sum, { roundTrips }) => sum + roundTrips, 0),
    async close() {
      for (const upstream of upstreams) upstream.destroy();
      await close();
    },
  };
}

/** Timers of one duration fire in the order in which they were set, so the bytes stay in order. */
function delayed(from: net.Socket, to: net.Socket, delayMs: number, seen: (chunk: Buffer) => void): void {
  const later = (act: () => void) => void setTimeout(act, delayMs);
  from.on('data', (chunk: Buffer) => {
    seen(chunk);
    later(() => {
      if (!to.destroyed) to.write(chunk);
    });
  });
  from.once('end', () => later(() => to.end()));
  from.once('close', (failed) => later(() => (failed ? to.destroy() : to.end())));
}
