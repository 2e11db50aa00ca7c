import { Buffer } from 'buffer/';
import { Inflate } from 'fflate';
import { Transform } from 'readable-stream';

/** Unpacks raw deflate (RFC 1951) as a stream. */
export function createInflateRaw(): Transform {
  const inflate = new Inflate();
  const stream: Transform = new Transform({
    transform(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void) {
      try {
        inflate.push(Uint8Array.from(chunk));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done: (error?: Error) => void) {
      try {
        inflate.push(new Uint8Array(0), true);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  inflate.ondata = (bytes) => stream.push(Buffer.from(bytes));
  return stream;
}

const TABLE = Array.from({ length: 256 }, (_none, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value >>> 0;
});

/** CRC-32 of ISO 3309, as in zip. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 255] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}
