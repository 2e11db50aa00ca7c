/**
 * A reader for the subset of DER (X.690) that certificates, CRLs and OCSP need. It works on offsets and copies
 * nothing, because a CRL can hold half a million entries.
 */
export interface Tlv {
  tag: number;
  /** Offset of the tag. */
  start: number;
  /** Offset of the first content byte. */
  content: number;
  /** Offset behind the last content byte. */
  end: number;
}

/** The bytes are not the expected DER. Callers catch it. */
export class DerError extends Error {}

/** What `read` returns, or `null` for bytes that are not the expected DER. */
export function tryRead<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  sequence: 0x30,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/**
 * The value at `at`, all of it below `limit`. Throws DerError for lengths that exceed it, are indefinite or too
 * large.
 */
export function readTlv(bytes: Uint8Array, at: number, limit: number): Tlv {
  const tag = byteAt(bytes, at, limit);
  if ((tag & 0x1f) === 0x1f) throw new DerError('tag number above 30');
  let length = byteAt(bytes, at + 1, limit);
  let content = at + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 4) throw new DerError('length form');
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + byteAt(bytes, content + i, limit);
    content += count;
  }
  const end = content + length;
  if (end > limit) throw new DerError('length runs past the end');
  return { tag, start: at, content, end };
}

function byteAt(bytes: Uint8Array, at: number, limit: number): number {
  const byte = at < limit ? bytes[at] : undefined;
  if (byte === undefined) throw new DerError('bytes end too early');
  return byte;
}

/** Reads the values inside a constructed value, one by one. */
export class DerCursor {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, range: { content: number; end: number }) {
    this.#bytes = bytes;
    this.#at = range.content;
    this.#end = range.end;
  }

  get atEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** The tag that comes next, or `null` at the end. */
  peek(): number | null {
    return this.atEnd ? null : (this.#bytes[this.#at] ?? null);
  }

  /** The next value, whatever it is. */
  next(): Tlv {
    const tlv = readTlv(this.#bytes, this.#at, this.#end);
    this.#at = tlv.end;
    return tlv;
  }

  /** The next value, which must have this tag. */
  take(tag: number): Tlv {
    const tlv = this.next();
    if (tlv.tag !== tag) throw new DerError(`tag ${tlv.tag} instead of ${tag}`);
    return tlv;
  }

  /** The next value if it has this tag, else `null`. */
  option(tag: number): Tlv | null {
    return this.peek() === tag ? this.next() : null;
  }

  /** The next value, which must have this tag, as a cursor. */
  open(tag: number): DerCursor {
    return new DerCursor(this.#bytes, this.take(tag));
  }
}

/** A cursor inside the one SEQUENCE that fills `bytes`; trailing bytes are an error. */
export function openSequence(bytes: Uint8Array): DerCursor {
  const tlv = readTlv(bytes, 0, bytes.length);
  if (tlv.tag !== TAG.sequence || tlv.end !== bytes.length) throw new DerError('not one sequence');
  return new DerCursor(bytes, tlv);
}

/** A value with its tag and length. */
export function encoded(bytes: Uint8Array, tlv: Tlv): Uint8Array {
  return bytes.subarray(tlv.start, tlv.end);
}

/** A value without its tag and length. */
export function contentOf(bytes: Uint8Array, tlv: Tlv): Uint8Array {
  return bytes.subarray(tlv.content, tlv.end);
}

/** The content of the value at the beginning of `bytes`. */
export function firstContent(bytes: Uint8Array): Uint8Array {
  return contentOf(bytes, readTlv(bytes, 0, bytes.length));
}
