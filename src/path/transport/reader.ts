import type { Duplex } from 'node:stream';
import { networkFailure } from './failure.ts';

/** Reads bytes from a socket on demand, so that nothing is buffered beyond the stream's own limit. */
export interface ByteReader {
  /** The next bytes received, `null` when the peer has closed. Rejects with a StageFailure on a socket error. */
  next(): Promise<Buffer | null>;
  /** Returns bytes to the reader: the next read starts with them. */
  unread(bytes: Buffer): void;
  /** Hands the socket to another reader, with all returned bytes. */
  release(): void;
}

const EVENTS = ['readable', 'end', 'error', 'close'] as const;

export function createReader(socket: Duplex): ByteReader {
  let kept: Buffer = Buffer.alloc(0);
  return {
    async next() {
      if (kept.length > 0) {
        const bytes = kept;
        kept = Buffer.alloc(0);
        return bytes;
      }
      for (;;) {
        const chunk: Buffer | null = socket.read();
        if (chunk !== null) return chunk;
        if (socket.errored) throw networkFailure(socket.errored);
        if (socket.readableEnded || socket.destroyed) return null;
        await change(socket);
      }
    },
    unread(bytes) {
      kept = Buffer.concat([bytes, kept]);
    },
    release() {
      if (kept.length > 0) socket.unshift(kept);
      kept = Buffer.alloc(0);
    },
  };
}

/** Settles when there is new data or a new state. */
function change(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      for (const event of EVENTS) socket.off(event, wake);
      resolve();
    };
    for (const event of EVENTS) socket.on(event, wake);
  });
}
