import { expect, it } from 'vitest';
import { startCrlServer } from '../../scripts/simulated/crl-server.ts';
import { diagnose } from '../../src/core/causes/causes.ts';
import { traceOf } from '../../src/core/causes/trace-of.ts';
import { revocationVerdict } from '../../src/core/causes/verdict.ts';
import { checkRevocation } from '../../src/path/revocation/revocation.ts';
import { closeAfterEach } from './fixtures.ts';
import { pour, startPlain } from './gateways.ts';
import { requestFor, startOneAddress } from './revocation/revocation-requests.ts';
import { DIRECT, through } from './routes.ts';

const keep = closeAfterEach();

/** A list's address that redirects. */
const leadingTo = async (location: string) =>
  keep(
    await startOneAddress('crl', async (ca) => ({ body: await ca.crl('root'), mode: 'redirect', location })),
  );

it('names the host that did not reply after a redirect, and keeps the answer before it', async () => {
  const mute = keep(await startPlain(() => undefined));
  const at = await leadingTo(`http://127.0.0.1:${mute.port}/x`);
  const [result] = await checkRevocation({ ...requestFor(at.chain, DIRECT), deadlineMs: 500 });
  expect(result?.evidence).toMatchObject({
    reason: 'redirect',
    httpStatus: 302,
    redirects: [`127.0.0.1:${mute.port}`],
    redirectVia: ['direct'],
    followed: { reason: 'timeout', deadlineMs: 500 },
  });
});

it('reports of the server that sent the list only what that server sent', async () => {
  const filter = keep(
    await startPlain((socket) => {
      const head = 'HTTP/1.1 302 Found\r\nServer: squid/5.7\r\nX-Squid-Error: 302 Access Denied\r\n';
      socket.once('data', () => socket.end(`${head}Location: http://127.0.0.1:${lists.port}/here\r\n\r\n`));
    }),
  );
  const at = keep(await startOneAddress('crl', async (ca) => ({ body: await ca.crl('root') })));
  const lists = at.server;
  const crlUrls = [`http://127.0.0.1:${filter.port}/x`];
  const leaf = await at.ca.issue({ names: ['a'], issuer: 'root', crlUrls });
  const [result] = await checkRevocation(requestFor([leaf.der, at.ca.root.der], DIRECT));
  expect(result).toMatchObject({ status: 'pass', evidence: { httpStatus: 200, reason: 'valid' } });
  expect(result?.evidence).not.toHaveProperty('squidError');
  expect(result?.evidence).not.toHaveProperty('server');
});

it('holds a list of more than 20 MiB against nobody behind a redirect either', async () => {
  const huge = keep(
    await startPlain((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        pour(socket, Buffer.alloc(1 << 20, 0x30));
      });
    }),
  );
  const at = await leadingTo(`http://127.0.0.1:${huge.port}/x`);
  const results = await checkRevocation(requestFor(at.chain, DIRECT));
  const evidence = { reason: 'too-large', httpStatus: 200, redirects: [`127.0.0.1:${huge.port}`] };
  expect(results).toMatchObject([{ status: 'skip', evidence }]);
  expect(revocationVerdict(results).verdict).toBe('not-tested');
});

it('names the proxy of the route behind a redirect, and makes it the cause when the route ends there', async () => {
  const gone = await startCrlServer({ resources: {} });
  await gone.close();
  const proxy = `127.0.0.1:${gone.port}`;
  const at = await leadingTo('http://moved.example/x');
  const results = await checkRevocation(
    requestFor(at.chain, (url) => (url.includes('moved') ? through(gone) : DIRECT)),
  );
  expect(results[0]).toMatchObject({
    via: 'direct',
    evidence: {
      redirects: ['moved.example'],
      redirectVia: [proxy],
      followed: { reason: 'refused', of: 'proxy' },
    },
  });
  const seen = results.map((one) => ({ ...one, stores: 'current' as const }));
  const { code, steps } = diagnose(traceOf('vpn.example', seen, { mayAlign: true }));
  expect(code).toBe('revocation-unreachable.proxy-down');
  expect(steps.map(({ owner }) => owner)).toEqual(['administrator', 'proxy-team']);
});

it('does not hold a way that cannot be followed from here against anybody', async () => {
  const at = await leadingTo('http://moved.example/x');
  const results = await checkRevocation(
    requestFor(at.chain, (url) => (url.includes('moved') ? { ...DIRECT, unsupported: 'socks' } : DIRECT)),
  );
  const evidence = { reason: 'route-unsupported', detail: 'socks', redirects: ['moved.example'] };
  expect(results).toMatchObject([{ via: 'direct', status: 'skip', evidence }]);
  expect(revocationVerdict(results).verdict).toBe('not-tested');
});

it.each([
  ['goes round', '/here', 'redirect-loop'],
  ['leads on and on', '/further', 'too-many-redirects'],
])('says that a redirect %s on the same host', async (_name, location, reason) => {
  const at = await leadingTo(location);
  for (let step = 0; step < 20; step++) {
    const from = `/further${'/more'.repeat(step)}`;
    at.server.set(from, { body: Buffer.alloc(0), mode: 'redirect', location: `${from}/more` });
  }
  const [result] = await checkRevocation(requestFor(at.chain, DIRECT));
  expect(at.server.log).toHaveLength(11);
  expect(result?.evidence).toMatchObject({
    reason: 'redirect',
    followed: { reason, httpStatus: 302, sameHost: true },
  });
});
