import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('./hold-at.mjs', import.meta.url));

/** A place where a program can be held. */
export interface Hold {
  /** Arguments of Node and environment of the program to hold. */
  nodeArgs: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Settles when it is held: its process id, and a function that continues it. */
  held: Promise<{ pid: number; release: () => void }>;
  close: () => Promise<void>;
}

/** Holds a program just before it renames a file to this name for the first time. */
export async function holdBeforeRename(name: string): Promise<Hold> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let connected: Socket | undefined;
  const held = once(server, 'connection').then(async ([socket]: Socket[]) => {
    connected = socket;
    const [pid] = (await once(socket as Socket, 'data')) as [Buffer];
    return { pid: Number(pid.toString()), release: () => void socket?.end() };
  });
  held.catch(() => undefined);
  return {
    nodeArgs: ['--import', PRELOAD],
    env: { P2S_HOLD_ON: name, P2S_HOLD_PORT: String((server.address() as AddressInfo).port) },
    held,
    close: async () => {
      connected?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
