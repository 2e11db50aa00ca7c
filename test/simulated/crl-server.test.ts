import http from 'node:http';
import { afterEach, expect, it } from 'vitest';
import {
  type CrlServer,
  type Resource,
  type ServeMode,
  startCrlServer,
} from '../../scripts/simulated/crl-server.ts';
import { waitFor } from '../support/ports.ts';

const LIST = Buffer.from('3003020101aabb', 'hex');

let server: CrlServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(resources: Record<string, Resource>): Promise<CrlServer> {
  server = await startCrlServer({ resources });
  return server;
}

interface Reply {
  status: number;
  type: string | undefined;
  body: Buffer;
  complete: boolean;
}

function ask(where: CrlServer, path: string, post?: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { host: where.host, port: where.port, path, timeout: 5000, agent: false };
    const headers = { host: 'crl.example', 'user-agent': 'Microsoft-CryptoAPI/10.0' };
    const request = http.request(
      { ...options, headers, method: post === undefined ? 'GET' : 'POST' },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        // `complete` shows that an answer was cut off.
        response.on('error', () => undefined);
        response.once('close', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'],
            body: Buffer.concat(chunks),
            complete: response.complete,
          }),
        );
      },
    );
    request.once('error', reject);
    request.end(post);
  });
}

it('serves a list and writes down who asked', async () => {
  const where = await start({ '/a.crl': { body: LIST } });
  expect(await ask(where, '/a.crl?x=1')).toEqual({
    status: 200,
    type: 'application/pkix-crl',
    body: LIST,
    complete: true,
  });
  expect((await ask(where, '/b.crl')).status).toBe(404);
  expect(where.log).toEqual([
    {
      method: 'GET',
      path: '/a.crl?x=1',
      hostHeader: 'crl.example',
      userAgent: 'Microsoft-CryptoAPI/10.0',
      status: 200,
    },
    {
      method: 'GET',
      path: '/b.crl',
      hostHeader: 'crl.example',
      userAgent: 'Microsoft-CryptoAPI/10.0',
      status: 404,
    },
  ]);
});

it('answers OCSP by POST and by GET', async () => {
  const question = Buffer.from([0x30, 0xfb, 0xff, 0x3e]);
  const where = await start({ '/ocsp': { body: (asked) => Buffer.concat([Buffer.from('!'), asked]) } });
  const byGet = `/ocsp/${encodeURIComponent(question.toString('base64'))}`;
  for (const reply of [await ask(where, '/ocsp', question), await ask(where, byGet)]) {
    expect(reply.type).toBe('application/ocsp-response');
    expect(reply.body).toEqual(Buffer.concat([Buffer.from('!'), question]));
  }
  await expect(ask(where, '/ocsp/%zz')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it.each<[ServeMode, Partial<Reply>]>([
  ['html', { status: 200, type: 'application/pkix-crl' }],
  ['redirect', { status: 302, type: 'text/html' }],
  ['forbidden', { status: 403 }],
  ['auth-required', { status: 407 }],
  ['unavailable', { status: 503 }],
  ['empty', { status: 200, body: Buffer.alloc(0), complete: true }],
  ['truncated', { status: 200, body: LIST.subarray(0, 3), complete: true }],
  ['cut-off', { status: 200, body: LIST.subarray(0, 3), complete: false }],
])('serves in another way: %s', async (mode, expected) => {
  const where = await start({ '/a.crl': { body: LIST, mode: 'ok' } });
  where.set('/a.crl', { body: LIST, mode });
  const reply = await ask(where, '/a.crl');
  expect(reply).toMatchObject(expected);
  if (mode === 'html') expect(reply.body.toString()).toMatch(/^<!doctype html>/);
});

it('can leave requests without a reply, and can still be closed then', async () => {
  const where = await start({ '/a.crl': { body: LIST, mode: 'silent' } });
  const pending = ask(where, '/a.crl').catch((error: NodeJS.ErrnoException) => error.code);
  await waitFor('the request', () => (where.log.length > 0 ? true : undefined));
  expect(where.log[0]?.status).toBe(0);
  await where.close();
  server = null;
  expect(await pending).toBe('ECONNRESET');
});
