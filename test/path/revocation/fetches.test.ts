import { setMaxListeners } from 'node:events';
import type net from 'node:net';
import { expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import type { Route } from '../../../src/core/model/check.ts';
import type { FetchRequest } from '../../../src/path/revocation/fetch.ts';
import { createFetches, type Fetches } from '../../../src/path/revocation/fetches.ts';
import { checkRevocation } from '../../../src/path/revocation/revocation.ts';
import { startCrowd } from '../../support/machines/crowd.ts';
import { waitFor } from '../../support/ports.ts';
import { closeAfterEach } from '../fixtures.ts';
import { DIRECT, through } from '../routes.ts';
import { requestFor } from './revocation-requests.ts';

const keep = closeAfterEach();
const LIMITS = { deadlineMs: 20_000 };

function get(port: number, path: string, host = '127.0.0.1'): FetchRequest {
  return { url: new URL(`http://${host}:${port}${path}`), route: DIRECT, post: null, maxBytes: 1000 };
}

function post(port: number, path: string, body: string): FetchRequest {
  return { ...get(port, path), post: { body: Buffer.from(body), contentType: 'application/x' } };
}

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody';

const answering = (answer: string) => (socket: net.Socket) => socket.once('data', () => socket.end(answer));

it('fetches once for all who ask the same while it is under way, and again later', async () => {
  const server = keep(await startCrowd(answering(ANSWER)));
  const fetches = createFetches();
  const round = async () => {
    const evidence = Array.from({ length: 50 }, (): Record<string, unknown> => ({}));
    const bodies = await Promise.all(evidence.map((one) => fetches.body(get(server.port, '/'), LIMITS, one)));
    expect(bodies.map(String)).toEqual(Array(50).fill('body'));
    expect(evidence).toEqual(Array(50).fill({ address: '127.0.0.1', httpStatus: 200 }));
  };
  await round();
  expect(server.accepted).toBe(1);
  await round();
  expect(server.accepted).toBe(2);
});

it('takes another address, way, method or body for another question', async () => {
  const server = keep(await startCrowd(answering(ANSWER)));
  const { port } = server;
  const requests = [
    get(port, '/a'),
    get(port, '/b'),
    get(port, '/a', '127.0.0.2'),
    { ...get(port, '/a'), route: through(server) },
    post(port, '/a', '1'),
    post(port, '/a', '2'),
  ];
  const fetches = createFetches();
  await Promise.all([...requests, ...requests].map((one) => fetches.body(one, LIMITS, {})));
  expect(server.accepted).toBe(requests.length);
});

it('shares what a redirect leads to only with those who would go there by the same way', async () => {
  const end = keep(await startCrowd(answering(ANSWER)));
  const moved = `HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:${end.port}/\r\nContent-Length: 0\r\n\r\n`;
  const server = keep(await startCrowd(answering(moved)));
  const proxy = keep(await startCrowd(answering(ANSWER.replace('body', 'page'))));
  const fetches = createFetches();
  const ask = (route: Route) =>
    fetches.body({ ...get(server.port, '/'), routeOf: () => route }, LIMITS, {}).then(String);
  const routes = [DIRECT, through(proxy), DIRECT, through(proxy)];
  expect(await Promise.all(routes.map(ask))).toEqual(['body', 'page', 'body', 'page']);
  expect([server.accepted, end.accepted, proxy.accepted]).toEqual([2, 1, 1]);
});

it('gives a failure to all who asked, with its evidence', async () => {
  const server = keep(await startCrowd(answering(ANSWER.replace('200', '503'))));
  const fetches = createFetches();
  const evidence: Record<string, unknown>[] = [{}, {}];
  const settled = await Promise.allSettled(
    evidence.map((one) => fetches.body(get(server.port, '/'), LIMITS, one)),
  );
  expect(settled).toMatchObject(Array(2).fill({ status: 'rejected', reason: { reason: 'http-status' } }));
  expect(evidence).toMatchObject([{ httpStatus: 503 }, { httpStatus: 503 }]);
  expect(server.accepted).toBe(1);
});

it.each([
  ['lists', 32, (port: number, i: number) => get(port, `/${i}`)],
  ['answers', 256, (port: number, i: number) => ({ ...get(port, `/${i}`), ofOne: true })],
] as const)(
  'has no more %s under way than %i; the others wait, and cancelling ends all',
  async (_, most, ask) => {
    const server = keep(await startCrowd());
    const fetches = createFetches();
    const cancel = new AbortController();
    setMaxListeners(0, cancel.signal);
    const limits = { ...LIMITS, signal: cancel.signal };
    const asked = Array.from({ length: most + 20 }, (_one, i) =>
      fetches.body(ask(server.port, i), limits, {}),
    );
    const settled = Promise.allSettled(asked);
    await waitFor('every connection', () => (server.open() === most ? true : undefined));
    cancel.abort();
    expect(await settled).toMatchObject(
      Array(most + 20).fill({ status: 'rejected', reason: { code: 'cancelled' } }),
    );
    expect(server).toMatchObject({ accepted: most, mostOpen: most });
  },
);

it('does not count the wait for a turn against the deadline', async () => {
  const server = keep(
    await startCrowd((socket) =>
      socket.once('data', (head: Buffer) => {
        if (head.includes('/last')) socket.end(ANSWER);
      }),
    ),
  );
  const fetches = createFetches();
  const limits = { deadlineMs: 1000 };
  const mute = Array.from({ length: 32 }, (_one, i) => fetches.body(get(server.port, `/${i}`), limits, {}));
  const last = fetches.body(get(server.port, '/last'), { deadlineMs: 900 }, {});
  expect((await Promise.allSettled(mute)).every(({ status }) => status === 'rejected')).toBe(true);
  expect(String(await last)).toBe('body');
});

it('has a list that many certificates name read once, also one that cannot be read', async () => {
  for (const damage of [0, 40]) {
    const ca = await createCa();
    const list = await ca.crl('root');
    const body = list.subarray(0, list.length - damage);
    const server = keep(await startCrlServer({ resources: { '/ca.crl': { body } } }));
    const crlUrls = [`http://${server.host}:${server.port}/ca.crl`];
    const leaves = await Promise.all(
      Array.from({ length: 30 }, (_, i) => ca.issue({ names: [`${i}.example`], issuer: 'root', crlUrls })),
    );
    const own = createFetches();
    let read = 0;
    const fetches: Fetches = {
      ...own,
      readOnce: (bytes, reading) =>
        own.readOnce(bytes, (one) => {
          read += 1;
          return reading(one);
        }),
    };
    const results = await Promise.all(
      leaves.map(({ der }) => checkRevocation({ ...requestFor([der, ca.root.der], DIRECT), fetches })),
    );
    expect(new Set(results.flat().map(({ evidence }) => evidence.reason))).toEqual(
      new Set([damage === 0 ? 'valid' : 'not-a-crl']),
    );
    expect([read, server.log.length]).toEqual([1, 1]);
  }
});
