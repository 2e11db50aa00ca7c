import net from 'node:net';
import { listen } from '../../../scripts/simulated/sockets.ts';

export interface Crowd {
  host: string;
  port: number;
  /** Connections so far. */
  accepted: number;
  /** The most that were open at the same time. */
  mostOpen: number;
  open(): number;
  /** Closes some of those that are open. */
  hangUp(count: number): void;
  close(): Promise<void>;
}

/** A server on every address 127.x.y.z at one port that counts its connections; `serve` answers them. */
export async function startCrowd(serve: (socket: net.Socket) => void = () => undefined): Promise<Crowd> {
  let open = 0;
  const server = net.createServer({ noDelay: true }, (socket) => {
    crowd.accepted += 1;
    open += 1;
    crowd.mostOpen = Math.max(crowd.mostOpen, open);
    socket.once('close', () => {
      open -= 1;
    });
    socket.on('error', () => undefined);
    // Without reading, the close of the other end is never seen.
    socket.resume();
    serve(socket);
  });
  const { port, sockets, close } = await listen(server, '0.0.0.0');
  const crowd: Crowd = {
    host: '127.0.0.1',
    port,
    accepted: 0,
    mostOpen: 0,
    open: () => open,
    hangUp(count) {
      for (const socket of [...sockets].slice(0, count)) socket.destroy();
    },
    close,
  };
  return crowd;
}

/** Different addresses of this machine, the first 127.1.0.1. */
export function manyAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `127.1.${i >> 7}.${(i & 127) + 1}`);
}
