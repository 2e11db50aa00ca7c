import type { Duplex } from 'node:stream';
import type { Gateway } from '../core/check.ts';
import { neutralise } from '../core/neutralise.ts';
import { authSchemesIn } from './auth-schemes.ts';
import { authority } from './authority.ts';
import { countingBytes, StageFailure } from './failure.ts';
import { createHeadReader, header, hostOfLocation, httpDate, type ResponseHead } from './http-head.ts';
import { type Lifetime, startPart } from './lifetime.ts';
import { type ByteReader, createReader } from './reader.ts';
import type { PathConnection, PathDialer } from './transport.ts';

/**
 * The CONNECT that Windows' SSTP client makes (MS-SSTP 4.5). Proxies filter SSTP by the SSTPVERSION header; without
 * it the request tells whether that was the reason.
 */
export function connectRequest(gateway: Gateway, withSstpVersion: boolean): string {
  const target = authority(gateway.host, gateway.port);
  const version = withSstpVersion ? 'SSTPVERSION: 1.0\r\n' : '';
  return `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${version}Proxy-Connection: Keep-Alive\r\n\r\n`;
}

/**
 * Opens the tunnel through the proxy on `connection`. A refusal other than 407, and a connection that ends in place of
 * an answer, are asked about once more, without the header, on a connection of their own. Credentials are never
 * offered. Rejects with a StageFailure.
 */
export async function openTunnel(
  dialer: PathDialer,
  connection: PathConnection,
  gateway: Gateway,
  lifetime: Lifetime,
  evidence: Record<string, unknown>,
): Promise<void> {
  const socket = connection.stream;
  const reader = createReader(socket);
  const refused = await askProxy(socket, reader, connectRequest(gateway, true), lifetime).then(
    (head) => {
      Object.assign(evidence, headEvidence(head));
      // What came after the head belongs to TLS.
      return isAccepted(head.status) ? reader.release() : refusalOf(socket, head);
    },
    (error: unknown) => {
      if (!(error instanceof StageFailure) || !CUT_SHORT.has(error.reason)) throw error;
      socket.destroy();
      return error;
    },
  );
  if (refused === undefined) return;
  const second = await withoutHeader(dialer, connection, gateway, lifetime);
  const byHeader = second.status !== null && isAccepted(second.status);
  throw new StageFailure(byHeader ? 'sstp-header-refused' : refused.reason, {
    ...refused.evidence,
    ...(byHeader && CUT_SHORT.has(refused.reason) ? { withSstpVersion: refused.reason } : {}),
    withoutSstpVersion: second,
  });
}

/** How a proxy, or a filter before it, refuses without a word. */
const CUT_SHORT: ReadonlySet<string> = new Set(['closed', 'reset']);

/** The refusal that is to be asked about once more; what needs no second question is thrown. */
function refusalOf(socket: Duplex, head: ResponseHead): StageFailure {
  refuse(socket, head);
  // 511: a portal wants a sign-in, whatever is asked (RFC 6585 section 6).
  if (head.status < 300 || head.status === 511) throw new StageFailure('status');
  return new StageFailure(head.status < 400 ? 'redirect' : 'status');
}

/**
 * Opens a tunnel for anything else than SSTP, by the request that every other client makes. Credentials are never
 * offered. Rejects with a StageFailure.
 */
export async function openPlainTunnel(
  socket: Duplex,
  gateway: Gateway,
  lifetime: Lifetime,
  evidence: Record<string, unknown>,
): Promise<void> {
  const reader = createReader(socket);
  const head = await askProxy(socket, reader, connectRequest(gateway, false), lifetime);
  Object.assign(evidence, headEvidence(head));
  if (isAccepted(head.status)) return reader.release();
  refuse(socket, head);
  throw new StageFailure('status');
}

/** A refused tunnel is over; that it wants a sign-in is told apart. */
function refuse(socket: Duplex, head: ResponseHead): void {
  socket.destroy();
  if (head.status !== 407) return;
  const schemes = authSchemesIn(head.headers.get('proxy-authenticate') ?? []);
  throw new StageFailure('proxy-auth', { schemes });
}

/** The verdict is there already when this is asked; a proxy that has gone silent shall not cost the whole deadline. */
const SECOND_CONNECT_MS = 3_000;

/** The same request without SSTPVERSION; whatever becomes of it is evidence, not the verdict. */
async function withoutHeader(
  dialer: PathDialer,
  proxy: PathConnection,
  gateway: Gateway,
  whole: Lifetime,
): Promise<{ status: number | null; reason?: string }> {
  const lifetime = startPart(whole, SECOND_CONNECT_MS);
  try {
    const { stream } = await dialer.connect([proxy.address ?? ''], proxy.port, lifetime);
    const head = await askProxy(stream, createReader(stream), connectRequest(gateway, false), lifetime);
    return { status: head.status };
  } catch (error) {
    if (error instanceof StageFailure) return { status: null, reason: error.reason };
    throw error;
  } finally {
    await lifetime.end();
  }
}

async function askProxy(
  socket: Duplex,
  reader: ByteReader,
  request: string,
  lifetime: Lifetime,
): Promise<ResponseHead> {
  socket.write(request, 'latin1');
  return readHead(reader, lifetime);
}

/** The next final response head; what came after it is put back. Rejects with `closed`, `not-http` and the like. */
export async function readHead(reader: ByteReader, lifetime: Lifetime): Promise<ResponseHead> {
  const heads = createHeadReader();
  let first: Buffer | null = null;
  let received = 0;
  for (;;) {
    const chunk = await countingBytes(lifetime.race(reader.next()), () => received);
    received += chunk?.length ?? 0;
    if (chunk === null) throw new StageFailure('closed');
    first ??= chunk;
    const outcome = heads.push(chunk);
    if (outcome.kind === 'bad')
      throw new StageFailure(isTlsRecord(first) ? 'tls-record' : outcome.reason, {
        began: neutralise(first, 60),
      });
    if (outcome.kind === 'head') {
      reader.putBack(outcome.rest);
      return outcome.head;
    }
  }
}

/** Record types of TLS, then its major version (RFC 8446 5.1): who sends that takes TLS, and no plain HTTP. */
function isTlsRecord(bytes: Buffer): boolean {
  const [type = 0, version] = bytes;
  return type >= 20 && type <= 23 && (version === undefined || version === 3);
}

/** What a response head shows of who answered. */
export function headEvidence(head: ResponseHead): Record<string, unknown> {
  const location = header(head, 'location');
  const date = httpDate(header(head, 'date'));
  const texts = Object.entries({
    server: header(head, 'server'),
    squidError: header(head, 'x-squid-error'),
    contentType: header(head, 'content-type'),
  }).flatMap(([name, text]) => (text === null ? [] : [[name, neutralise(text)]]));
  return {
    httpVersion: head.version,
    httpStatus: head.status,
    httpReason: neutralise(head.reason),
    ...Object.fromEntries(texts),
    ...(location === null ? {} : { locationHost: hostOfLocation(location) }),
    ...(date === null ? {} : { date }),
  };
}

function isAccepted(status: number): boolean {
  return status >= 200 && status < 300;
}
