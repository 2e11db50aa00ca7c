import { Buffer } from 'node:buffer';
import { P2sError } from '../model/errors.ts';
import { say } from '../model/say.ts';
import { isAscii } from '../proxy/list-text.ts';

/** Reads little-endian values in sequence. Never reads past the end: a missing value is `null`. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Offset of the next value; unchanged when a read returns `null`. */
  get offset(): number {
    return this.#offset;
  }

  u32(): number | null {
    if (this.length - this.#offset < 4) return null;
    const value = this.#view.getUint32(this.#offset, true);
    this.#offset += 4;
    return value;
  }

  /** A copy of the next `count` bytes. */
  take(count: number): Uint8Array | null {
    if (this.length - this.#offset < count) return null;
    const bytes = this.#bytes.slice(this.#offset, this.#offset + count);
    this.#offset += count;
    return bytes;
  }

  /** A copy of all remaining bytes. */
  rest(): Uint8Array {
    const bytes = this.#bytes.slice(this.#offset);
    this.#offset = this.length;
    return bytes;
  }
}

/** Flag bits of both blobs (INTERNET_PER_CONN_FLAGS). */
export const FLAG = { direct: 1, proxy: 2, pac: 4, autoDetect: 8 } as const;

/** The versions that WinINET writes: Internet Explorer 7 to Windows 11 (0x46), and Internet Explorer 6 (0x3c). */
export const WININET_VERSIONS = [0x46, 0x3c] as const;

export interface BlobHead<Version extends number = number> {
  version: Version;
  /** u32; WinINET counts changes in it, WinHTTP mostly leaves it 0. */
  counter: number;
  /** u32; see {@link FLAG}. */
  flags: number;
}

export type DecodeReason =
  | 'wrong-type' // the value is not REG_BINARY
  | 'truncated' // ends where a number should be
  | 'length-past-end' // a string is longer than the remaining bytes
  | 'unknown-version'
  | 'wininet-shaped' // a WinINET version in a WinHTTP blob; the API reports "no proxy"
  | 'trailing-bytes'; // WinHTTP has no bytes after the strings

/** Why bytes cannot be decoded as a blob, and the part of the header that could be read. */
export interface DecodeFailure {
  ok: false;
  reason: DecodeReason;
  /** Offset in the bytes where reading stopped. */
  offset: number;
  known: { length: number; version: number | null; counter: number | null; flags: number | null };
}

/** Both blobs have one frame: u32 version, counter, flags, then strings, each as u32 length and single bytes. */
export class BlobReader {
  readonly #reader: ByteReader;
  readonly #known: DecodeFailure['known'];

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes);
    this.#known = { length: bytes.length, version: null, counter: null, flags: null };
  }

  fail(reason: DecodeReason, offset = this.#reader.offset): DecodeFailure {
    return { ok: false, reason, offset, known: { ...this.#known } };
  }

  /** Stops after a version that is neither in `versions` nor, for a better diagnosis, in `foreign`. */
  head<Version extends number>(
    versions: readonly Version[],
    foreign: readonly number[] = [],
  ): { ok: true; head: BlobHead<Version> } | DecodeFailure {
    const read = this.#reader.u32();
    if (read === null) return this.fail('truncated');
    this.#known.version = read;
    const version = versions.find((one) => one === read);
    if (version === undefined && !foreign.includes(read)) return this.fail('unknown-version', 0);
    const counter = this.#reader.u32();
    this.#known.counter = counter;
    const flags = this.#reader.u32();
    this.#known.flags = flags;
    if (version === undefined) return this.fail('wininet-shaped', 0);
    if (counter === null || flags === null) return this.fail('truncated');
    return { ok: true, head: { version, counter, flags } };
  }

  /** The strings as latin1, which preserves every byte. */
  strings<Field extends string>(
    fields: readonly Field[],
  ): { ok: true; texts: Record<Field, string> } | DecodeFailure {
    const texts = {} as Record<Field, string>;
    for (const field of fields) {
      const start = this.#reader.offset;
      const length = this.#reader.u32();
      if (length === null) return this.fail('truncated');
      const bytes = this.#reader.take(length);
      if (bytes === null) return this.fail('length-past-end', start);
      texts[field] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    }
    return { ok: true, texts };
  }

  rest(): Uint8Array {
    return this.#reader.rest();
  }

  get atEnd(): boolean {
    return this.#reader.offset === this.#reader.length;
  }
}

/** @throws {P2sError} `internal` when a number is not a u32 or a character not one byte: a bug in the caller. */
export function encodeBlob(head: BlobHead, texts: readonly string[], tail?: Uint8Array): Uint8Array {
  const parts = [head.version, head.counter, head.flags].map(u32);
  for (const text of texts) {
    const bytes = Buffer.from(text, 'latin1');
    if (bytes.toString('latin1') !== text)
      throw new P2sError('internal', say('A blob string holds more than bytes'));
    parts.push(u32(bytes.length), bytes);
  }
  return new Uint8Array(Buffer.concat([...parts, tail ?? new Uint8Array()]));
}

function u32(value: number): Uint8Array {
  if (value >>> 0 !== value)
    throw new P2sError('internal', say('Not an unsigned 32-bit number: {value}', { value }));
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

export type Field = 'proxy' | 'bypass' | 'pac';
type Strings = Partial<Record<Field, string>>;

/** Why a string is not written into a blob: Windows handles it in an undocumented or known bad way. */
export interface Refusal {
  ok: false;
  code: 'non-ascii' | 'control-character' | 'too-long';
  field: Field;
}

/** Checks only the strings that change. `limits` are in bytes. */
export function refuseStrings(
  before: Strings,
  after: Strings,
  limits: Partial<Record<Field, number>> = {},
): Refusal | null {
  for (const field of ['proxy', 'bypass', 'pac'] as const) {
    const text = after[field] ?? '';
    if (text === before[field]) continue;
    if (!isAscii(text)) return { ok: false, code: 'non-ascii', field };
    if (!/^[ -~]*$/.test(text)) return { ok: false, code: 'control-character', field };
    if (text.length > (limits[field] ?? Number.POSITIVE_INFINITY))
      return { ok: false, code: 'too-long', field };
  }
  return null;
}
