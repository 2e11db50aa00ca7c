import { Duplex } from 'node:stream';
import type { PathDialer } from '../../../src/path/transport/transport.ts';

export interface Canned {
  dialer: PathDialer;
  /** `ADDRESS:PORT` and the request of each connection, Latin-1. */
  asked: { to: string; request: string }[];
}

/** What a connection receives after a whole request head: these bytes, then its end or this error. */
export type Answer = string | Buffer | { bytes: string; error: Error } | { bytes: string; open: true };

/** By `ADDRESS:PORT`, or by that and the path; nothing: the connection ends without an answer. */
export type Answers = Readonly<Record<string, Answer>> | ((to: string, path: string) => Answer | undefined);

/** Connections without a network. */
export function canned(answers: Answers): Canned {
  const answerOf = typeof answers === 'function' ? answers : (to: string) => answers[to];
  const asked: Canned['asked'] = [];
  const dialer: PathDialer = {
    resolve: async (host) => [host],
    async connect([host = ''], port, lifetime) {
      const one = { to: `${host}:${port}`, request: '' };
      asked.push(one);
      let done = false;
      const stream: Duplex = new Duplex({
        read: () => undefined,
        write(chunk: Buffer, _encoding, next) {
          one.request += chunk.toString('latin1');
          next();
          if (done || !one.request.includes('\r\n\r\n')) return;
          done = true;
          reply(stream, answerOf(one.to, one.request.split(' ')[1] ?? ''));
        },
      });
      return { stream: lifetime.adopt(stream), address: host, port };
    },
  };
  return { dialer, asked };
}

function reply(stream: Duplex, answer: Answer | undefined): void {
  if (answer === undefined) return void stream.push(null);
  const isPlain = typeof answer === 'string' || Buffer.isBuffer(answer);
  stream.push(isPlain ? Buffer.from(answer as string, 'latin1') : Buffer.from(answer.bytes, 'latin1'));
  if (isPlain) stream.push(null);
  else if ('error' in answer) setImmediate(() => stream.destroy(answer.error));
}

/** A response with this body. */
export function ok(body: Uint8Array | string, ...fields: string[]): Buffer {
  const bytes = Buffer.from(body as string, 'latin1');
  const head = ['HTTP/1.1 200 OK', `Content-Length: ${bytes.length}`, ...fields, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

export function status(line: string, ...fields: string[]): string {
  return [`HTTP/1.1 ${line}`, 'Content-Length: 0', ...fields, '', ''].join('\r\n');
}
