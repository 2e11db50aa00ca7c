import type { Duplex } from 'node:stream';
import type { Gateway } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import type { AnyFields, HttpAnswer } from '../../core/path/stage-evidence.ts';
import { authority } from '../transport/authority.ts';
import { countingBytes, EVIDENCE_ENDS, StageFailure } from '../transport/failure.ts';
import {
  authSchemesIn,
  createHeadReader,
  header,
  hostOfLocation,
  httpDate,
  type ResponseHead,
} from '../transport/http-head.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import { type ByteReader, createReader } from '../transport/reader.ts';
import type { PathConnection, PathTransport } from '../transport/transport.ts';
import { withSecondTry } from './second-try.ts';

/**
 * The CONNECT request of Windows' SSTP client (MS-SSTP 4.5). Proxies filter SSTP by the SSTPVERSION header; a
 * request without it shows whether the header was the reason.
 */
export function connectRequest(gateway: Gateway, withSstpVersion: boolean): string {
  const target = authority(gateway.host, gateway.port);
  const version = withSstpVersion ? 'SSTPVERSION: 1.0\r\n' : '';
  return `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${version}Proxy-Connection: Keep-Alive\r\n\r\n`;
}

/**
 * Opens the tunnel through the proxy on `connection`. After a refusal other than 407, a closed connection, or no
 * reply for `patienceMs`, sends the request again without the header, on a new connection. Without a status, the header
 * is the reason only if TLS then completes: such a proxy may end what it granted. Never offers credentials. Rejects
 * with a StageFailure.
 */
export async function openTunnel(
  transport: PathTransport,
  connection: PathConnection,
  gateway: Gateway,
  lifetime: Lifetime,
  evidence: AnyFields,
  patienceMs: number | null = null,
): Promise<void> {
  // Only SSTP sends the header.
  if (gateway.url !== undefined)
    return askForTunnel(connection.stream, connectRequest(gateway, false), lifetime, evidence);
  const first = askForTunnel(connection.stream, connectRequest(gateway, true), lifetime, evidence);
  const hasStatus = () => evidence.httpStatus !== undefined;
  const ask = (part: Lifetime) => withoutHeader(transport, connection, gateway, part, hasStatus());
  const isAsked = ({ reason }: StageFailure) => {
    if (CUT_SHORT.has(reason)) connection.stream.destroy();
    return CUT_SHORT.has(reason) || reason === 'redirect' || (reason === 'status' && isRefusal(evidence));
  };
  await withSecondTry(first, { whole: lifetime, ask, isAsked, patienceMs }, (failure, second) => {
    const byHeader = isGranted(second);
    const isWordless = CUT_SHORT.has(failure.reason) || failure.reason === 'timeout';
    return new StageFailure(byHeader ? 'sstp-header-refused' : failure.reason, {
      ...failure.evidence,
      ...(byHeader && isWordless ? { withSstpVersion: failure.reason } : {}),
      ...(second === null ? {} : { withoutSstpVersion: second }),
    });
  });
}

/** Granted without the header, and, as far as a recording shows it, the tunnel works. */
function isGranted(second: Control | null): boolean {
  const { status, reason, tls = 'completed' } = second ?? { status: null };
  return reason === undefined && isAccepted(status ?? 0) && (tls === 'completed' || tls === EVIDENCE_ENDS);
}

/** How a proxy, or a filter before it, refuses without an HTTP response. */
const CUT_SHORT: ReadonlySet<string> = new Set(['closed', 'reset']);

/** 511: a portal requires a sign-in for every request (RFC 6585 section 6). */
function isRefusal({ httpStatus }: HttpAnswer): boolean {
  return httpStatus != null && httpStatus >= 300 && httpStatus !== 511;
}

/**
 * Requests a tunnel and records the proxy's response as evidence. Rejects with a StageFailure if the proxy
 * refuses.
 */
async function askForTunnel(
  socket: Duplex,
  request: string,
  lifetime: Lifetime,
  evidence: AnyFields,
): Promise<void> {
  const reader = createReader(socket);
  const head = await askProxy(socket, reader, request, lifetime);
  Object.assign(evidence, headEvidence(head));
  if (!isAccepted(head.status)) throw refusalOf(socket, head);
  reader.release();
  const early: Buffer | null = socket.read();
  if (early !== null) throw takenBack(socket, early, head, evidence);
}

/**
 * Bytes before our ClientHello are from the proxy: a TLS server does not send first (RFC 8446 2). A second
 * response counts as the proxy's response.
 */
function takenBack(socket: Duplex, early: Buffer, granted: ResponseHead, evidence: AnyFields): StageFailure {
  const second = createHeadReader().push(early);
  if (second.kind === 'head') {
    Object.assign(evidence, headEvidence(second.head), { granted: granted.status });
    if (!isAccepted(second.head.status)) return refusalOf(socket, second.head);
  }
  socket.destroy();
  return new StageFailure('spoke-first', { began: neutralise(early, 60) });
}

/**
 * Opens a tunnel for protocols other than SSTP, with the usual CONNECT request. Never offers credentials. Rejects
 * with a StageFailure.
 */
export async function openPlainTunnel(
  socket: Duplex,
  gateway: Gateway,
  lifetime: Lifetime,
  evidence: AnyFields,
): Promise<void> {
  const reader = createReader(socket);
  const head = await askProxy(socket, reader, connectRequest(gateway, false), lifetime);
  Object.assign(evidence, headEvidence(head));
  if (isAccepted(head.status)) return reader.release();
  const { reason, evidence: why } = refusalOf(socket, head);
  throw new StageFailure(reason === 'redirect' ? 'status' : reason, why);
}

/** Closes a refused tunnel; a required sign-in has its own reason. */
function refusalOf(socket: Duplex, head: ResponseHead): StageFailure {
  socket.destroy();
  if (head.status === 407)
    return new StageFailure('proxy-auth', {
      schemes: authSchemesIn(head.headers.get('proxy-authenticate') ?? []),
    });
  const isRedirect = head.status >= 300 && head.status < 400;
  return new StageFailure(isRedirect ? 'redirect' : 'status');
}

type Control = { status: number | null; reason?: string; tls?: string };

/** The same request without SSTPVERSION, and TLS behind it unless `hasStatus`; its result is evidence, not the verdict. */
async function withoutHeader(
  transport: PathTransport,
  proxy: PathConnection,
  gateway: Gateway,
  part: Lifetime,
  hasStatus: boolean,
): Promise<Control> {
  const seen: HttpAnswer = {};
  const status = () => seen.httpStatus ?? null;
  try {
    const connection = await transport.connect([proxy.address ?? ''], proxy.port, part);
    await askForTunnel(connection.stream, connectRequest(gateway, false), part, seen);
    return hasStatus
      ? { status: status() }
      : { status: status(), tls: await endOfTls(transport, connection, gateway, part) };
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const httpStatus = status();
    return httpStatus !== null && !isAccepted(httpStatus)
      ? { status: httpStatus }
      : { status: httpStatus, reason: error.reason };
  }
}

/** `completed`, or why a handshake in a granted tunnel failed. Closes it. */
export async function endOfTls(
  transport: PathTransport,
  connection: PathConnection,
  { host }: Gateway,
  part: Lifetime,
): Promise<string> {
  try {
    const { stream } = await transport.secure(connection, host, part);
    await part.race(new Promise<void>((resolve) => stream.end(resolve)));
    return 'completed';
  } catch (error) {
    if (error instanceof StageFailure) return error.reason;
    throw error;
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

/**
 * The next final response head; returns the bytes after it to the reader. Rejects with `closed`, `not-http` and
 * others.
 */
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
    // A refusal counts as a refusal, however long its head is.
    if (outcome.kind === 'bad' && outcome.refused !== undefined) return outcome.refused;
    if (outcome.kind === 'bad')
      throw new StageFailure(isTlsRecord(first) ? 'tls-record' : outcome.reason, {
        began: neutralise(first, 60),
      });
    if (outcome.kind === 'head') {
      reader.unread(outcome.rest);
      return outcome.head;
    }
  }
}

/** TLS record types, then the major version (RFC 8446 5.1): a server that sends this uses TLS, not plain HTTP. */
function isTlsRecord(bytes: Buffer): boolean {
  const [type = 0, version] = bytes;
  return type >= 20 && type <= 23 && (version === undefined || version === 3);
}

/** What a response head reveals about the server. */
export function headEvidence(head: ResponseHead): HttpAnswer & Pick<AnyFields, 'date'> {
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
