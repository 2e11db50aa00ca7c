import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import type { Check } from '../../../src/core/model/check.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { HAPROXY, startHaproxy } from '../../support/servers/haproxy.ts';
import { closeAfterEach } from '../fixtures.ts';
import { straightTo } from '../routes.ts';

const AZURE = 'azuregateway-00000000-0000-0000-0000-000000000000-000000000000.vpn.azure.com';
const keep = closeAfterEach();

describe.skipIf(skipWithout(HAPROXY))('where a real haproxy terminates TLS in front of the gateway', () => {
  const foreign = createCa({ name: 'Offload' });
  const own = createCa({ name: 'Gateway' });

  interface How {
    mode?: 'tcp' | 'http';
    /** Default: a name of Azure. */
    host?: string;
    crlUrls?: string[];
    sendsIssuer?: boolean;
    /** Its root and intermediate are trusted, as with --ca. */
    trusted?: boolean;
    /** The profile names the gateway's own root. */
    profile?: boolean;
  }

  async function probe({ mode = 'tcp', host = AZURE, crlUrls = [], sendsIssuer = true, ...how }: How) {
    const [proxy, gateways] = [await foreign, await own];
    const behind = await gateways.issue({ names: ['behind.example'] });
    const gateway = keep(await startGateway({ key: behind.key, cert: behind.cert }));
    const shown = await proxy.issue({ names: [AZURE], ips: ['127.0.0.1'], crlUrls });
    const cert = sendsIssuer ? shown.cert : shown.pem;
    const { port } = keep(await startHaproxy({ key: shown.key, cert, mode, to: gateway }));
    const trusted = how.trusted === true ? [proxy.root.pem, proxy.intermediate.pem] : [];
    const expected = { der: gateways.root.der, sha256: null, sha1: null, name: null };
    const request = straightTo({ host, port }, trusted, {
      names: { resolve: async () => ['127.0.0.1'] },
      expectedRoots: how.profile === true ? [expected] : [],
    });
    const { results, settled } = await checkTunnel(request);
    await settled;
    const checks: Check[] = results.map((one) => ({
      ...one,
      ...{ gateway: `${host}:${port}`, from: 'this-machine', stores: 'current' },
    }));
    const { verdict, stage } = gatewayVerdict(results);
    const reported = { gateway: `${host}:${port}`, stores: 'current', verdict, stage } as const;
    const text = ENGLISH.verdict(reported, checks);
    return {
      verdict,
      stage,
      isAcknowledged: results.some((one) => one.stage === 'sstp' && one.status === 'pass'),
      text,
    };
  }

  it.each<[string, How]>([
    ['and nobody trusts its root', {}],
    ['and its root is trusted, as by --ca', { trusted: true }],
    ['and its issuer is not sent', { sendsIssuer: false, trusted: true }],
  ])(
    'under a private certificate with the name of an Azure gateway, %s: tls-inspection',
    async (_name, how) => {
      const { text, ...seen } = await probe(how);
      expect(seen).toMatchObject({ verdict: 'tls-inspection', stage: 'certificate', isAcknowledged: true });
      expect(text.steps.map(({ owner }) => owner)).toEqual(['network-team']);
    },
  );

  it.each<[string, How]>([
    ['whose root is not that of the profile', { host: '127.0.0.1', profile: true }],
    [
      'whose issuer is not sent, under another root than that of the profile',
      { host: '127.0.0.1', profile: true, sendsIssuer: false },
    ],
    ['the same where it is trusted', { host: '127.0.0.1', profile: true, trusted: true }],
  ])("under a certificate that cannot be the gateway's, %s: tls-offload", async (_name, how) => {
    expect(await probe(how)).toMatchObject({
      verdict: 'tls-offload',
      stage: 'certificate',
      isAcknowledged: true,
    });
  });

  it('as a proxy of requests it has the same certificate, and what comes of it is never reachable', async () => {
    const seen = await probe({ mode: 'http', trusted: true });
    expect(['tls-inspection', 'not-sstp', 'timeout']).toContain(seen.verdict);
    if (seen.isAcknowledged) expect(seen.verdict).toBe('tls-inspection');
  });

  it('reports that SSTP answers behind an untrusted root, when its owner cannot be determined', async () => {
    const { verdict, text } = await probe({ host: '127.0.0.1' });
    expect(verdict).toBe('untrusted-root');
    expect(text.message).toContain('SSTP answers behind it (Call Connect Ack).');
    expect(text.next).toContain('a reverse proxy');
  });

  it("is a server of one's own, where its name is none of Azure's and its root is trusted", async () => {
    expect(await probe({ host: '127.0.0.1', trusted: true })).toMatchObject({ verdict: 'reachable' });
    // A certificate with addresses for an Azure name under a company's root may be trusted on purpose.
    const dressed = await probe({ trusted: true, crlUrls: ['http://127.0.0.1:9/a.crl'] });
    expect(dressed.verdict).toBe('reachable');
  });
});
