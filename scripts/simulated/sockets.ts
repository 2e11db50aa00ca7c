import { once } from 'node:events';
import net from 'node:net';

export interface Listening {
  host: string;
  port: number;
  /** All open sockets. */
  sockets: ReadonlySet<net.Socket>;
  /** Stops listening and closes every connection; settles when all are closed. */
  close(): Promise<void>;
}

/** Listens (port 0: a free one) and tracks the connections, so that `close` leaves none open. */
export async function listen(server: net.Server, host = '127.0.0.1', port = 0): Promise<Listening> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`${host}:${port} is not a TCP address`);
  return {
    host,
    port: address.port,
    sockets,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Whether more may be written at once; false once the peer is gone. */
export function writable(socket: net.Socket): boolean {
  return !socket.destroyed && !socket.writableEnded;
}

/** Writes the same block for as long as the peer reads: a head that never ends. */
export function pourForever(socket: net.Socket, block: string): void {
  if (!writable(socket)) return;
  const again = () => pourForever(socket, block);
  // A turn of the event loop between blocks, because the kernel may accept them at once.
  if (socket.write(block)) setImmediate(again);
  else socket.once('drain', again);
}

/** Connects, or returns `null` when the target cannot be reached. */
export async function connect(host: string, port: number, timeoutMs = 5000): Promise<net.Socket | null> {
  const socket = net.connect({ host, port });
  socket.setNoDelay(true);
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.setTimeout(timeoutMs, () => resolve(false));
  });
  socket.setTimeout(0);
  if (!connected) {
    socket.destroy();
    return null;
  }
  return socket;
}
