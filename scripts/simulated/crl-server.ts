import http from 'node:http';
import { listen } from './sockets.ts';

export type ServeMode =
  | 'ok'
  /** A block page with status 200 under the right content type. */
  | 'html'
  /** 302 to `location`, default a page elsewhere. */
  | 'redirect'
  /** 403 */
  | 'forbidden'
  /** 404 */
  | 'missing'
  /** 407 */
  | 'auth-required'
  /** 405 to whatever is no POST. */
  | 'post-only'
  /** 503 */
  | 'unavailable'
  /** 200 without a body. */
  | 'empty'
  /** Half of the body, correctly announced. */
  | 'truncated'
  /** The whole body announced, half of it sent, then the connection is cut. */
  | 'cut-off'
  /** The whole body in chunks, without its length. */
  | 'chunked'
  | 'silent';

export interface Resource {
  /** Fixed bytes, or a function of the OCSPRequest (the body of a POST, the base64 after the path of a GET). */
  body: Uint8Array | ((request: Buffer) => Promise<Uint8Array> | Uint8Array);
  /** Default `application/pkix-crl`, `application/ocsp-response` when `body` is a function. */
  contentType?: string;
  /** Default `ok`. */
  mode?: ServeMode;
  location?: string;
}

export interface CrlServerOptions {
  /** By path, e.g. `/intermediate.crl`; a query is ignored, a path below a function's path belongs to it. */
  resources: Readonly<Record<string, Resource>>;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
}

export interface CrlRequest {
  method: string;
  /** With the query. */
  path: string;
  hostHeader: string | null;
  userAgent: string | null;
  /** 0: not answered, or not to the end. */
  status: number;
}

export interface CrlServer {
  host: string;
  port: number;
  log: readonly CrlRequest[];
  /** Adds a resource or replaces one. */
  set(path: string, resource: Resource): void;
  close(): Promise<void>;
}

const MAX_BODY = 65_536;
const PAGE = '<!doctype html><title>Blocked</title><p>This page was blocked by policy.';

/** A plain HTTP server for revocation lists, issuer certificates and OCSP answers. Unknown paths: 404. */
export async function startCrlServer(options: CrlServerOptions): Promise<CrlServer> {
  const resources = new Map(Object.entries(options.resources));
  const log: CrlRequest[] = [];

  const server = http.createServer((request, response) => {
    const path = request.url ?? '/';
    const entry: CrlRequest = {
      method: request.method ?? '',
      path,
      hostHeader: request.headers.host ?? null,
      userAgent: request.headers['user-agent'] ?? null,
      status: 0,
    };
    log.push(entry);
    response.once('finish', () => {
      entry.status = response.statusCode;
    });
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const found = find(resources, path.split('?')[0] ?? path);
      if (found === null) return void response.writeHead(404).end();
      if (found.resource.mode === 'post-only' && request.method !== 'POST')
        return void response.writeHead(405, { Allow: 'POST' }).end();
      serve(found, Buffer.concat(chunks), response).catch(() => response.destroy());
    });
  });
  const { host, port, close } = await listen(server, options.host, options.port);
  return { host, port, log, set: (path, resource) => void resources.set(path, resource), close };
}

interface Found {
  resource: Resource;
  /** The part of the path after the resource's own path. */
  rest: string;
}

function find(resources: ReadonlyMap<string, Resource>, path: string): Found | null {
  const exact = resources.get(path);
  if (exact !== undefined) return { resource: exact, rest: '' };
  for (const [base, resource] of resources) {
    const stem = base.endsWith('/') ? base : `${base}/`;
    if (typeof resource.body === 'function' && path.startsWith(stem))
      return { resource, rest: path.slice(stem.length) };
  }
  return null;
}

async function serve(
  { resource, rest }: Found,
  posted: Buffer,
  response: http.ServerResponse,
): Promise<void> {
  const dynamic = typeof resource.body === 'function';
  const type = resource.contentType ?? (dynamic ? 'application/ocsp-response' : 'application/pkix-crl');
  const page = (status: number, headers: http.OutgoingHttpHeaders = {}) =>
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers }).end(PAGE);
  switch (resource.mode ?? 'ok') {
    case 'html':
      return void page(200, { 'Content-Type': type });
    case 'redirect':
      return void page(302, { Location: resource.location ?? 'http://blocked.example/' });
    case 'forbidden':
      return void page(403);
    case 'missing':
      return void page(404);
    case 'auth-required':
      return void page(407, { 'Proxy-Authenticate': 'Negotiate' });
    case 'unavailable':
      return void page(503);
    case 'empty':
      return void response.writeHead(200, { 'Content-Type': type, 'Content-Length': 0 }).end();
    case 'silent':
      return;
  }
  const asked = rest === '' ? posted : Buffer.from(decodeURIComponent(rest), 'base64');
  const body = typeof resource.body === 'function' ? await resource.body(asked) : resource.body;
  const half = body.subarray(0, Math.floor(body.length / 2));
  const sent = resource.mode === 'truncated' || resource.mode === 'cut-off' ? half : body;
  const announced = resource.mode === 'cut-off' ? body.length : sent.length;
  const length = resource.mode === 'chunked' ? {} : { 'Content-Length': announced };
  response.writeHead(200, { 'Content-Type': type, ...length });
  if (resource.mode === 'chunked') response.flushHeaders();
  if (resource.mode === 'cut-off') response.write(sent, () => response.destroy());
  else response.end(sent);
}
