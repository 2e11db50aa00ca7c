import net from 'node:net';
import tls from 'node:tls';
import { createCa } from '../../scripts/simulated/ca.ts';
import {
  type Gateway,
  type GatewayBehaviour,
  type GatewayOptions,
  startGateway,
} from '../../scripts/simulated/gateway.ts';
import { type Listening, listen } from '../../scripts/simulated/sockets.ts';
import { waitFor } from '../support/ports.ts';

export const ca = await createCa();
export const leaf = await ca.issue({
  names: ['localhost'],
  ips: ['127.0.0.1'],
  crlUrls: ['http://crl.example/a.crl'],
});
export const NONCE = Buffer.alloc(32, 0x5a);
export const ACK = Buffer.from(`10010030000200010004002800000003${NONCE.toString('hex')}`, 'hex');
/** The stages of a working route to an address. */
export const PASSED = ['dns skip', 'tcp pass', 'tls pass', 'certificate pass', 'http pass', 'sstp pass'];

/** The simulated gateway with the leaf of this page. */
export function startWith(behaviour: GatewayBehaviour, more: Partial<GatewayOptions> = {}): Promise<Gateway> {
  return startGateway({ key: leaf.key, cert: leaf.cert, behaviour, nonce: NONCE, ...more });
}

/** A TCP server that only runs `onSocket`. */
export function startPlain(onSocket: (socket: net.Socket) => void): Promise<Listening> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  return listen(server);
}

/** The same inside TLS. */
export function startTls(
  onSocket: (socket: tls.TLSSocket) => void,
  options: tls.TlsOptions = {},
): Promise<Listening> {
  const server = tls.createServer({ key: leaf.key, cert: leaf.cert, ...options }, (socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

/** Writes the same bytes for as long as the peer reads them. */
export function pour(socket: net.Socket, block: Uint8Array): void {
  if (socket.destroyed) return;
  const again = () => pour(socket, block);
  if (socket.write(block)) setImmediate(again);
  else socket.once('drain', again);
}

export function closedOnServer(gateway: Gateway): Promise<true> {
  return waitFor('the connection to be closed', () =>
    gateway.log.every(({ steps }) => steps.includes('closed')) ? true : undefined,
  );
}

export function noConnections(server: Listening): Promise<true> {
  return waitFor('every connection to be closed', () => (server.sockets.size === 0 ? true : undefined));
}

/** A gateway that sends only its own certificate; a request for its issuer is accepted and never answered. */
export async function startWithoutIssuer(keep: <T extends { close(): Promise<void> }>(opened: T) => T) {
  const mute = keep(await startPlain(() => undefined));
  const url = `http://127.0.0.1:${mute.port}/issuing.crt`;
  const authority = await createCa({ name: 'Contoso' });
  const alone = await authority.issue({ names: ['localhost'], ips: ['127.0.0.1'], caIssuersUrls: [url] });
  const gateway = keep(await startGateway({ key: alone.key, cert: alone.pem, maxVersion: 'TLSv1.2' }));
  return { gateway, silent: mute, url, trusted: [authority.root.pem] };
}
