import net from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { listen } from '../../../scripts/simulated/sockets.ts';
import { connectAny } from '../../../src/path/transport/connect-any.ts';
import { type Lifetime, startLifetime } from '../../../src/path/transport/lifetime.ts';
import { closeAfterEach } from '../fixtures.ts';
import { startMutePort } from '../mute.ts';

const keep = closeAfterEach();

function lifetime(deadlineMs = 10_000): Lifetime {
  const started = startLifetime(deadlineMs);
  keep({ close: () => started.end() });
  return started;
}

it.skipIf(process.platform !== 'linux')(
  'does not wait for an address without a reply, and leaves no attempt behind',
  async () => {
    const { port } = keep(await listen(net.createServer()));
    const mute = keep(await startMutePort(port));
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
    await expect(connectAny([mute.host], port, lifetime(300))).rejects.toMatchObject({
      reason: 'timeout',
      evidence: { deadlineMs: 300 },
    });
  },
);
