import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import { SAMPLE_GATEWAY, startSimulatedServers } from '../../../scripts/simulated/simulated-servers.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { checkTunnel, type TunnelRequest } from '../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ACK, ca, closedOnServer, leaf, PASSED, startTls, startWith } from '../gateways.ts';
import {
  CORRELATION_ID,
  evidenceOf,
  sha256Of,
  stagesOf,
  straightTo,
  through,
  throughSimulated,
} from '../routes.ts';

const keep = closeAfterEach();
const gateway = async (...how: Parameters<typeof startWith>) => keep(await startWith(...how));

async function seen(request: TunnelRequest) {
  const outcome = await checkTunnel(request);
  await outcome.settled;
  return outcome;
}

describe('checkTunnel, straight to a gateway', () => {
  it('sends the text of the specification, nothing before its time, and aborts politely', async () => {
    const at = await gateway('lcp-first', { closeDelayMs: 20 });
    const { results, chain } = await seen(straightTo({ host: 'localhost', port: at.port }, [ca.root.pem]));
    await closedOnServer(at);
    const [connection] = at.log;
    const expected = Buffer.concat([
      Buffer.from(
        'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\n' +
          `SSTPCORRELATIONID: {${CORRELATION_ID}}\r\n` +
          'Content-Length: 18446744073709551615\r\n' +
          'Host: localhost\r\n' +
          '\r\n',
      ),
      Buffer.from('1001000e00010001000100060001', 'hex'),
      Buffer.from('1001000800090000', 'hex'),
      Buffer.from('10010014000500010002000c0000000000000000', 'hex'),
    ]);
    expect(connection?.received).toEqual(expected);
    expect(connection?.serverName).toBe('localhost');
    expect(connection?.steps).toEqual([
      ...['tcp', 'tls', 'request', 'connect-request', 'ack', 'abort-received', 'closed'],
    ]);
    expect(at.log).toHaveLength(1);
    expect(stagesOf(results)).toEqual(PASSED.with(0, 'dns pass'));
    expect(evidenceOf(results, 'sstp')).toEqual({ ack: ACK.toString('hex'), hashBits: 3 });
    expect(evidenceOf(results, 'dns').addresses).toContain('127.0.0.1');
    expect(chain.map((der) => Buffer.from(der))).toEqual([leaf.der, ca.intermediate.der, ca.root.der]);
  });

  it('sends no SNI for an address, and reports address, protocol and certificate', async () => {
    const at = await gateway('ok', { maxVersion: 'TLSv1.2' });
    const { results } = await seen(straightTo(at, [ca.root.pem]));
    expect(at.log[0]?.serverName).toBeNull();
    expect(evidenceOf(results, 'tcp')).toMatchObject({ of: 'gateway', address: '127.0.0.1', port: at.port });
    expect(evidenceOf(results, 'tls')).toMatchObject({ protocol: 'TLSv1.2', alpn: null });
    expect(evidenceOf(results, 'certificate')).toMatchObject({
      sha256: sha256Of(leaf.pem),
      subject: 'CN=localhost',
      issuer: 'CN=P2S Sample Issuing CA',
      san: ['DNS:localhost', 'IP Address:127.0.0.1'],
      crlUrls: ['http://crl.example/a.crl'],
      matchedOn: 'san',
      authorizationError: null,
      trustedBy: 'extra',
      chainLength: 3,
      top: { subject: 'CN=P2S Sample Root', sha256: sha256Of(ca.root.pem) },
    });
    expect(evidenceOf(results, 'http')).toMatchObject({
      httpStatus: 200,
      httpReason: '',
      server: 'Microsoft-HTTPAPI/2.0',
      contentLength: '18446744073709551615',
    });
  });

  it('goes over IPv6', async () => {
    const at = await gateway('ok', { host: '::1' });
    const { results } = await seen(straightTo(at, [ca.root.pem]));
    expect(evidenceOf(results, 'tcp').address).toBe('::1');
    expect(at.log[0]?.received.toString('latin1')).toContain('\r\nHost: [::1]\r\n');
    expect(results.at(-1)).toMatchObject({ stage: 'sstp', status: 'pass' });
  });

  it.each([
    ['old-tls', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }],
    ['handshake-failure', { maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-CBC-SHA256:@SECLEVEL=0' }],
    ['handshake-failure', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' }],
    ['handshake-failure', { ecdhCurve: 'P-521' }],
  ] as const)('fails by %s where TLS is not what Windows offers: %j', async (reason, own) => {
    const { results } = await seen(straightTo(keep(await startTls(() => undefined, own)), [ca.root.pem]));
    expect(results.at(-1)).toMatchObject({ stage: 'tls', status: 'fail', evidence: { reason } });
  });
});

describe('checkTunnel, through a proxy', () => {
  it('reaches a gateway whose name only the proxy knows', async () => {
    const at = keep(await startSimulatedServers({ proxy: 'http10' }));
    const { results, chain } = await seen(throughSimulated(at));
    expect(stagesOf(results)).toEqual(PASSED.toSpliced(2, 0, 'connect pass'));
    expect(new Set(results.map(({ via }) => via))).toEqual(new Set([`127.0.0.1:${at.proxyPort}`]));
    expect(evidenceOf(results, 'tcp')).toMatchObject({
      of: 'proxy',
      address: '127.0.0.1',
      port: at.proxyPort,
    });
    expect(evidenceOf(results, 'connect')).toMatchObject({
      target: `${SAMPLE_GATEWAY}:443`,
      httpStatus: 200,
    });
    expect(at.gateway.log.map(({ serverName }) => serverName)).toEqual([SAMPLE_GATEWAY]);
    expect([chain.length, at.proxy.log.length]).toEqual([3, 1]);
  });

  it('goes to it by its IPv6 address', async () => {
    const { gateway, ...at } = keep(await startSimulatedServers());
    const proxy = keep(await startProxy({ host: '::1', hosts: { [at.gatewayHost]: gateway } }));
    const target = { host: at.gatewayHost, port: 443 };
    const { results } = await seen(straightTo(target, [at.caPem], { route: through(proxy) }));
    expect(gatewayVerdict(results).verdict).toBe('reachable');
    expect(new Set(results.map(({ via }) => via))).toEqual(new Set([`[::1]:${proxy.port}`]));
  });
});

describe('checkTunnel, its end', () => {
  it('is cancelled at any moment, also inside the very callback in which TLS is ready', async () => {
    const mute = await gateway('silent-after-200');
    const cancelledAt = async (isNow: (type: string, stage: string) => boolean) => {
      const controller = new AbortController();
      const work = checkTunnel(straightTo(mute), {
        signal: controller.signal,
        onStage: (event) => {
          if (isNow(event.type, event.type === 'result' ? event.result.stage : event.stage))
            controller.abort();
        },
      });
      await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    };
    await cancelledAt((type, stage) => type === 'started' && stage === 'sstp');
    await cancelledAt((type, stage) => type === 'result' && stage === 'tls');
    await closedOnServer(mute);
  });

  it('closes by itself once the server has aborted, too', async () => {
    const at = await gateway('ok', { closeDelayMs: 600_000 });
    await seen(straightTo(at, [ca.root.pem]));
    await closedOnServer(at);
    expect(at.log[0]?.steps).toContain('abort-received');
  });
});
