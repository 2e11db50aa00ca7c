import type { Duplex } from 'node:stream';
import { networkFailure } from './failure.ts';

/** Pulls bytes from a socket, so that nothing is buffered beyond the stream's own limit. */
export interface ByteReader {
  /** The next bytes as they come, `null` when the peer has closed. Rejects with a StageFailure on a socket error. */
  next(): Promise<Buffer | null>;
  /** Gives bytes back: they come first in the next read. */
  putBack(bytes: Buffer): void;
  /** Leaves the socket to another reader, with everything that was given back. */
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
    putBack(bytes) {
      kept = Buffer.concat([bytes, kept]);
    },
    release() {
      if (kept.length > 0) socket.unshift(kept);
      kept = Buffer.alloc(0);
    },
  };
}

/** Settles when there is something new to look at. */
function change(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      for (const event of EVENTS) socket.off(event, wake);
      resolve();
    };
    for (const event of EVENTS) socket.on(event, wake);
  });
}
