import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';

/** Calls `probe` until it returns a value; throws `timed out waiting for WHAT`. Default 60 s: a limit ends a hang. */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An address of this machine that no other test has: some 127.x.y.z, for servers on well-known ports. */
export function ownAddress(): string {
  return `127.${randomInt(64, 192)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
}

/** Whether this process may listen there; ports below 1024 mostly need root. */
export async function mayListen(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = net.createServer();
  const listening = once(server, 'listening');
  server.listen(port, host);
  const may = await listening.then(
    () => true,
    () => false,
  );
  server.close();
  return may;
}

/**
 * A port that refuses connections until the caller starts a server on it by its number. A connection holds it:
 * otherwise, a server that lets the system choose could be given it.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = net.createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  // With a local address, the system reserves the local port before it connects.
  const holder = net.connect({ host, port, localAddress: host });
  const [[socket]] = await Promise.all([once(server, 'connection'), once(holder, 'connect')]);
  for (const end of [holder, socket as net.Socket]) end.on('error', () => undefined).unref();
  server.close();
  if (holder.localPort === undefined) throw new Error(`the connection to ${host} has ended`);
  return holder.localPort;
}

/** Waits until a connection succeeds. Default 10 s. */
export async function waitForPort(host: string, port: number, timeoutMs = 10_000): Promise<void> {
  await waitFor(
    `${host}:${port} to listen`,
    () =>
      new Promise<true | undefined>((resolve) => {
        const socket = net.connect({ host, port });
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(undefined));
        socket.once('connect', () => socket.destroy());
      }),
    timeoutMs,
  );
}
