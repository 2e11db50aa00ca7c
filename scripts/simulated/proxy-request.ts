/** One request to a forward proxy, parsed. */
export interface ProxyRequest {
  method: string;
  /** As in the request line. */
  target: string;
  /** Lower case. */
  host: string;
  port: number;
  /** Path and query for an absolute-form request; empty for CONNECT. */
  path: string;
  /** Names in lower case; the last value of a repeated name. */
  headers: Readonly<Record<string, string>>;
  /** Header lines as received. */
  lines: readonly string[];
}

export const MAX_HEAD = 16_384;

/** A request head without its final blank line; `null` when it is neither CONNECT nor absolute-form HTTP. */
export function parseRequest(head: string): ProxyRequest | null {
  const [first = '', ...lines] = head.split('\r\n');
  const match = /^([A-Z_]+) (\S+) HTTP\/1\.[01]$/.exec(first);
  const method = match?.[1];
  const target = match?.[2];
  if (method === undefined || target === undefined) return null;
  const place = method === 'CONNECT' ? authority(target) : absolute(target);
  if (place === null) return null;
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { method, target, ...place, headers, lines };
}

/** The head to send to the origin: origin-form, one request per connection, nothing meant for the proxy. */
export function toOriginForm(request: ProxyRequest): string {
  const kept = request.lines.filter((line) => !/^(proxy-[a-z-]+|connection|keep-alive):/i.test(line));
  return [`${request.method} ${request.path} HTTP/1.1`, ...kept, 'Connection: close', '', ''].join('\r\n');
}

type Place = Pick<ProxyRequest, 'host' | 'port' | 'path'>;

function authority(target: string): Place | null {
  const match = /^([^:@/\s]+):(\d{1,5})$/.exec(target);
  const host = match?.[1];
  return host === undefined ? null : { host: host.toLowerCase(), port: Number(match?.[2]), path: '' };
}

function absolute(target: string): Place | null {
  if (!URL.canParse(target)) return null;
  const url = new URL(target);
  if (url.protocol !== 'http:') return null;
  return { host: url.hostname, port: Number(url.port || 80), path: url.pathname + url.search };
}
