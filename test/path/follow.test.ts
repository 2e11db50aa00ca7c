import { expect, it } from 'vitest';
import { revocationVerdict } from '../../src/core/causes/verdict.ts';
import { checkRevocation } from '../../src/path/revocation/revocation.ts';
import { closeAfterEach } from './fixtures.ts';
import { pour, startPlain } from './gateways.ts';
import { requestFor, startOneAddress } from './revocation/revocation-requests.ts';
import { DIRECT } from './routes.ts';

const keep = closeAfterEach();

/** A list's address that redirects. */
const leadingTo = async (location: string) =>
  keep(
    await startOneAddress('crl', async (ca) => ({ body: await ca.crl('root'), mode: 'redirect', location })),
  );

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

it('does not hold a way that cannot be followed from here against anybody', async () => {
  const at = await leadingTo('http://moved.example/x');
  const results = await checkRevocation(
    requestFor(at.chain, (url) => (url.includes('moved') ? { ...DIRECT, unsupported: 'socks' } : DIRECT)),
  );
  const evidence = { reason: 'route-unsupported', detail: 'socks', redirects: ['moved.example'] };
  expect(results).toMatchObject([{ via: 'direct', status: 'skip', evidence }]);
  expect(revocationVerdict(results).verdict).toBe('not-tested');
});
