/** The head of a response, with its headers as Node lists them. */
export interface Head {
  statusCode: number;
  headers: Record<string, string | string[]>;
  headersDistinct: Record<string, string[]>;
}

interface Events {
  head(head: Head): void;
  body(bytes: Uint8Array): void;
  end(): void;
}

/** An error of the parser, with a code of llhttp. */
export class HttpError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Node's default of maxHeaderSize. */
const MAX_HEAD_BYTES = 16 * 1024;
const STATUS_LINE = /^HTTP\/(\d)\.(\d) (\d{3})(?: [^\r\n]*)?$/;
const VERSIONS = ['0.9', '1.0', '1.1', '2.0'];
const FIELD = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*:(.*)$/;
/** Node keeps only the first of these. */
const SINGLE = new Set(
  'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent'.split(
    ' ',
  ),
);

/** Reads one response of HTTP/1 (RFC 9112) as Node's client does. `push` throws HttpError. */
export class HttpParser {
  readonly #events: Events;
  #pending = Buffer.alloc(0);
  #read: () => boolean = () => this.#readHead();
  #left = 0;
  #endsAtEof = false;
  #isDone = false;

  constructor(events: Events) {
    this.#events = events;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  push(chunk: Uint8Array): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (!this.#isDone && this.#read());
  }

  /** The connection ended: so does a body without a length. */
  finish(): void {
    if (this.#endsAtEof) this.#finished();
  }

  #finished(): false {
    if (!this.#isDone) this.#events.end();
    this.#isDone = true;
    return false;
  }

  #readHead(): boolean {
    const text = this.#pending.toString('latin1').replace(/^[\r\n]+/, '');
    const start = text.slice(0, 5);
    if (!'HTTP/'.startsWith(start)) throw new HttpError('HPE_INVALID_CONSTANT');
    const match = /\r?\n\r?\n/.exec(text);
    if ((match?.index ?? text.length) > MAX_HEAD_BYTES) throw new HttpError('HPE_HEADER_OVERFLOW');
    if (match === null) return false;
    const skipped = this.#pending.length - text.length;
    this.#pending = this.#pending.subarray(skipped + match.index + match[0].length);
    const head = headOf(text.slice(0, match.index));
    const isInterim = head.statusCode >= 100 && head.statusCode <= 199 && head.statusCode !== 101;
    if (isInterim) return true;
    this.#events.head(head);
    return this.#expectBody(head);
  }

  #expectBody({ statusCode, headersDistinct }: Head): boolean {
    const codings = headersDistinct['transfer-encoding'];
    const lengths = headersDistinct['content-length'] ?? [];
    if (statusCode === 101 || statusCode === 204 || statusCode === 304) return this.#finished();
    if (codings !== undefined) {
      const last = codings.at(-1)?.split(',').at(-1)?.trim().toLowerCase();
      this.#endsAtEof = last !== 'chunked';
      this.#read = this.#endsAtEof ? () => this.#readRest() : () => this.#readChunkSize();
    } else if (lengths.length > 0) {
      this.#left = Number(lengths[0]);
      this.#read = () => this.#readLength(() => this.#finished());
    } else {
      this.#endsAtEof = true;
      this.#read = () => this.#readRest();
    }
    return true;
  }

  #readRest(): false {
    this.#take(this.#pending.length);
    return false;
  }

  /** The bytes of a body, or of a chunk, of known length. */
  #readLength(then: () => boolean): boolean {
    const length = Math.min(this.#left, this.#pending.length);
    this.#take(length);
    this.#left -= length;
    return this.#left === 0 ? then() : false;
  }

  #readChunkSize(): boolean {
    const line = this.#line();
    if (line === null) return false;
    const size = /^([0-9a-f]+)[ \t]*(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined || size.length > 12) throw new HttpError('HPE_INVALID_CHUNK_SIZE');
    this.#left = Number.parseInt(size, 16);
    this.#read =
      this.#left === 0
        ? () => this.#readTrailers()
        : () =>
            this.#readLength(() => {
              this.#read = () => this.#readChunkEnd();
              return true;
            });
    return true;
  }

  #readChunkEnd(): boolean {
    const line = this.#line();
    if (line !== null && line !== '') throw new HttpError('HPE_STRICT');
    if (line === null) return false;
    this.#read = () => this.#readChunkSize();
    return true;
  }

  #readTrailers(): boolean {
    const line = this.#line();
    if (line === null) return false;
    if (line !== '' && !FIELD.test(line)) throw new HttpError('HPE_INVALID_HEADER_TOKEN');
    return line === '' ? this.#finished() : true;
  }

  /** The next line without its end; `null` when it is not there yet. */
  #line(): string | null {
    const end = this.#pending.indexOf(0x0a);
    if (end < 0) return null;
    const line = this.#pending.subarray(0, end).toString('latin1');
    this.#pending = this.#pending.subarray(end + 1);
    return line.replace(/\r$/, '');
  }

  #take(length: number): void {
    if (length > 0) this.#events.body(this.#pending.subarray(0, length));
    this.#pending = this.#pending.subarray(length);
  }
}

function headOf(text: string): Head {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const [, major, minor, status] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined)
    throw new HttpError(/^HTTP\/\d\.\d /.test(first) ? 'HPE_INVALID_STATUS' : 'HPE_INVALID_VERSION');
  if (!VERSIONS.includes(`${major}.${minor}`)) throw new HttpError('HPE_INVALID_VERSION');
  const distinct: Record<string, string[]> = {};
  for (const [name, value] of fieldsOf(lines)) distinct[name] = [...(distinct[name] ?? []), value];
  const headers = Object.entries(distinct).map(([name, values]): [string, string | string[]] => {
    if (name === 'set-cookie') return [name, values];
    if (SINGLE.has(name)) return [name, values[0] ?? ''];
    return [name, values.join(name === 'cookie' ? '; ' : ', ')];
  });
  return { statusCode: Number(status), headers: Object.fromEntries(headers), headersDistinct: distinct };
}

/** Names in lower case; a line that starts with white space continues the one before. */
function fieldsOf(lines: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`.trim();
      continue;
    }
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new HttpError('HPE_INVALID_HEADER_TOKEN');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those that a value may not have (RFC 9110 5.5).
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) throw new HttpError('HPE_INVALID_HEADER_TOKEN');
    checkLength(name.toLowerCase(), value.trim(), fields);
    fields.push([name.toLowerCase(), value.trim()]);
  }
  return fields;
}

/** A second length, or a length beside a coding of the transfer, is an error where it stands. */
function checkLength(name: string, value: string, before: readonly [string, string][]): void {
  const has = (other: string) => before.some(([one]) => one === other);
  if (name === 'content-length') {
    if (has('content-length')) throw new HttpError('HPE_UNEXPECTED_CONTENT_LENGTH');
    if (has('transfer-encoding') || !/^\d{1,15}$/.test(value))
      throw new HttpError('HPE_INVALID_CONTENT_LENGTH');
  }
  if (name === 'transfer-encoding' && has('content-length'))
    throw new HttpError('HPE_INVALID_TRANSFER_ENCODING');
}
