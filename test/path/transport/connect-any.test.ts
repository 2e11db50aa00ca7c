import net from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../../scripts/simulated/sockets.ts';
import { connectAny } from '../../../src/path/transport/connect-any.ts';
import { StageFailure } from '../../../src/path/transport/failure.ts';
import { type Lifetime, startLifetime } from '../../../src/path/transport/lifetime.ts';
import { freePort } from '../../support/ports.ts';
import { startMutePort } from '../mute.ts';

const lifetimes: Lifetime[] = [];
const servers: Listening[] = [];

function lifetime(deadlineMs = 10_000): Lifetime {
  const started = startLifetime(deadlineMs);
  lifetimes.push(started);
  return started;
}

async function server(host: string): Promise<Listening> {
  const started = await listen(net.createServer(), host);
  servers.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(lifetimes.splice(0).map((one) => one.end()));
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

async function failureOf(work: Promise<unknown>): Promise<StageFailure> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof StageFailure) return error;
  throw new Error(`expected a StageFailure, got ${error}`);
}

describe('connectAny', () => {
  it('goes on to the next address after a refusal', async () => {
    const { port } = await server('127.0.0.2');
    const socket = await connectAny(['127.0.0.1', '127.0.0.2'], port, lifetime());
    expect(socket.remoteAddress).toBe('127.0.0.2');
  });

  it('tries no more than sixteen addresses', async () => {
    const addresses = Array.from({ length: 40 }, (_, i) => `127.0.1.${i + 1}`);
    const failure = await failureOf(connectAny(addresses, await freePort('0.0.0.0'), lifetime()));
    expect(failure.evidence.attempts).toEqual(
      addresses.slice(0, 16).map((address) => ({ address, errno: 'ECONNREFUSED' })),
    );
  });

  it.skipIf(process.platform !== 'linux')(
    'does not wait for an address without a reply, and leaves no attempt behind',
    async () => {
      const { port } = await server('127.0.0.1');
      const mute = await startMutePort(port);
      try {
        const life = lifetime();
        const attempts: Duplex[] = [];
        const watched: Lifetime = {
          ...life,
          adopt(socket) {
            attempts.push(socket);
            return life.adopt(socket);
          },
        };
        const socket = await connectAny([mute.host, '127.0.0.1'], port, watched);
        expect(socket.remoteAddress).toBe('127.0.0.1');
        expect(attempts.map(({ destroyed }) => destroyed)).toEqual([true, false]);
        await life.end();
        expect(socket.destroyed).toBe(true);
        const failure = await failureOf(connectAny([mute.host], port, lifetime(300)));
        expect(failure).toMatchObject({ reason: 'timeout', evidence: { deadlineMs: 300 } });
      } finally {
        await mute.close();
      }
    },
  );

  it('reports every attempt when all fail, and the most informative one as the reason', async () => {
    const port = await freePort();
    const failure = await failureOf(connectAny(['127.0.0.1', '127.0.0.2'], port, lifetime()));
    expect(failure.reason).toBe('refused');
    expect(failure.evidence).toEqual({
      errno: 'ECONNREFUSED',
      attempts: [
        { address: '127.0.0.1', errno: 'ECONNREFUSED' },
        { address: '127.0.0.2', errno: 'ECONNREFUSED' },
      ],
    });
  });

  it('tries sixteen addresses at most', async () => {
    const port = await freePort();
    const many = Array.from({ length: 40 }, (_, i) => `127.0.5.${i + 1}`);
    const failure = await failureOf(connectAny(many, port, lifetime()));
    expect(failure.evidence.attempts).toHaveLength(16);
  });

  it('starts nothing once the time is over', async () => {
    const at = await server('127.0.0.1');
    const life = lifetime();
    await life.end();
    const failure = await failureOf(connectAny(['127.0.0.1'], at.port, life));
    expect(failure.reason).toBe('timeout');
    expect(at.sockets.size).toBe(0);
  });
});
