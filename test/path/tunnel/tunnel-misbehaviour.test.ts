import { describe, expect, it } from 'vitest';
import type { GatewayBehaviour } from '../../../scripts/simulated/gateway.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { networkFailure } from '../../../src/path/transport/failure.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, closedOnServer, pour, startPlain, startTls, startWith } from '../gateways.ts';
import { straightTo } from '../routes.ts';

const keep = closeAfterEach();
const gateway = async (...how: Parameters<typeof startWith>) => keep(await startWith(...how));

describe('checkTunnel, gateways that are none', () => {
  it.each<[GatewayBehaviour, string, string, Record<string, unknown>, string]>([
    ['nak', 'sstp', 'nak', { sstpStatus: 4 }, 'not-sstp'],
    ['abort', 'sstp', 'abort', { sstpStatus: 0 }, 'not-sstp'],
    ['close-after-200', 'sstp', 'closed', {}, 'not-sstp'],
    ['garbage-packet', 'sstp', 'not-a-packet', {}, 'not-sstp'],
    [
      'http-200-no-ack',
      'sstp',
      'not-a-packet',
      { began: Buffer.from('<!doctype html><').toString('hex') },
      'not-sstp',
    ],
    ['close-after-tls', 'http', 'closed', {}, 'not-sstp'],
    ['http-404', 'http', 'status', { httpStatus: 404 }, 'not-sstp'],
    ['http-503', 'http', 'status', { httpStatus: 503 }, 'no-sstp-port-free'],
    ['endless-head', 'http', 'head-too-large', {}, 'not-sstp'],
    ['long-head', 'http', 'head-too-large', {}, 'not-sstp'],
    ['garbage', 'http', 'not-http', {}, 'not-sstp'],
    ['reset-on-client-hello', 'tls', 'reset-at-client-hello', { bytesReceived: 0 }, 'tls-failed'],
  ])('%s fails in %s: %s', async (behaviour, stage, reason, evidence, verdict) => {
    const at = await gateway(behaviour);
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage, status: 'fail', evidence: { reason, ...evidence } });
    expect(gatewayVerdict(results)).toEqual({ verdict, stage });
    await closedOnServer(at);
    expect(JSON.stringify(results)).toMatch(/^[ -~]*$/);
  });

  it.each<[GatewayBehaviour, string]>([
    ['silent-after-tcp', 'tls'],
    ['silent-after-tls', 'http'],
    ['silent-after-200', 'sstp'],
  ])('%s ends in a timeout at %s', async (behaviour, stage) => {
    const at = await gateway(behaviour);
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem], { deadlineMs: 1500 }));
    await settled;
    expect(results.at(-1)).toMatchObject({
      stage,
      status: 'fail',
      evidence: { reason: 'timeout', deadlineMs: 1500 },
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'timeout', stage });
    await closedOnServer(at);
  });

  it('does not let a byte now and then extend the deadline', async () => {
    const head = [...'HTTP/1.1 200\r\nX: '];
    const server = await startTls((socket) => {
      const drip = setInterval(() => socket.write(head.shift() ?? 'x'), 20);
      socket.once('close', () => clearInterval(drip));
    });
    const request = straightTo(keep(server), [ca.root.pem], { deadlineMs: 1500 });
    const { results, settled } = await checkTunnel(request);
    await settled;
    expect(gatewayVerdict(results)).toEqual({ verdict: 'timeout', stage: 'http' });
  });

  it('says of a plain server that it does not speak TLS', async () => {
    const at = keep(
      await startPlain((socket) => {
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      }),
    );
    const { results, settled } = await checkTunnel(straightTo(at));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'tls', evidence: { reason: 'not-tls' } });
  });

  it('does not go below TLS 1.2', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const listening = keep(await startTls(() => undefined, old));
    const { results, settled } = await checkTunnel(straightTo(listening, [ca.root.pem]));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'tls', status: 'fail', evidence: { reason: 'old-tls' } });
  });

  it('says of a server without a cipher suite in common that it refuses by that alert', async () => {
    const own = { maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-CBC-SHA256:@SECLEVEL=0' } as const;
    const listening = keep(await startTls(() => undefined, own));
    const { results, settled } = await checkTunnel(straightTo(listening, [ca.root.pem]));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'tls', evidence: { reason: 'handshake-failure' } });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'tls-failed', stage: 'tls' });
  });

  it('knows the alert of TLS 1.3 for a client certificate, which comes behind the handshake', () => {
    const error = Object.assign(new Error(), { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    expect(networkFailure(error).reason).toBe('client-certificate');
  });

  it('takes no chunked 200 for a tunnel, and warns of an ordinary Content-Length', async () => {
    const answer = async (head: string) => {
      const listening = keep(await startTls((socket) => socket.once('data', () => socket.end(head))));
      const { results, settled } = await checkTunnel(straightTo(listening, [ca.root.pem]));
      await settled;
      return results.find(({ stage }) => stage === 'http');
    };
    const chunked = await answer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    expect(chunked).toMatchObject({ status: 'fail', evidence: { reason: 'chunked' } });
    const short = await answer('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n');
    expect(short).toMatchObject({ status: 'warn', evidence: { httpStatus: 200, contentLength: '5' } });
    const none = await answer('HTTP/1.1 200 OK\r\n\r\n');
    expect(none).toMatchObject({ status: 'warn', evidence: { contentLength: null } });
  });

  it('does not read data packets for ever', async () => {
    const server = await startTls((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200\r\n\r\n');
        pour(socket, Buffer.from('10000008c0210101', 'hex'));
      });
    });
    const listening = keep(server);
    const { results, settled } = await checkTunnel(straightTo(listening, [ca.root.pem]));
    await settled;
    expect(results.at(-1)).toMatchObject({
      stage: 'sstp',
      status: 'fail',
      evidence: { reason: 'too-many-packets' },
    });
  });
});
