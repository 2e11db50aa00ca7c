import { neutralise } from '../../core/model/neutralise.ts';
import { bracketed } from '../transport/authority.ts';
import { StageFailure } from '../transport/failure.ts';
import { authSchemesIn, header, hostOfLocation, type ResponseHead } from '../transport/http-head.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import type { ByteReader } from '../transport/reader.ts';
import type { StageNote } from '../transport/stage.ts';
import { headEvidence, readHead } from './connect.ts';

/** ULONGLONG_MAX: an endless body in both directions (MS-SSTP 4.1). */
const UNBOUNDED = '18446744073709551615';
/** Headers that a proxy adds; inside TLS they show that it decrypted the connection. */
const PROXY_HEADERS = ['via', 'x-squid-error', 'x-cache', 'proxy-connection', 'proxy-authenticate'];

/** The HTTPS layer's request (MS-SSTP 4.1). `correlationId` is a GUID without braces. */
export function duplexPost(host: string, correlationId: string): string {
  return (
    'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\n' +
    `SSTPCORRELATIONID: {${correlationId}}\r\n` +
    `Content-Length: ${UNBOUNDED}\r\n` +
    `Host: ${bracketed(host)}\r\n\r\n`
  );
}

/** An ordinary request; a proxy gets the whole URL of plain http (RFC 9112 3.2.2). */
export function getRequest(url: string, { toProxy }: { toProxy: boolean }): string {
  const { host, pathname, search, href } = new URL(url);
  const target = toProxy ? href : `${pathname}${search}`;
  return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: p2s-fix\r\nAccept: */*\r\nConnection: close\r\n\r\n`;
}

/**
 * Whether a proxy answers plain http itself: it requires authentication, names its own error, or reports that it does not reach
 * the server. Rejects with a StageFailure if it does.
 */
export function refuseProxyAnswer(head: ResponseHead, target: string, note: StageNote): void {
  const isOwn =
    header(head, 'x-squid-error') !== null || head.headers.has('proxy-authenticate') || head.status === 502;
  if (!isOwn && head.status !== 407 && head.status !== 504) return;
  Object.assign(note.evidence, headEvidence(head), { target });
  if (head.status !== 407) throw new StageFailure('status');
  throw new StageFailure('proxy-auth', {
    schemes: authSchemesIn(head.headers.get('proxy-authenticate') ?? []),
  });
}

/**
 * The answer of a service: any status of its own is one. On plain http, a redirect to another host that carries the
 * requested one along is a sign-in page or a block page. Rejects with a StageFailure for that, and for 511 (RFC 6585 6).
 */
export function noteServiceAnswer(head: ResponseHead, url: string, note: StageNote): void {
  Object.assign(note.evidence, headEvidence(head), proxyMarks(head));
  if (head.status === 511) throw new StageFailure('status');
  const { hostname, protocol } = new URL(url);
  const location = header(head, 'location') ?? '';
  const leadsTo = hostOfLocation(location);
  const isAway = head.status >= 300 && head.status < 400 && leadsTo !== null && !leadsTo.includes(hostname);
  if (protocol === 'http:' && isAway && location.toLowerCase().includes(hostname))
    throw new StageFailure('redirect');
}

/**
 * Reads the answer to {@link duplexPost}. Rejects with a StageFailure for everything except a 200 that can be a
 * tunnel. A 200 with another Content-Length than the request passes with `warn`, because only the Ack can prove
 * the rest. Both sides use HTTP/1.1 (MS-SSTP 4.1), and Windows' client accepts nothing else (RasSstp event 3).
 */
export async function readAcceptance(reader: ByteReader, lifetime: Lifetime, note: StageNote): Promise<void> {
  const head = await readHead(reader, lifetime);
  const length = header(head, 'content-length');
  Object.assign(note.evidence, headEvidence(head), {
    contentLength: length === null ? null : neutralise(length, 40),
    ...proxyMarks(head),
  });
  if (head.status !== 200) throw new StageFailure('status');
  if (head.version !== '1.1') throw new StageFailure('http-version');
  if (head.headers.has('transfer-encoding')) throw new StageFailure('chunked');
  if (length !== UNBOUNDED) note.status = 'warn';
}

function proxyMarks(head: ResponseHead): { proxyHeaders?: string[] } {
  const found = PROXY_HEADERS.filter((name) => head.headers.has(name));
  return found.length === 0 ? {} : { proxyHeaders: found };
}
