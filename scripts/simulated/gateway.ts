import net from 'node:net';
import tls from 'node:tls';
import { type SessionOptions, serveSstp } from './gateway-session.ts';
import { listen } from './sockets.ts';

export type GatewayBehaviour =
  | 'ok'
  | 'nak'
  | 'abort'
  | 'disconnect'
  | 'silent-after-tcp'
  | 'silent-after-tls'
  | 'close-after-tls'
  | 'silent-after-200'
  | 'close-after-200'
  | 'http-404'
  | 'http-503'
  /** A captive portal: status 200, HTML and an ordinary Content-Length. */
  | 'http-200-no-ack'
  /** Every byte of the Ack in a write of its own. */
  | 'byte-by-byte'
  /** Head and Ack in one record, as soon as the HTTP request is there. */
  | 'ack-in-same-record'
  /** A data packet and an Echo Request before the Ack. */
  | 'lcp-first'
  | 'http10-lowercase-head'
  | 'endless-head'
  /** A head of 24 KB, and then SSTP. */
  | 'long-head'
  /** Not HTTP; holds terminal escapes and 0xff. */
  | 'garbage'
  /** A Call Connect Ack without its attribute. */
  | 'empty-ack'
  /** A 200, then bytes that are no SSTP packet. */
  | 'garbage-packet'
  /** An OpenVPN-only gateway: resets TCP at the ClientHello. */
  | 'reset-on-client-hello';

/** The steps of a connection, in order; a faulty gateway leaves some out. */
export type GatewayStep = 'tcp' | 'tls' | 'request' | 'connect-request' | 'ack' | 'abort-received' | 'closed';

export interface GatewayOptions {
  /** PEM. */
  key: string;
  /** PEM, the leaf first. */
  cert: string;
  /** Default `ok`. */
  behaviour?: GatewayBehaviour;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
  /** Default `TLSv1.3`. */
  maxVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** 32 bytes for the Ack; default `null`: random ones for each connection. */
  nonce?: Uint8Array | null;
  /** Wait between a Call Abort and the close; real servers take about 1000 ms. Default 0. */
  closeDelayMs?: number;
}

/** One TCP connection as the gateway saw it. */
export interface GatewayConnection {
  /** The client's SNI. */
  serverName: string | null;
  tlsVersion: string | null;
  /** The data received inside TLS, until the gateway ends the connection; the first 64 KiB. */
  received: Buffer;
  /** The data sent inside TLS; the first 64 KiB. */
  sent: Buffer;
  steps: GatewayStep[];
}

export interface Gateway {
  host: string;
  port: number;
  /** One entry for each TCP connection, oldest first. */
  log: readonly GatewayConnection[];
  close(): Promise<void>;
}

/**
 * An SSTP server up to the Call Connect Ack (MS-SSTP 3.3, 4.1). It uses `tls`, because Node's HTTP server refuses
 * the method SSTP_DUPLEX_POST.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const behaviour = options.behaviour ?? 'ok';
  const log: GatewayConnection[] = [];
  const byKey = new Map<string, GatewayConnection>();
  const session: SessionOptions = {
    behaviour,
    nonce: options.nonce ?? null,
    closeDelayMs: options.closeDelayMs ?? 0,
  };

  const secure = tls.createServer({
    key: options.key,
    cert: options.cert,
    minVersion: 'TLSv1.2',
    maxVersion: options.maxVersion ?? 'TLSv1.3',
  });
  secure.on('secureConnection', (socket) => {
    const entry = byKey.get(peer(socket));
    if (entry === undefined) return void socket.destroy();
    entry.steps.push('tls');
    entry.serverName = typeof socket.servername === 'string' ? socket.servername : null;
    entry.tlsVersion = socket.getProtocol();
    serveSstp(socket, entry, session);
  });
  // A client that breaks off the handshake is normal.
  secure.on('tlsClientError', () => undefined);

  const server = net.createServer({ noDelay: true }, (socket) => {
    const entry: GatewayConnection = {
      serverName: null,
      tlsVersion: null,
      received: Buffer.alloc(0),
      sent: Buffer.alloc(0),
      steps: ['tcp'],
    };
    const key = peer(socket);
    log.push(entry);
    byKey.set(key, entry);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      entry.steps.push('closed');
      byKey.delete(key);
    });
    if (behaviour === 'silent-after-tcp') socket.resume();
    else if (behaviour === 'reset-on-client-hello') socket.once('data', () => socket.resetAndDestroy());
    else secure.emit('connection', socket);
  });
  const { host, port, close } = await listen(server, options.host, options.port);
  return { host, port, log, close };
}

function peer(socket: net.Socket): string {
  return `${socket.remoteAddress}:${socket.remotePort}`;
}
