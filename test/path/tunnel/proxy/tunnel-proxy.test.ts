import { describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { startGateway } from '../../../../scripts/simulated/gateway.ts';
import { type ProxyBehaviour, startProxy } from '../../../../scripts/simulated/proxy.ts';
import {
  SAMPLE_GATEWAY,
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../../../scripts/simulated/simulated-servers.ts';
import { gatewayVerdict } from '../../../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { evidenceOf, stagesOf, straightTo, through, throughSimulated } from '../../routes.ts';
import { startScriptedProxy } from './scripted-proxy.ts';

const keep = closeAfterEach();
const simulated = async (options: SimulatedServersOptions = {}) => keep(await startSimulatedServers(options));
const TARGET = { host: 'gateway.example', port: 443 };

describe('checkTunnel, through a proxy', () => {
  it.each<ProxyBehaviour>(['ok', 'http10'])(
    'reaches a gateway whose name only the proxy knows: %s',
    async (proxy) => {
      const at = await simulated({ proxy });
      const { results, settled, chain } = await checkTunnel(throughSimulated(at));
      await settled;
      expect(stagesOf(results)).toEqual([
        'dns skip',
        'tcp pass',
        'connect pass',
        'tls pass',
        'certificate pass',
        'http pass',
        'sstp pass',
      ]);
      expect(results.every(({ via }) => via === `127.0.0.1:${at.proxyPort}`)).toBe(true);
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
      expect(chain).toHaveLength(3);
      expect(at.proxy.log).toHaveLength(1);
    },
  );

  it('cannot reach that name directly', async () => {
    const at = await simulated();
    const { results, settled } = await checkTunnel(
      straightTo({ host: `${at.gatewayHost}.invalid`, port: at.gatewayPort }, [at.caPem]),
    );
    await settled;
    expect(gatewayVerdict(results)).toEqual({ verdict: 'dns-failed', stage: 'dns' });
  });

  it('resolves the name of the proxy', async () => {
    const at = await simulated();
    const route = through({ host: 'localhost', port: at.proxyPort });
    const { results, settled } = await checkTunnel(throughSimulated(at, { route }));
    await settled;
    expect(evidenceOf(results, 'dns')).toMatchObject({ of: 'proxy', host: 'localhost' });
    expect(gatewayVerdict(results).verdict).toBe('reachable');
    const unknown = through({ host: 'no-such-proxy.invalid', port: 8080 });
    const failed = await checkTunnel(throughSimulated(at, { route: unknown }));
    expect(gatewayVerdict(failed.results)).toEqual({ verdict: 'proxy-unreachable', stage: 'dns' });
  });

  it('goes to a proxy by its IPv6 address', async () => {
    const { gateway, ...at } = await simulated();
    const proxy = keep(await startProxy({ host: '::1', hosts: { [at.gatewayHost]: gateway } }));
    const { results, settled } = await checkTunnel(
      straightTo({ host: at.gatewayHost, port: 443 }, [at.caPem], { route: through(proxy) }),
    );
    await settled;
    expect(gatewayVerdict(results).verdict).toBe('reachable');
    expect(new Set(results.map(({ via }) => via))).toEqual(new Set([`[::1]:${proxy.port}`]));
  });

  it('loses no byte that came with the head, and gives it to the proxy', async () => {
    // In the same segment as the 200, before our ClientHello.
    const at = keep(await startScriptedProxy('HTTP/1.1 200 OK\r\n\r\n\x15\x03\x03\x00\x02\x02\x28'));
    const { results, settled } = await checkTunnel(
      straightTo(TARGET, [], { route: through(at), deadlineMs: 3000 }),
    );
    await settled;
    expect(results.at(-1)).toMatchObject({
      stage: 'connect',
      evidence: { reason: 'spoke-first', began: expect.stringMatching(/^\\x15/) },
    });
  });
});

describe('checkTunnel, through an inspecting proxy', () => {
  it('calls it inspection when nobody knows the root and the leaf names no addresses', async () => {
    const inspector = await createCa({ name: 'Contoso Inspection' });
    const forged = await inspector.issue({ names: [SAMPLE_GATEWAY] });
    const gateway = await startGateway({ key: forged.key, cert: forged.cert });
    const proxy = await startProxy({ hosts: { [SAMPLE_GATEWAY]: gateway } });
    keep(gateway);
    keep(proxy);
    const target = { host: SAMPLE_GATEWAY, port: 443 };
    const seen = await checkTunnel(straightTo(target, [], { route: through(proxy) }));
    await seen.settled;
    expect(gatewayVerdict(seen.results)).toEqual({ verdict: 'tls-inspection', stage: 'certificate' });
    const direct = await checkTunnel(straightTo(gateway));
    await direct.settled;
    expect(gatewayVerdict(direct.results).verdict).toBe('untrusted-root');
  });
});
