import tls from 'node:tls';
import { expect, it } from 'vitest';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, leaf, startPlain } from '../gateways.ts';
import { evidenceOf, straightTo } from '../routes.ts';

const keep = closeAfterEach();
const { key, cert } = leaf;
const BOTH = ['TLSv1.2', 'TLSv1.3'];

async function seen(at: { host: string; port: number }, newestTls: 'TLSv1.2' | 'TLSv1.3') {
  const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem], { newestTls }));
  await settled;
  return results;
}

it('distinguishes a server that resets what it does not speak from one that resets all', async () => {
  const inner = tls.createServer({ key, cert, minVersion: 'TLSv1.3' }).on('tlsClientError', () => undefined);
  const only13 = keep(
    await startPlain((socket) =>
      socket.once('data', (hello) => {
        // The extension supported_versions (43) with both versions (RFC 8446 4.2.1).
        if (!hello.includes(Buffer.from('002b00050403040303', 'hex'))) return socket.resetAndDestroy();
        socket.pause();
        socket.unshift(hello);
        inner.emit('connection', socket);
      }),
    ),
  );
  const results = await seen(only13, 'TLSv1.2');
  expect(results.at(-1)).toMatchObject({
    stage: 'tls',
    evidence: {
      ...{ reason: 'tls-1.3-only', offered: ['TLSv1.2'], bytesReceived: 0 },
      withTls13: { offered: BOTH, protocol: 'TLSv1.3' },
    },
  });

  let connections = 0;
  const always = keep(
    await startPlain((socket) => {
      connections += 1;
      socket.once('data', () => socket.resetAndDestroy());
    }),
  );
  const withTls13 = { offered: BOTH, reason: 'reset-at-client-hello' };
  expect((await seen(always, 'TLSv1.2')).at(-1)).toMatchObject({
    stage: 'tls',
    evidence: { reason: 'reset-at-client-hello', withTls13 },
  });
  expect(connections).toBe(2);
  // A client that offers both needs no second attempt.
  expect(evidenceOf(await seen(always, 'TLSv1.3'), 'tls')).not.toHaveProperty('withTls13');
  expect(connections).toBe(3);
});
