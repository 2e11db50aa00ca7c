import http, { type IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Route } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { countingBytes, errorCode, networkFailure, StageFailure } from '../transport/failure.ts';
import { authSchemesIn, hostOfLocation, httpDate } from '../transport/http-head.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import { socketsBy } from '../transport/sockets.ts';
import type { PathDialer } from '../transport/transport.ts';

export interface FetchRequest {
  /** The connection to use; default: sockets of this process. */
  dialer?: PathDialer;
  url: URL;
  route: Route;
  /** The route to a redirect target; absent: redirects are not followed. */
  routeOf?: ((url: string) => Route) | undefined;
  /** `null`: GET; else POST with this body. */
  post: { body: Uint8Array; contentType: string } | null;
  /** The answer is for a single certificate, and small. */
  ofOne?: boolean;
  maxBytes: number;
}

/** A redirect. `to` can contain a session and is not evidence. */
export class Redirect extends StageFailure {
  readonly to: URL | null;
  readonly locationHost: string | null;

  constructor(to: URL | null, from: URL, seen: AnyFields = {}) {
    const locationHost = to === null ? null : hostOfLocation(to.href);
    super('redirect', {
      ...seen,
      locationHost,
      ...(to?.protocol === 'https:' ? { toHttps: true } : {}),
      // A redirect to https on the same host is the server's own; a login page is on another host.
      ...(to?.protocol === 'https:' && to.hostname === from.hostname ? { sameHost: true } : {}),
    });
    this.to = to;
    this.locationHost = locationHost;
  }
}

/** The user agent of CryptoAPI on Windows 10 and 11; some proxies allow revocation fetches by this name. */
const USER_AGENT = 'Microsoft-CryptoAPI/10.0';

/**
 * Fetches a revocation URL as CryptoAPI does: absolute form through a proxy, origin form directly; no credentials,
 * no redirects (see fetchFollowing). Returns the body of a 200. Rejects with a StageFailure in all other cases.
 */
export async function fetchBody(
  request: FetchRequest,
  lifetime: Lifetime,
  evidence: AnyFields,
): Promise<Buffer> {
  const { url, route, dialer = socketsBy() } = request;
  const port = url.port === '' ? 80 : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const target = route.proxy ?? { host, port };
  const of = route.proxy === null ? 'server' : 'proxy';
  const addresses = await located(dialer.resolve(target.host, lifetime, evidence), of);
  const { stream, address } = await located(dialer.connect(addresses, target.port, lifetime), of);
  evidence.address = address;
  const path =
    route.proxy === null ? `${url.pathname}${url.search}` : `${url.origin}${url.pathname}${url.search}`;
  const post = request.post;
  const sent = http.request({
    createConnection: () => stream,
    method: post === null ? 'GET' : 'POST',
    path,
    setHost: false,
    headers: {
      Connection: 'Keep-Alive',
      Accept: '*/*',
      'User-Agent': USER_AGENT,
      ...(post === null ? {} : { 'Content-Type': post.contentType, 'Content-Length': post.body.length }),
      Host: url.host,
    },
  });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    // 101: no other protocol was requested, and Node emits no response then.
    sent.once('upgrade', resolve);
    sent.on('error', (error) => reject(responseFailure(error)));
  });
  sent.end(post?.body);
  const received = () => (stream instanceof Socket ? stream.bytesRead : 0);
  const response = await countingBytes(lifetime.race(answered), received);
  Object.assign(evidence, responseEvidence(response));
  if (response.statusCode !== 200) throw statusFailure(response, url);
  return countingBytes(lifetime.race(readBody(response, stream, request.maxBytes)), received);
}

async function readBody(response: http.IncomingMessage, stream: Duplex, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new StageFailure('too-large', { maxBytes });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof StageFailure) throw error;
    // The response itself reports only that it was cut off.
    if (stream.errored instanceof StageFailure) throw stream.errored;
    throw new StageFailure('cut-off', { errno: errorCode(error), bytes: size });
  }
  return Buffer.concat(chunks);
}

function responseEvidence(response: http.IncomingMessage): AnyFields {
  const { 'content-type': contentType, server, 'x-squid-error': squidError } = response.headers;
  const contentEncoding = response.headers['content-encoding'];
  const texts = Object.entries({ contentType, contentEncoding, server, squidError })
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([name, text]) => [name, neutralise(text)]);
  const date = httpDate(response.headers.date);
  const hit = cachedBy(response.headers);
  return {
    httpStatus: response.statusCode ?? null,
    ...Object.fromEntries(texts),
    ...(date === null ? {} : { date }),
    ...(hit === null ? {} : { cachedBy: hit }),
  };
}

function statusFailure(response: http.IncomingMessage, from: URL): StageFailure {
  const status = response.statusCode ?? 0;
  if (status === 407) {
    const values = response.headersDistinct['proxy-authenticate'] ?? [];
    return new StageFailure('proxy-auth', { schemes: authSchemesIn(values) });
  }
  const { location } = response.headers;
  // 304 answers a conditional request, and this request has no condition.
  const leads = status >= 300 && status <= 399 && status !== 304 && location !== undefined;
  return leads ? new Redirect(locationOf(location, from), from) : new StageFailure('http-status');
}

/** A Location may be relative (RFC 9110 10.2.2). */
function locationOf(location: string, from: URL): URL | null {
  return URL.canParse(location, from.href) ? new URL(location, from.href) : null;
}

function responseFailure(error: Error): StageFailure {
  const code = errorCode(error);
  if (code === 'HPE_HEADER_OVERFLOW') return new StageFailure('head-too-large', { errno: code });
  if (code?.startsWith('HPE_')) return new StageFailure('not-http', { errno: code });
  return networkFailure(error);
}

/** Adds to a failure whether the proxy or the server could not be reached. */
async function located<T>(work: Promise<T>, of: 'proxy' | 'server'): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StageFailure) throw new StageFailure(error.reason, { of, ...error.evidence });
    throw error;
  }
}

/** Squid up to 5, and some others: `HIT from NAME`, followed by `:PORT` or more. */
const SQUID_HIT = /^HIT from ([^\s:]+)/i;
/** RFC 9211 2: `NAME; hit; detail=...`. */
const STATUS_HIT = /^"?([^\s;"]+)"?\s*;\s*hit\b/i;
/** RFC 9110 7.6.3: `1.1 NAME[:PORT] (COMMENT)`. */
const VIA = /^(?:[A-Za-z]+\/)?[\d.]+ ([^\s:]+)/;

/**
 * The name of the last proxy on the route if the answer came from its cache; else `null`. Each hop appends its
 * entry, so a hit belongs to the last proxy only if the last entry of `Via` has the same name. Hops further away,
 * such as a content delivery network, belong to the server.
 */
export function cachedBy(headers: IncomingHttpHeaders): string | null {
  const name = VIA.exec(lastOf(headers.via))?.[1];
  if (name === undefined) return null;
  const hits = [SQUID_HIT.exec(lastOf(headers['x-cache'])), STATUS_HIT.exec(lastOf(headers['cache-status']))];
  return hits.some((hit) => hit?.[1] === name) ? neutralise(name) : null;
}

/** The last member of a list that can span several header lines. */
function lastOf(value: string | readonly string[] | undefined): string {
  return ([value ?? []].flat().join(',').split(',').at(-1) ?? '').trim();
}
