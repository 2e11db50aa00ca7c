import { describe, expect, it } from 'vitest';
import type { GatewayBehaviour } from '../../../scripts/simulated/gateway.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import type { StageEvent } from '../../../src/core/model/check.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ACK, ca, closedOnServer, leaf, PASSED, startWith } from '../gateways.ts';
import { CORRELATION_ID, evidenceOf, sha256Of, stagesOf, straightTo } from '../routes.ts';

const keep = closeAfterEach();
const gateway = async (...how: Parameters<typeof startWith>) => keep(await startWith(...how));

describe('checkTunnel, straight to a gateway', () => {
  it.each<GatewayBehaviour>(['ok', 'byte-by-byte', 'ack-in-same-record', 'lcp-first'])(
    'reaches the Ack: %s',
    async (behaviour) => {
      const at = await gateway(behaviour);
      const outcome = await checkTunnel(straightTo(at, [ca.root.pem]));
      await outcome.settled;
      expect(stagesOf(outcome.results)).toEqual(PASSED);
      expect(gatewayVerdict(outcome.results)).toEqual({ verdict: 'reachable', stage: null });
      expect(evidenceOf(outcome.results, 'sstp')).toEqual({
        ack: ACK.toString('hex'),
        hashBits: 3,
      });
      expect(outcome.chain.map((der) => Buffer.from(der))).toEqual([
        leaf.der,
        ca.intermediate.der,
        ca.root.der,
      ]);
    },
  );

  it('sends the text of the specification, nothing before its time, and aborts politely', async () => {
    const at = await gateway('lcp-first', { closeDelayMs: 20 });
    const outcome = await checkTunnel(
      straightTo(at, [ca.root.pem], { gateway: { host: 'localhost', port: at.port, source: 'option' } }),
    );
    await outcome.settled;
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
      'tcp',
      'tls',
      'request',
      'connect-request',
      'ack',
      'abort-received',
      'closed',
    ]);
    expect(at.log).toHaveLength(1);
  });

  it('sends no SNI for an address, and reports address, protocol and certificate', async () => {
    const at = await gateway('ok', { maxVersion: 'TLSv1.2' });
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
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

  it("takes no HTTP/1.0, as Windows' client does not (RasSstp event 3)", async () => {
    const at = await gateway('http10-lowercase-head');
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    expect(stagesOf(results)).toEqual([...PASSED.slice(0, 4), 'http fail']);
    expect(evidenceOf(results, 'http')).toMatchObject({
      reason: 'http-version',
      httpVersion: '1.0',
      httpStatus: 200,
      httpReason: 'tunnel ready',
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'not-sstp', stage: 'http' });
  });

  it('goes on behind a certificate that nobody trusts, and is decided by it', async () => {
    const at = await gateway('ok');
    const { results, settled, chain } = await checkTunnel(straightTo(at));
    await settled;
    expect(stagesOf(results)).toEqual(PASSED.with(3, 'certificate fail'));
    expect(gatewayVerdict(results)).toEqual({ verdict: 'untrusted-root', stage: 'certificate' });
    expect(chain.map((der) => Buffer.from(der))).toEqual([leaf.der, ca.intermediate.der]);
  });

  it('reports the stages as they start and end', async () => {
    const at = await gateway('http-404');
    const events: StageEvent[] = [];
    const outcome = await checkTunnel(straightTo(at, [ca.root.pem]), {
      onStage: (event) => events.push(event),
    });
    await outcome.settled;
    const reported = events.map((event) =>
      event.type === 'started' ? `${event.stage} started` : `${event.result.stage} ${event.result.status}`,
    );
    expect(reported).toEqual([
      'dns skip',
      'tcp started',
      'tcp pass',
      'tls started',
      'tls pass',
      'certificate started',
      'certificate pass',
      'http started',
      'http fail',
    ]);
    expect(events.flatMap((event) => (event.type === 'result' ? [event.result] : []))).toEqual(
      outcome.results,
    );
  });
});
