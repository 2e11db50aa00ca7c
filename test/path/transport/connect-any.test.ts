import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Listening, listen } from '../../../scripts/simulated/sockets.ts';
import { connectAny } from '../../../src/path/transport/connect-any.ts';
import { type Lifetime, startLifetime } from '../../../src/path/transport/lifetime.ts';
import { freePort } from '../../support/ports.ts';
import { failureOf } from '../stage-failure.ts';

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

  it('starts nothing once the time is over', async () => {
    const at = await server('127.0.0.1');
    const life = lifetime();
    await life.end();
    const failure = await failureOf(connectAny(['127.0.0.1'], at.port, life));
    expect(failure.reason).toBe('timeout');
    expect(at.sockets.size).toBe(0);
  });

  it('fails when its lifetime ends before it has tried every address', async () => {
    const life = lifetime();
    const { port } = await server('127.0.0.1');
    const failing = failureOf(connectAny(['127.0.0.1', '127.0.0.2', '127.0.0.3'], port, life));
    await life.end();
    expect(await failing).toMatchObject({ evidence: { attempts: [{ address: '127.0.0.1' }] } });
  });

  it('has no address without one', async () => {
    expect(await failureOf(connectAny([], 443, lifetime()))).toMatchObject({ reason: 'not-found' });
  });

  it('starts the next attempt a quarter of a second later, and ends the one that is not first', async () => {
    const { port } = await server('0.0.0.0');
    const life = lifetime();
    const attempts: net.Socket[] = [];
    const watched: Lifetime = {
      ...life,
      adopt(socket) {
        if (socket instanceof net.Socket) attempts.push(socket);
        return life.adopt(socket);
      },
    };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const connected = connectAny(['127.0.0.1', '127.0.0.2', '127.0.0.3'], port, watched);
      vi.advanceTimersByTime(249);
      expect(attempts).toHaveLength(1);
      vi.advanceTimersByTime(1);
      expect(attempts).toHaveLength(2);
      const winner = await connected;
      expect(attempts.filter(({ destroyed }) => !destroyed)).toEqual([winner]);
      expect(vi.getTimerCount()).toBe(0);
      expect(attempts).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
