import net from 'node:net';
import tls from 'node:tls';
import { waitFor } from '../support/ports.ts';

/** The tests' own end of a connection: bytes out, bytes in, everything within 5 s. */
export interface Talk {
  send(bytes: Uint8Array | string): void;
  /** All received data, as soon as `enough` is true. */
  until(what: string, enough: (received: Buffer) => boolean): Promise<Buffer>;
  /** All received data, after the other side has closed. */
  ended(): Promise<Buffer>;
  /** The error code that ended the connection. */
  failure(): Promise<string>;
  close(): void;
}

export interface TalkOptions {
  host: string;
  port: number;
  /** Speak TLS, and trust this root. */
  ca?: string;
  serverName?: string;
  /** An open connection to speak TLS over, instead of a new one. */
  over?: net.Socket;
}

export function talk(options: TalkOptions): Talk {
  const { ca, host, port } = options;
  const socket =
    ca === undefined
      ? net.connect({ host, port })
      : tls.connect({
          ...(options.over === undefined ? { host, port } : { socket: options.over }),
          ca,
          servername: options.serverName ?? '',
          checkServerIdentity: (_, certificate) =>
            tls.checkServerIdentity(options.serverName ?? host, certificate),
        });
  let received = Buffer.alloc(0);
  let closed = false;
  let failure: string | undefined;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code ?? error.message;
  });
  socket.once('close', () => {
    closed = true;
  });
  return {
    send: (bytes) => void socket.write(bytes),
    until: (what, enough) => waitFor(what, () => (enough(received) ? received : undefined)),
    ended: () => waitFor('the connection to close', () => (closed ? received : undefined)),
    failure: () => waitFor('the connection to fail', () => failure),
    close: () => void socket.destroy(),
  };
}

/** The request of MS-SSTP 4.1. */
export function sstpRequest(host: string): string {
  return [
    'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1',
    'SSTPCORRELATIONID: {01234567-89AB-CDEF-0123-456789ABCDEF}',
    'Content-Length: 18446744073709551615',
    `Host: ${host}`,
    '',
    '',
  ].join('\r\n');
}

export const CALL_CONNECT_REQUEST = Buffer.from('1001000e00010001000100060001', 'hex');
export const CALL_ABORT = Buffer.from('1001001400050001' + '0002000c0000000000000000', 'hex');
export const ECHO_REQUEST = Buffer.from('1001000800080000', 'hex');

/** The data after the first empty line. */
export function afterHead(received: Buffer): Buffer {
  const end = received.indexOf('\r\n\r\n');
  return end < 0 ? Buffer.alloc(0) : received.subarray(end + 4);
}
