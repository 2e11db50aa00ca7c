import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { SAMPLE_GATEWAY, startSimulatedServers } from '../../../scripts/simulated/simulated-servers.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { checkRevocation } from '../../../src/path/revocation/revocation.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { NGINX, startNginx } from '../../support/servers/nginx.ts';
import { SQUID, startSquid } from '../../support/servers/squid.ts';
import { closeAfterEach } from '../fixtures.ts';
import { evidenceOf, straightTo, through, throughSimulated } from '../routes.ts';
import { CERTIFICATE_HELPER, startBumpingSquid } from './proxy/bumping-squid.ts';

const keep = closeAfterEach();

/** Simulated servers whose names only squid resolves; squid connects to the requested ports. */
async function behindSquid() {
  const gatewayListen = { host: ownAddress(), port: await freePort() };
  const crlListen = { host: ownAddress(), port: await freePort() };
  const simulated = keep(await startSimulatedServers({ gatewayListen, crlListen }));
  const names = simulated.privateNames.map((name) => [
    name,
    name === SAMPLE_GATEWAY ? gatewayListen.host : crlListen.host,
  ]);
  const squid = keep(await startSquid({ hosts: Object.fromEntries(names) }));
  return { simulated, squid, route: through(squid) };
}

describe.skipIf(skipWithout(SQUID))('a real squid', { timeout: 60_000 }, () => {
  it('carries the tunnel and the revocation fetches, and logs what Windows would send', async () => {
    const { simulated, squid, route } = await behindSquid();
    const tunnel = await checkTunnel(throughSimulated(simulated, { route }));
    const revocation = await checkRevocation({
      chain: tunnel.chain,
      routeOf: () => route,
      deadlineMs: 10_000,
      now: () => performance.now(),
      wallClock: () => new Date(),
    });
    await tunnel.settled;
    expect(gatewayVerdict([...tunnel.results, ...revocation])).toEqual({ verdict: 'reachable', stage: null });
    expect(revocation.map(({ status }) => status)).toEqual(Array(5).fill('pass'));
    const connect = await squid.waitForEntry('the CONNECT', ({ method }) => method === 'CONNECT');
    expect(connect).toMatchObject({
      url: `${SAMPLE_GATEWAY}:${simulated.gatewayPort}`,
      status: 200,
      sstpVersion: '1.0',
    });
    const get = await squid.waitForEntry('the GET', ({ url }) => url === simulated.crlUrls.gateway[0]);
    expect(get).toMatchObject({
      method: 'GET',
      status: 200,
      userAgent: 'Microsoft-CryptoAPI/10.0',
      accept: '*/*',
    });
  });
});

describe.skipIf(skipWithout(SQUID, CERTIFICATE_HELPER))(
  'a real squid that inspects TLS',
  { timeout: 60_000 },
  () => {
    it('is recognised, whether its root is trusted or not', async () => {
      const gatewayListen = { host: ownAddress(), port: await freePort() };
      const simulated = await startSimulatedServers({ gatewayListen });
      const inspector = (await createCa({ name: 'Contoso Inspection' })).root;
      const squid = await startBumpingSquid({
        inspector,
        upstreamRoot: simulated.caPem,
        hosts: { [SAMPLE_GATEWAY]: gatewayListen.host },
      });
      keep(simulated);
      keep(squid);
      const see = async (extraRoots: string[]) => {
        const { results, settled } = await checkTunnel(
          throughSimulated(simulated, { route: through(squid), extraRoots }),
        );
        await settled;
        return results;
      };
      const untrusted = await see([simulated.caPem]);
      expect(gatewayVerdict(untrusted)).toEqual({ verdict: 'tls-inspection', stage: 'certificate' });
      expect(evidenceOf(untrusted, 'certificate')).toMatchObject({
        matchedOn: 'san',
        crlUrls: [],
        ocspUrls: [],
      });
      const trusted = await see([simulated.caPem, inspector.pem]);
      expect(evidenceOf(trusted, 'certificate')).toMatchObject({ trustedBy: 'extra' });
      expect(evidenceOf(trusted, 'http')).toMatchObject({
        httpStatus: 411,
        squidError: 'ERR_INVALID_REQ 0',
        proxyHeaders: ['via', 'x-squid-error', 'x-cache'],
      });
      expect(gatewayVerdict(trusted)).toEqual({ verdict: 'tls-inspection', stage: 'http' });
      // With the root of the profile, the certificate alone proves inspection, although its root is trusted.
      const expectedRoots = [{ name: null, sha1: null, sha256: null, der: simulated.ca.root.der }];
      const route = through(squid);
      const extraRoots = [simulated.caPem, inspector.pem];
      const known = await checkTunnel(throughSimulated(simulated, { route, extraRoots, expectedRoots }));
      await known.settled;
      expect(evidenceOf(known.results, 'certificate')).toMatchObject({ reason: 'wrong-root' });
      expect(gatewayVerdict(known.results)).toEqual({ verdict: 'tls-inspection', stage: 'certificate' });
    });
  },
);

describe.skipIf(skipWithout(NGINX))('a real web server', { timeout: 60_000 }, () => {
  it('answers, but not as SSTP does', async () => {
    const ca = await createCa();
    const leaf = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
    const nginx = keep(await startNginx({ key: leaf.key, cert: leaf.cert }));
    const { results, settled } = await checkTunnel(straightTo(nginx, [ca.root.pem]));
    await settled;
    expect(evidenceOf(results, 'http')).toMatchObject({ reason: 'status', httpStatus: 400 });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'not-sstp', stage: 'http' });
  });
});
