import { neutralise } from '../../core/model/neutralise.ts';
import { parseUrl } from '../../core/model/parse-url.ts';

/** The head of an HTTP/1 response. Text is Latin-1, unmodified; callers that show it must neutralise it. */
export interface ResponseHead {
  version: '1.0' | '1.1';
  status: number;
  reason: string;
  /** By lower-case name, values in order. */
  headers: ReadonlyMap<string, readonly string[]>;
}

export type HeadOutcome =
  | { kind: 'more' }
  /** `rest` came after the head and belongs to the next layer. */
  | { kind: 'head'; head: ResponseHead; rest: Buffer }
  /** For a head that is too large, `refused` is the part received, if its status is a refusal. */
  | { kind: 'bad'; reason: 'not-http' | 'head-too-large' | 'endless-interim'; refused?: ResponseHead };

export interface HeadReader {
  push(chunk: Uint8Array): HeadOutcome;
}

/** All heads before the final one counted together. */
const MAX_HEAD_BYTES = 16_384;
const START = 'HTTP/1.';
/** Windows sends an empty reason phrase, with or without the space before it. */
const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?![0-9])([^\n]*)$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads one final response head from bytes that may be split anywhere. Skips interim responses (1xx except 101).
 * Detects that bytes are not HTTP at the first wrong byte, without waiting for an end.
 */
export function createHeadReader(limit = MAX_HEAD_BYTES): HeadReader {
  let pending = Buffer.alloc(0);
  let spent = 0;
  return {
    push(chunk) {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const start = pending.subarray(0, START.length).toString('latin1');
        if (!START.startsWith(start)) return { kind: 'bad', reason: 'not-http' };
        const end = endOfHead(pending);
        if (spent + (end ?? pending.length) > limit) {
          const began = parseHead(pending.subarray(0, limit).toString('latin1'));
          return {
            kind: 'bad',
            reason: spent === 0 ? 'head-too-large' : 'endless-interim',
            ...(began !== null && began.status >= 300 ? { refused: began } : {}),
          };
        }
        if (end === null) return { kind: 'more' };
        const head = parseHead(pending.subarray(0, end).toString('latin1'));
        if (head === null) return { kind: 'bad', reason: 'not-http' };
        spent += end;
        pending = pending.subarray(end);
        if (head.status < 100 || head.status > 199 || head.status === 101) {
          return { kind: 'head', head, rest: pending };
        }
      }
    },
  };
}

/** The first header value, or `null`. */
export function header(head: ResponseHead, name: string): string | null {
  return head.headers.get(name)?.[0] ?? null;
}

/**
 * The host of a Location or a refresh; `null` if it names none. The rest of a login page's URL can contain a
 * session and is left out.
 */
export function hostOfLocation(location: string): string | null {
  const host = parseUrl(location)?.host ?? '';
  return host === '' ? null : neutralise(host);
}

/** A Date header (RFC 9110 5.6.7, preferred form only) as ISO 8601; `null` if it is invalid. */
export function httpDate(text: string | null | undefined): string | null {
  if (text == null || !HTTP_DATE.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Where the head ends, the empty line included; bare line feeds are accepted. */
function endOfHead(bytes: Buffer): number | null {
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return at + 2;
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return at + 3;
  }
  return null;
}

function parseHead(text: string): ResponseHead | null {
  const [line = '', ...fields] = text.split(/\r?\n/);
  const match = STATUS_LINE.exec(line);
  if (match === null) return null;
  const headers = new Map<string, string[]>();
  for (const field of fields) {
    const colon = field.indexOf(':');
    if (colon <= 0) continue;
    const name = field.slice(0, colon).trim().toLowerCase();
    const values = headers.get(name) ?? [];
    values.push(field.slice(colon + 1).trim());
    headers.set(name, values);
  }
  return {
    version: match[1] === '0' ? '1.0' : '1.1',
    status: Number(match[2]),
    reason: (match[3] ?? '').trim(),
    headers,
  };
}

/** The names of the schemes in Proxy-Authenticate values (RFC 9110 11.7.1), never their parameters. */
export function authSchemesIn(values: readonly string[]): string[] {
  const names = values
    .flatMap((value) => value.replace(/"(?:[^"\\]|\\.)*"/g, '').split(','))
    .map((part) => /^\s*([A-Za-z][A-Za-z0-9-]*)(?=\s|$)(?!\s*=)/.exec(part)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)].slice(0, 10);
}
