import { describe, expect, it, vi } from 'vitest';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ACK, ca, closedOnServer, noConnections, startTls, startWith } from '../gateways.ts';
import { straightTo } from '../routes.ts';

const keep = closeAfterEach();
const gateway = async (...how: Parameters<typeof startWith>) => keep(await startWith(...how));

describe('checkTunnel, its end', () => {
  it('is cancelled at any moment', async () => {
    const mute = await gateway('silent-after-200');
    const before = AbortSignal.abort();
    await expect(checkTunnel(straightTo(mute), { signal: before })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const during = new AbortController();
    const cancelled = checkTunnel(straightTo(mute), {
      signal: during.signal,
      onStage: (event) => void (event.type === 'started' && event.stage === 'sstp' && during.abort()),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await closedOnServer(mute);
  });

  it('is cancelled inside the very callback in which TLS is ready', async () => {
    const at = await gateway('ok');
    const controller = new AbortController();
    const cancelled = checkTunnel(straightTo(at), {
      signal: controller.signal,
      onStage: (event) =>
        void (event.type === 'result' && event.result.stage === 'tls' && controller.abort()),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await closedOnServer(at);
  });

  /** Accepts the call and ignores our Abort. */
  async function stubborn() {
    const accept = 'HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\n\r\n';
    return keep(
      await startTls((socket) => {
        socket.once('data', () => socket.write(accept));
        socket.on('data', (chunk) => void (chunk[5] === 1 && socket.write(ACK)));
      }),
    );
  }

  it('waits three seconds at most for the end of a call, and not at all when cancelled', async () => {
    const at = await stubborn();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const controller = new AbortController();
      const cancelled = await checkTunnel(straightTo(at, [ca.root.pem]), { signal: controller.signal });
      controller.abort();
      await cancelled.settled;
      const patient = await checkTunnel(straightTo(at, [ca.root.pem]));
      const settled = vi.fn();
      const end = patient.settled.then(settled);
      vi.advanceTimersByTime(2999);
      await new Promise((resolve) => setImmediate(resolve));
      expect(settled).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      await end;
      for (const { results } of [cancelled, patient])
        expect(gatewayVerdict(results).verdict).toBe('reachable');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
    await noConnections(at);
  });

  it('closes by itself once the server has aborted, too', async () => {
    const at = await gateway('ok', { closeDelayMs: 600_000 });
    const { settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    await closedOnServer(at);
    expect(at.log[0]?.steps).toContain('abort-received');
  });
});
