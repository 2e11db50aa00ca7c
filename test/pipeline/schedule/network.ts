import net, { type Socket } from 'node:net';
import {
  type SimulatedServers,
  startSimulatedServers,
} from '../../../scripts/simulated/simulated-servers.ts';
import { listen } from '../../../scripts/simulated/sockets.ts';
import { ownAddress } from '../../support/ports.ts';

/** What answers at the address of the company's proxy, on the current network. */
export type Surroundings =
  /** The proxy. */
  | 'proxy'
  /** The same, which asks for credentials. */
  | 'sign-in'
  /** Nobody: the connection is refused, or reset, or never answered. */
  | 'gone'
  | 'reset'
  | 'silent'
  /** A captive portal that answers whatever it is asked. */
  | 'portal-200'
  | 'portal-302'
  | 'portal-403'
  | 'portal-503'
  | 'portal-511'
  | 'portal-garbage'
  /** One that plays the gateway and its revocation lists, with certificates of its own. */
  | 'impostor';

export const PORTALS: readonly Surroundings[] = [
  'portal-200',
  'portal-302',
  'portal-403',
  'portal-503',
  'portal-511',
  'portal-garbage',
  'impostor',
];

const PAGE = '<html><body>Please sign in</body></html>';
const head = (status: string, more = '') =>
  `HTTP/1.1 ${status}\r\n${more}Content-Type: text/html\r\nContent-Length: ${PAGE.length}\r\n\r\n${PAGE}`;

const ANSWERS: Partial<Record<Surroundings, string>> = {
  'sign-in': head('407 Proxy Authentication Required', 'Proxy-Authenticate: Negotiate\r\n'),
  'portal-200': head('200 OK'),
  'portal-302': head('302 Found', 'Location: http://portal.example/\r\n'),
  'portal-403': head('403 Forbidden', 'Via: 1.1 portal (squid)\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n'),
  'portal-503': head('503 Service Unavailable', 'Via: 1.1 portal (squid)\r\n'),
  'portal-511': head('511 Network Authentication Required'),
  'portal-garbage': '\u0000\u00ff\u0015nothing that anybody speaks\r\n\r\n',
};

/** A company with its gateway, and the address of its proxy, if there is one. */
export interface Network {
  simulated: SimulatedServers;
  /** The address of the proxy: not on loopback, because a loopback proxy belongs to a session. */
  host: string;
  port: number;
  enter(surroundings: Surroundings): void;
  /** Whether a connection ends, or is answered. */
  replies(): boolean;
  close(): Promise<void>;
}

/**
 * @param named `any`: the proxy is named 0.0.0.0, which reaches this computer on Linux and is no loopback address,
 * like another user's proxy
 */
export async function startNetwork(named: 'own' | 'any' = 'own'): Promise<Network> {
  const address = named === 'own' ? ownAddress() : '127.0.0.1';
  const simulated = await startSimulatedServers();
  // The same names, other keys: its certificates are not trusted.
  const impostor = await startSimulatedServers();
  let now: Surroundings = 'gone';
  const sockets = new Set<Socket>();

  function relay(client: Socket, port: number) {
    const upstream = net.connect(port, '127.0.0.1');
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  }

  const server = net.createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.on('close', () => sockets.delete(client));
    if (now === 'proxy') return relay(client, simulated.proxyPort);
    if (now === 'impostor') return relay(client, impostor.proxyPort);
    if (now === 'gone' || now === 'reset') return void client.resetAndDestroy();
    const answer = ANSWERS[now];
    client.on('data', () => {
      if (answer !== undefined) client.write(Buffer.from(answer, 'latin1'));
    });
  });
  const { host, port, close } = await listen(server, address);
  return {
    simulated,
    host: named === 'own' ? host : '0.0.0.0',
    port,
    enter(surroundings) {
      now = surroundings;
      for (const socket of sockets) socket.destroy();
    },
    replies: () => now !== 'silent',
    async close() {
      for (const socket of sockets) socket.destroy();
      await close();
      await Promise.all([simulated.close(), impostor.close()]);
    },
  };
}
