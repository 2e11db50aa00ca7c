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
