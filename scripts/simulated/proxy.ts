import net from 'node:net';
import { MAX_HEAD, type ProxyRequest, parseRequest, toOriginForm } from './proxy-request.ts';
import { connect, listen, pourForever, writable } from './sockets.ts';

export type ProxyBehaviour =
  | 'ok'
  /** 407 for everybody. */
  | 'auth-required'
  /** 403 when the request has an SSTPVERSION header. */
  | 'forbid-sstp-header'
  | 'forbid-all'
  /** 502 for everything. */
  | 'bad-gateway'
  | 'silent'
  /** The head comes one byte a second. */
  | 'slow-head'
  /** Answers CONNECT with HTTP/1.0. */
  | 'http10'
  | 'endless-head';

/** The real target of a name; without `port`, the requested port. */
export interface ProxyTarget {
  host: string;
  port?: number;
}

export interface ProxyOptions {
  /** The only names that this proxy resolves: `name`, or more specific `name:port`. Anything else is a 503. */
  hosts: Readonly<Record<string, ProxyTarget>>;
  /** Default `ok`. */
  behaviour?: ProxyBehaviour;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
}

export interface ProxyLogEntry {
  method: string;
  /** As in the request line. */
  target: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** What this proxy answered; 0: nothing yet. A forwarded GET counts as 200 once the origin is reached. */
  status: number;
}

export interface ForwardProxy {
  host: string;
  port: number;
  log: readonly ProxyLogEntry[];
  close(): Promise<void>;
}

const ESTABLISHED = '200 Connection established\r\n\r\n';

/** A forward proxy for CONNECT and absolute-form requests, with its own name table. */
export async function startProxy(options: ProxyOptions): Promise<ForwardProxy> {
  const behaviour = options.behaviour ?? 'ok';
  const hosts = new Map(Object.entries(options.hosts).map(([name, to]) => [name.toLowerCase(), to]));
  const log: ProxyLogEntry[] = [];
  const upstreams = new Set<net.Socket>();

  const server = net.createServer({ noDelay: true }, (client) => {
    let pending = Buffer.alloc(0);
    client.on('error', () => undefined);
    const onData = (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      const end = pending.indexOf('\r\n\r\n');
      if (end < 0) {
        if (pending.length > MAX_HEAD) client.end(refusal(431));
        return;
      }
      const request = parseRequest(pending.subarray(0, end).toString('latin1'));
      if (request === null) return void client.end(refusal(400));
      const entry = { method: request.method, target: request.target, headers: request.headers, status: 0 };
      log.push(entry);
      const refused = judge(request);
      if (refused !== null) {
        entry.status = refused;
        pending = pending.subarray(end + 4);
        // The connection stays open after a refusal, as real proxies do.
        return void client.write(refusal(refused));
      }
      client.off('data', onData);
      client.pause();
      const rest = pending.subarray(end + 4);
      void answer(client, request, rest, (status) => {
        entry.status = status;
      });
    };
    client.on('data', onData);
  });

  function judge({ headers }: ProxyRequest): number | null {
    if (behaviour === 'auth-required') return 407;
    if (behaviour === 'forbid-all') return 403;
    if (behaviour === 'bad-gateway') return 502;
    return behaviour === 'forbid-sstp-header' && 'sstpversion' in headers ? 403 : null;
  }

  async function answer(
    client: net.Socket,
    request: ProxyRequest,
    rest: Buffer,
    done: (status: number) => void,
  ): Promise<void> {
    if (behaviour === 'silent') return void client.resume();
    if (behaviour === 'slow-head') return drip(client, `HTTP/1.1 ${ESTABLISHED}`);
    if (behaviour === 'endless-head') {
      client.resume();
      client.write('HTTP/1.1 200 Connection established\r\n');
      return pourForever(client, `X-Padding: ${'a'.repeat(1000)}\r\n`);
    }
    const target = hosts.get(`${request.host}:${request.port}`) ?? hosts.get(request.host);
    const upstream = target === undefined ? null : await connect(target.host, target.port ?? request.port);
    if (upstream === null || client.destroyed) {
      upstream?.destroy();
      done(503);
      return void client.end(refusal(503));
    }
    upstreams.add(upstream);
    upstream.on('error', () => client.destroy());
    upstream.once('close', () => {
      upstreams.delete(upstream);
      client.destroy();
    });
    client.once('close', () => upstream.destroy());
    done(200);
    if (request.method === 'CONNECT')
      client.write(`HTTP/${behaviour === 'http10' ? '1.0' : '1.1'} ${ESTABLISHED}`);
    else upstream.write(toOriginForm(request), 'latin1');
    if (rest.length > 0) upstream.write(rest);
    client.pipe(upstream);
    upstream.pipe(client);
  }

  const { host, port, close } = await listen(server, options.host, options.port);
  return {
    host,
    port,
    log,
    async close() {
      for (const upstream of upstreams) upstream.destroy();
      await close();
    },
  };
}

function drip(client: net.Socket, text: string): void {
  client.resume();
  const bytes = [...Buffer.from(text, 'latin1')];
  const timer = setInterval(() => {
    const byte = bytes.shift();
    if (byte === undefined || !writable(client)) clearInterval(timer);
    else client.write(Buffer.of(byte));
  }, 1000);
  client.once('close', () => clearInterval(timer));
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  431: 'Request Header Fields Too Large',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

function refusal(status: number): string {
  const text = `<html><body><h1>${status} ${REASONS[status]}</h1></body></html>`;
  const challenge = status === 407 ? 'Proxy-Authenticate: Basic realm="sample proxy", Negotiate\r\n' : '';
  return (
    `HTTP/1.1 ${status} ${REASONS[status]}\r\n${challenge}Content-Type: text/html\r\n` +
    `Content-Length: ${text.length}\r\n\r\n${text}`
  );
}
