import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { P2sError } from '../../../../src/core/model/errors.ts';
import { say } from '../../../../src/core/model/say.ts';
import { StageFailure } from '../../../../src/path/transport/failure.ts';
import { withNewerTls } from '../../../../src/path/tunnel/newer-tls.ts';
import { secureThroughProxy } from '../../../../src/path/tunnel/tls-through-proxy.ts';
import { failureOf } from '../../stage-failure.ts';
import { during, passing, type ScriptedConnection, scripted } from './scripted-transport.ts';

const GATEWAY = { host: 'vpn.contoso.example', port: 443, source: 'option' } as const;
const GRANTED = 'HTTP/1.1 200 x\r\n\r\n';
const cancelled = () => new P2sError('cancelled', say('The check was cancelled.'));
const tlsError = (code: string) => Object.assign(new Error(code), { code });

describe('a handshake that a newer client repeats', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());
  const offered = ['TLSv1.2', 'TLSv1.3'];
  const repeated = (first: Promise<string>, connection: ScriptedConnection) => {
    const made = scripted(connection);
    const open = (part: Parameters<typeof made.transport.connect>[2]) =>
      made.transport.connect(['192.0.2.1'], 443, part);
    const newer = { transport: made.transport, host: GATEWAY.host, open };
    const work = during((whole) => withNewerTls(first, whole, newer));
    return { made, work };
  };
  const refused = (reason: string) => Promise.reject(new StageFailure(reason, { errno: 'x' }));

  it.each<[string, ScriptedConnection, string, Record<string, unknown>]>([
    [
      'connects with TLS 1.3',
      { tls: [], first: [null], protocol: 'TLSv1.3' },
      'tls-1.3-only',
      { protocol: 'TLSv1.3' },
    ],
    ['connects with TLS 1.2', { tls: [], first: [null] }, 'old-tls', { protocol: 'TLSv1.2' }],
    ['is refused', { tls: new StageFailure('alert') }, 'old-tls', { reason: 'alert' }],
    [
      'needs a certificate',
      { tls: new StageFailure('client-certificate') },
      'client-certificate',
      { reason: 'client-certificate' },
    ],
    ['has no connection', { refused: new StageFailure('refused') }, 'old-tls', { reason: 'refused' }],
  ])('that %s: its result is evidence', async (_name, connection, reason, second) => {
    const { made, work } = repeated(refused('old-tls'), connection);
    const failure = await failureOf(work);
    expect(failure.reason).toBe(reason);
    expect(failure.evidence).toStrictEqual({ errno: 'x', withTls13: { offered, ...second } });
    expect(made.asked).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(made.secured).toEqual('refused' in connection ? [] : [GATEWAY.host]);
  });

  it.each([
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client-certificate', { reason: 'client-certificate' }],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'handshake-failure', { reason: 'alert' }],
    ['ECONNRESET', 'tls-1.3-only', { protocol: 'TLSv1.3' }],
  ])('has the error %s behind the handshake', async (code, reason, second) => {
    const { work } = repeated(refused('handshake-failure'), {
      ...{ tls: [], first: [tlsError(code)], protocol: 'TLSv1.3' },
    });
    const failure = await failureOf(work);
    expect(failure).toMatchObject({ reason, evidence: { withTls13: second } });
  });

  it('does not wait for a gateway that leaves the connection open', async () => {
    const { work } = repeated(refused('reset-at-client-hello'), { tls: [], protocol: 'TLSv1.3' });
    expect(await passing(() => failureOf(work), 1_000)).toMatchObject({ reason: 'tls-1.3-only' });
  });

  it('is not repeated where it succeeds, or fails in another way, or there is no newer client', async () => {
    for (const reason of ['closed', 'not-tls', 'alert', 'timeout']) {
      const { made, work } = repeated(refused(reason), { tls: [], first: [null] });
      expect(await failureOf(work)).toMatchObject({ reason, evidence: { errno: 'x' } });
      expect((await failureOf(work)).evidence).not.toHaveProperty('withTls13');
      expect(made.asked).toEqual([]);
    }
    const { made, work } = repeated(Promise.resolve('first'), {});
    expect([await work, made.asked]).toEqual(['first', []]);
    const own = new StageFailure('old-tls');
    const alone = during((whole) => withNewerTls(Promise.reject(own), whole, null));
    expect(await failureOf(alone)).toBe(own);
  });

  it('ends when it is cancelled', async () => {
    const error = cancelled();
    await expect(repeated(refused('old-tls'), { refused: error }).work).rejects.toBe(error);
  });
});

describe('a handshake behind a granted CONNECT', () => {
  async function secured(
    tls: ScriptedConnection,
    second: ScriptedConnection = {},
    patienceMs = 1_000_000,
    deadlineMs?: number,
  ) {
    const made = scripted(tls, second);
    const work = during(async (whole) => {
      const connection = await made.transport.connect(['192.0.2.1'], 8080, whole);
      const { evidence } = await secureThroughProxy(made.transport, connection, {
        gateway: GATEWAY,
        whole,
        patienceMs,
      });
      return evidence;
    }, deadlineMs);
    return { made, work };
  }
  const cut = (reason: string) => ({ tls: new StageFailure(reason, { bytesReceived: 0 }) });

  it('is that of the gateway', async () => {
    const { made, work } = await secured({ tls: [], protocol: 'TLSv1.3' });
    expect(await work).toEqual({ protocol: 'TLSv1.3' });
    expect([made.asked, made.secured]).toEqual([['192.0.2.1:8080'], [GATEWAY.host]]);
  });

  it.each(['closed', 'reset-at-client-hello'])(
    'that ends with %s is made again without the header',
    async (reason) => {
      const { made, work } = await secured(cut(reason), { plain: [[GRANTED]], tls: [] });
      const failure = await failureOf(work);
      expect(failure.reason).toBe('sstp-header-refused');
      expect(failure.evidence).toStrictEqual({
        ...{ bytesReceived: 0, withSstpVersion: reason },
        withoutSstpVersion: { tls: 'completed' },
      });
      expect(made.asked).toEqual(['192.0.2.1:8080', '192.0.2.1:8080']);
      expect(made.plain[1]?.sent).toMatch(/^CONNECT vpn\.contoso\.example:443 HTTP\/1\.1\r\n/);
      expect(made.plain[1]?.sent).not.toContain('SSTPVERSION');
      expect(made.secured).toEqual([GATEWAY.host, GATEWAY.host]);
      expect(made.inside[0]?.stream.writableFinished).toBe(true);
    },
  );

  it.each<[ScriptedConnection, string]>([
    [{ plain: [['HTTP/1.1 403 x\r\n\r\n']] }, 'status'],
    [{ plain: [[null]] }, 'closed'],
    [{ plain: [[GRANTED]], tls: new StageFailure('reset-at-client-hello') }, 'reset-at-client-hello'],
    [{ refused: new StageFailure('refused') }, 'refused'],
  ])('that ends without the header, too, is the same failure: %#', async (second, tls) => {
    const failure = await failureOf((await secured(cut('closed'), second)).work);
    expect(failure.reason).toBe('closed');
    expect(failure.evidence).toStrictEqual({ bytesReceived: 0, withoutSstpVersion: { tls } });
  });

  it('that is refused by an alert is made once', async () => {
    const { made, work } = await secured(cut('alert'), { plain: [[GRANTED]], tls: [] });
    const failure = await failureOf(work);
    expect([failure.reason, failure.evidence, made.asked.length]).toEqual(['alert', { bytesReceived: 0 }, 1]);
  });

  it('that has no reply is made again beside it', async () => {
    const again = async () => failureOf((await secured({}, { plain: [[GRANTED]], tls: [] }, 100, 300)).work);
    expect(await passing(again, 100, 200)).toMatchObject({
      reason: 'sstp-header-refused',
      evidence: { withSstpVersion: 'timeout', withoutSstpVersion: { tls: 'completed' } },
    });
  });

  it('ends with a fault of the program', async () => {
    const error = cancelled();
    await expect((await secured(cut('closed'), { refused: error })).work).rejects.toBe(error);
  });
});
