import { randomBytes } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { GatewayBehaviour, GatewayConnection } from './gateway.ts';
import { pourForever, writable } from './sockets.ts';
import {
  bare,
  callAbort,
  callConnectAck,
  callConnectNak,
  firstPacket,
  lcpConfigureRequest,
  MESSAGE,
} from './sstp-packets.ts';

export interface SessionOptions {
  behaviour: GatewayBehaviour;
  nonce: Uint8Array | null;
  closeDelayMs: number;
}

const SSTP_PATH = '/sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/';
/** ULONGLONG_MAX means a body without end in both directions (MS-SSTP 3.2.4.1). */
const UNBOUNDED = '18446744073709551615';
const MAX_HEAD = 16_384;
const MAX_LOG = 65_536;
const PORTAL = '<!doctype html><title>Sign in</title><p>Please sign in to use this network.';

/** Serves one TLS connection: the HTTP request, then SSTP control packets, then the end. */
export function serveSstp(socket: TLSSocket, entry: GatewayConnection, options: SessionOptions): void {
  const { behaviour } = options;
  let pending = Buffer.alloc(0);
  let inTunnel = false;

  const send = (bytes: Buffer | string) => {
    if (!writable(socket)) return;
    const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    entry.sent = Buffer.concat([entry.sent, data]).subarray(0, MAX_LOG);
    socket.write(data);
  };
  const finish = (bytes: Buffer | string = '') => {
    if (bytes.length > 0) send(bytes);
    socket.end();
  };

  socket.on('error', () => undefined);
  if (behaviour === 'close-after-tls') {
    // Nobody reads what still comes, and only a socket that is read to its end closes, in Node 24 and later.
    socket.resume();
    return void finish();
  }
  socket.on('data', (chunk: Buffer) => {
    // What a client had sent before it heard of the end may still come, or not.
    if (socket.writableEnded) return;
    entry.received = Buffer.concat([entry.received, chunk]).subarray(0, MAX_LOG);
    if (behaviour === 'silent-after-tls') return;
    pending = Buffer.concat([pending, chunk]);
    if (!inTunnel) readRequest();
    if (inTunnel) readPackets();
  });

  function readRequest(): void {
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0) {
      if (pending.length > MAX_HEAD) finish(page('400 Bad Request', 'head too large'));
      return;
    }
    const head = pending.subarray(0, end).toString('latin1');
    pending = pending.subarray(end + 4);
    entry.steps.push('request');
    const refused = judge(head);
    if (refused === null) inTunnel = answerRequest();
    else finish(refused);
  }

  /** Whether SSTP continues after it. */
  function answerRequest(): boolean {
    switch (behaviour) {
      case 'http-404':
        finish(page('404 Not Found', 'Not Found'));
        return false;
      case 'http-503':
        finish(page('503 Service Unavailable', 'no free port'));
        return false;
      case 'http-200-no-ack':
        send(page('200 OK', PORTAL));
        return false;
      case 'endless-head':
        send('HTTP/1.1 200\r\n');
        pourForever(socket, `X-Padding: ${'a'.repeat(1000)}\r\n`);
        return false;
      case 'long-head':
        send(acceptance().replace('\r\n', `\r\nX-Padding: ${'a'.repeat(24_000)}\r\n`));
        return true;
      case 'garbage':
        send('\x1b[2J\x1b]0;owned\x07\xff\xfe\x00\r\n\x80\x9b31mSSH-2.0-x\r\n\r\n');
        return false;
      case 'close-after-200':
        finish(acceptance());
        return false;
      case 'http10-lowercase-head':
        send(`HTTP/1.0 200 tunnel ready\r\ncontent-length: ${UNBOUNDED}\r\nserver: x\r\n\r\n`);
        return true;
      case 'ack-in-same-record':
        send(Buffer.concat([Buffer.from(acceptance(), 'latin1'), ack()]));
        entry.steps.push('ack');
        return true;
      default:
        send(acceptance());
        return true;
    }
  }

  function readPackets(): void {
    try {
      for (let packet = firstPacket(pending); packet !== null; packet = firstPacket(pending)) {
        pending = pending.subarray(packet.length);
        if (packet.type !== null) answerPacket(packet.type);
      }
    } catch {
      // MS-SSTP 3.3.7.3: a malformed packet ends the call.
      finish(callAbort());
    }
  }

  function answerPacket(type: number): void {
    if (type === MESSAGE.callConnectRequest) entry.steps.push('connect-request');
    if (behaviour === 'silent-after-200') return;
    if (type === MESSAGE.callConnectRequest) answerConnect();
    else if (type === MESSAGE.echoRequest) send(bare(MESSAGE.echoResponse));
    else if (type === MESSAGE.callAbort) {
      entry.steps.push('abort-received');
      closeAfter(bare(MESSAGE.callAbort));
    } else if (type === MESSAGE.callDisconnect) closeAfter(bare(MESSAGE.callDisconnectAck));
  }

  function answerConnect(): void {
    switch (behaviour) {
      case 'ack-in-same-record':
        break; // it was sent with the head
      case 'nak':
        send(callConnectNak());
        break;
      case 'abort':
        closeAfter(callAbort());
        break;
      case 'disconnect':
        closeAfter(bare(MESSAGE.callDisconnect));
        break;
      case 'empty-ack':
        send(bare(MESSAGE.callConnectAck));
        break;
      case 'garbage-packet':
        send('\x1b[31mnot SSTP\xff\xff\r\n');
        break;
      case 'byte-by-byte':
        void trickle(ack());
        break;
      case 'lcp-first':
        send(lcpConfigureRequest());
        send(bare(MESSAGE.echoRequest));
        acknowledge();
        break;
      default:
        acknowledge();
    }
  }

  function acknowledge(): void {
    send(ack());
    entry.steps.push('ack');
  }

  /** One TLS record for each byte; the event loop turns in between. */
  async function trickle(bytes: Buffer): Promise<void> {
    for (const byte of bytes) {
      send(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    entry.steps.push('ack');
  }

  function closeAfter(last: Buffer): void {
    send(last);
    if (options.closeDelayMs === 0) {
      finish();
      return;
    }
    const timer = setTimeout(() => finish(), options.closeDelayMs);
    socket.once('close', () => clearTimeout(timer));
  }

  function ack(): Buffer {
    return callConnectAck(options.nonce ?? randomBytes(32));
  }
}

/** The refusal of a request that is not for SSTP, or `null`. */
function judge(head: string): string | null {
  const [line = ''] = head.split('\r\n');
  const match = /^(\S+) (\S+) HTTP\/1\.1$/.exec(line);
  if (match === null) return page('400 Bad Request', 'Bad Request');
  if (match[2]?.toLowerCase() !== SSTP_PATH.toLowerCase()) return page('404 Not Found', 'Not Found');
  if (match[1] !== 'SSTP_DUPLEX_POST') return page('405 Method Not Allowed', 'Method Not Allowed');
  const length = /^content-length:[ \t]*(\d+)[ \t]*$/im.exec(head)?.[1];
  return length === UNBOUNDED ? null : page('400 Bad Request', 'Content-Length');
}

/** The reply of Windows: no reason phrase. */
function acceptance(): string {
  return `HTTP/1.1 200\r\nContent-Length: ${UNBOUNDED}\r\nServer: Microsoft-HTTPAPI/2.0\r\nDate: ${new Date().toUTCString()}\r\n\r\n`;
}

function page(status: string, text: string): string {
  return (
    `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nServer: Microsoft-HTTPAPI/2.0\r\n` +
    `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  );
}
