import type { Duplex } from 'node:stream';
import type { Page } from '../../core/path/stage-evidence.ts';
import { bracketed } from '../transport/authority.ts';
import { StageFailure } from '../transport/failure.ts';
import { header, hostOfLocation, type ResponseHead } from '../transport/http-head.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';
import { type ByteReader, createReader } from '../transport/reader.ts';
import { headEvidence, readHead } from './connect.ts';

/** The longest wait of the verdict for additional evidence. */
const PAGE_MS = 3_000;
const MAX_BODY_BYTES = 8_192;
const REFRESH = /<meta[^>]{0,200}http-equiv=["']?refresh[^>]{0,200}?url=["']?([^"'>\s]{1,1000})/i;
const PASSWORD = /<input[^>]{0,500}type=["']?password/i;

/**
 * Requests `/` from `host` on a new connection, which `open` creates. Reads the head and the beginning of the
 * body, for at most three seconds. Rejects only with P2sError `cancelled`.
 */
export async function askForPage(
  host: string,
  whole: Lifetime,
  open: (lifetime: Lifetime) => Promise<{ stream: Duplex }>,
): Promise<Page> {
  const lifetime = startPart(whole, PAGE_MS);
  try {
    const { stream } = await open(lifetime);
    const reader = createReader(stream);
    const fields = `Host: ${bracketed(host)}\r\nAccept: text/html\r\nConnection: close\r\n`;
    stream.write(`GET / HTTP/1.1\r\n${fields}\r\n`, 'latin1');
    const head = await readHead(reader, lifetime);
    return describePage(head, await startOfBody(reader, lifetime, bodyLength(head)), host);
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const { began } = error.evidence;
    return { signIn: false, reason: error.reason, ...(began === undefined ? {} : { began }) };
  } finally {
    await lifetime.end();
  }
}

/**
 * Adds the page to a failure that a web server or a portal may have caused; other failures, and success, pass
 * unchanged.
 */
export async function withPage<T>(
  work: Promise<T>,
  mayBeWeb: (failure: StageFailure) => boolean,
  ask: () => Promise<Page>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StageFailure) || !mayBeWeb(error)) throw error;
    throw new StageFailure(error.reason, { ...error.evidence, page: await ask() });
  }
}

/** What a response reveals; `body` is its beginning in Latin-1, and `host` is the requested host. */
export function describePage(head: ResponseHead, body: string, host: string): Page {
  const { httpStatus, server, contentType, locationHost = null } = headEvidence(head);
  const refresh = REFRESH.exec(body)?.[1];
  const leadsTo = refresh === undefined ? locationHost : hostOfLocation(refresh);
  const leadsAway = leadsTo !== null && withoutPort(leadsTo) !== ownHost(host);
  const elsewhere = leadsAway || httpStatus === 511;
  return {
    httpStatus,
    ...(server === undefined ? {} : { server }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(leadsTo === null ? {} : { locationHost: leadsTo }),
    signIn: elsewhere || PASSWORD.test(body),
    elsewhere,
  };
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '').replace(/\.$/, '');
}

/** The requested host, in the form of {@link hostOfLocation}. */
function ownHost(host: string): string | null {
  return hostOfLocation(`http://${bracketed(host.replace(/\.$/, ''))}/`);
}

/** The length of the body by its head, at most what is read: a server may leave the connection open after it. */
function bodyLength(head: ResponseHead): number {
  if (head.status === 204 || head.status === 304) return 0;
  const length = header(head, 'content-length') ?? '';
  const isLength = /^\d+$/.test(length) && header(head, 'transfer-encoding') === null;
  return isLength ? Math.min(Number(length), MAX_BODY_BYTES) : MAX_BODY_BYTES;
}

/** The part of the body that is received in time; it may be incomplete. */
async function startOfBody(reader: ByteReader, lifetime: Lifetime, length: number): Promise<string> {
  let body = '';
  try {
    while (body.length < length) {
      const chunk = await lifetime.race(reader.next());
      if (chunk === null) break;
      body += chunk.toString('latin1', 0, MAX_BODY_BYTES);
    }
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
  }
  return body.slice(0, length);
}
