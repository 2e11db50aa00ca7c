import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { TlsVersion } from '../../../src/core/path/tls-version.ts';
import { trustContext } from '../../../src/path/transport/handshake.ts';
import { startLifetime } from '../../../src/path/transport/lifetime.ts';
import { socketsBy, socketsWith } from '../../../src/path/transport/sockets.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, leaf, startPlain, startTls } from '../gateways.ts';

const keep = closeAfterEach();

function lifetime() {
  const started = startLifetime(1_000_000);
  keep({ close: () => started.end() });
  return started;
}

describe('the sockets of this process', () => {
  it('resolve names by the resolver of the run', async () => {
    const names = { resolve: async (host: string) => [`address of ${host}`] };
    for (const dialer of [socketsBy(names), socketsWith(trustContext([]), names)])
      expect(await dialer.resolve('a', lifetime())).toEqual(['address of a']);
    expect(await socketsBy().resolve('127.0.0.1', lifetime())).toEqual(['127.0.0.1']);
  });

  it('connect, with the address that answered', async () => {
    const { port } = keep(await startPlain(() => undefined));
    const connection = await socketsBy().connect(['127.0.0.1'], port, lifetime());
    expect(connection).toMatchObject({ address: '127.0.0.1', port });
    await expect(socketsBy().connect([], port, lifetime())).rejects.toMatchObject({ reason: 'not-found' });
  });

  it('make a handshake that is prepared once for each host', async () => {
    const { port } = keep(await startTls(() => undefined));
    const made: TlsVersion[] = [];
    const trust = trustContext([ca.root.pem]);
    const transport = socketsWith((newest) => {
      made.push(newest);
      return trust(newest);
    });
    const life = lifetime();
    transport.prepare('localhost');
    transport.prepare('localhost');
    expect(made).toEqual(['TLSv1.3']);
    const connection = await transport.connect(['127.0.0.1'], port, life);
    const secured = await transport.secure(connection, 'localhost', life);
    expect(made).toHaveLength(1);
    expect(secured.evidence).toMatchObject({ protocol: 'TLSv1.3' });
    expect(secured.certificates()).toEqual({
      chain: [leaf.der, ca.intermediate.der, ca.root.der],
      authorizationError: null,
    });
    transport.prepare('other.example');
    expect(made).toHaveLength(2);
  });

  it('offer what their newest version allows', async () => {
    expect(socketsWith(trustContext([])).offers).toEqual(['TLSv1.2', 'TLSv1.3']);
    const older = socketsWith(trustContext([]), undefined, 'TLSv1.2');
    expect(older.offers).toEqual(['TLSv1.2']);
    const { port } = keep(await startTls(() => undefined));
    const life = lifetime();
    const stream = life.adopt(connect(port, '127.0.0.1'));
    const secured = await older.secure({ stream, address: null, port }, 'localhost', life);
    expect(secured.evidence).toMatchObject({ protocol: 'TLSv1.2' });
  });

  it('have no handshake on a connection of another transport', async () => {
    const stream = new Duplex({ read: () => undefined });
    const other = socketsWith(trustContext([])).secure({ stream, address: null, port: 1 }, 'a', lifetime());
    await expect(other).rejects.toThrow(TypeError);
  });
});
