import { Buffer } from 'buffer/';
import EventEmitter from 'events/events.js';
import { Readable } from 'readable-stream';
import { type Head, HttpError, HttpParser } from '../http-parser.ts';

interface Stream {
  on(event: string, listener: (value: Uint8Array & Error) => void): unknown;
  removeAllListeners(event: string): unknown;
  destroy(): unknown;
}

const reset = (message: string) => Object.assign(new Error(message), { code: 'ECONNRESET' });

/**
 * Node's client of HTTP/1 on a stream that is there already: a recorded conversation. What is sent is already in the
 * recording.
 */
export function request({ createConnection }: { createConnection: () => Stream }) {
  const sent = new EventEmitter();
  const stream = createConnection();
  let response: (Readable & Partial<Head>) | null = null;
  const parser = new HttpParser({
    head(head) {
      response = Object.assign(
        new Readable({
          read: () => undefined,
          destroy(error: Error | null, done: (error: Error | null) => void) {
            stream.destroy();
            done(error);
          },
        }),
        head,
      );
      // Who reads the response gets the error; a response that nobody reads has none.
      response.on('error', () => undefined);
      sent.emit(head.statusCode === 101 ? 'upgrade' : 'response', response);
    },
    body: (bytes) => response?.push(Buffer.from(bytes)),
    end: () => response?.push(null),
  });
  const stop = () => {
    for (const event of ['data', 'end']) stream.removeAllListeners(event);
  };
  /** A response that began is cut off; without one, the request failed. */
  const failed = (error: Error) => {
    stop();
    if (response === null) sent.emit('error', error);
    else if (!parser.isDone) response.destroy(reset('aborted'));
  };
  stream.on('data', (chunk) => {
    try {
      parser.push(chunk);
      if (parser.isDone) stop();
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      failed(error);
    }
  });
  stream.on('end', () => {
    parser.finish();
    failed(reset('socket hang up'));
  });
  stream.on('error', (error) => {
    parser.finish();
    failed(error);
  });
  return Object.assign(sent, { end: (): void => undefined });
}
