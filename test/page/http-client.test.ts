import http from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { request as inBrowser } from '../../src/page/node/http.ts';
import { cut } from '../path/transcript/splits.ts';

/** The same inputs in every run: another computer is not the place to find a rare difference. */
const SEED = 7;

type Request = (options: { createConnection: () => Duplex }) => unknown;
type End = 'closed' | 'reset';

/** What the client gives for these bytes: head and body, or the code of the error. */
async function answer(client: Request, chunks: readonly Buffer[], end: End): Promise<unknown> {
  const left = [...chunks];
  const next = () => {
    const chunk = left.shift();
    if (chunk !== undefined) stream.push(chunk);
    else if (end === 'closed') stream.push(null);
    else stream.destroy(Object.assign(new Error('reset'), { code: 'RECORDED' }));
  };
  const stream = new Duplex({
    read: () => void setImmediate(next),
    write: (_chunk, _encoding, done) => done(),
  });
  const sent = client({ createConnection: () => stream }) as http.ClientRequest;
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve);
      sent.once('upgrade', resolve);
      sent.on('error', reject);
      sent.end();
    });
    const { statusCode, headers, headersDistinct } = response;
    const head = { statusCode, headers: { ...headers }, distinct: { ...headersDistinct } };
    if (statusCode === 101) return head;
    const body: Buffer[] = [];
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) body.push(chunk);
    } catch (error) {
      return { ...head, body: Buffer.concat(body).toString('latin1'), cut: (error as { code: string }).code };
    }
    return { ...head, body: Buffer.concat(body).toString('latin1') };
  } catch (error) {
    return { error: (error as { code: string }).code };
  } finally {
    stream.destroy();
  }
}

const inNode: Request = (options) =>
  http.request({ ...options, setHost: false, headers: { Host: 'a.example' } });

const LINE = fc.constantFrom(
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200 OK',
  'HTTP/1.0 200',
  'HTTP/1.1 204 No Content',
  'HTTP/1.1 304 ',
  'HTTP/1.1 404 Not Found',
  'HTTP/1.1 407 x',
  'HTTP/1.1 101 x',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK',
  'SSH-2.0-x',
  'HTTP/3.1 200 OK',
  'HTTP/1.1 2',
  'HTTP/1.1 abc',
  '\r\nHTTP/1.1 200 OK',
);
const FIELDS = fc.constantFrom(
  'Content-Length: 5',
  'Content-Length: 5',
  'content-length: 0',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: gzip',
  'Content-Type: text/html',
  'Content-Type: text/plain',
  'Server: x',
  'Date: Sun, 29 Nov 2026 10:00:00 GMT',
  'Via: 1.1 a',
  'Via: 1.1 b',
  'X-Cache: HIT from b',
  'Set-Cookie: a',
  'Set-Cookie: b',
  'Location:  /x ',
  'Connection: close',
  'Connection: keep-alive',
  'Empty:',
  'Content-Length: x',
  'bad field: x',
  'X: \u00e9',
  'X: a\u0001',
  'nocolon',
);
const BODY = fc.constantFrom(
  'hello',
  'hello',
  'hello world',
  'hel',
  '',
  '5\r\nhello\r\n0\r\n\r\n',
  '3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: x\r\n\r\n',
  '5\r\nhel',
  'zz\r\nhello',
  'A\r\nhello',
);
const RESPONSE = fc
  .tuple(LINE, fc.array(FIELDS, { maxLength: 4 }), BODY)
  .map(([line, fields, body]) => Buffer.from([line, ...fields, '', body].join('\r\n'), 'latin1'));

describe('the page reads a recorded response as Node does', () => {
  it('for any fields, body, end and pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        RESPONSE.chain((bytes) => cut(bytes).map((chunks) => chunks.filter(({ length }) => length > 0))),
        fc.constantFrom<End>('closed', 'reset'),
        async (chunks, end) => {
          const page = await answer(inBrowser as unknown as Request, chunks, end);
          expect(page).toEqual(await answer(inNode, chunks, end));
        },
      ),
      { numRuns: 800, seed: SEED },
    );
  });
});
