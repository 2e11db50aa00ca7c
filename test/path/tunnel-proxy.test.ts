import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/world/ca.ts';
import { startGateway } from '../../scripts/world/gateway.ts';
import { type ProxyBehaviour, startProxy } from '../../scripts/world/proxy.ts';
import { listen } from '../../scripts/world/sockets.ts';
import { SAMPLE_GATEWAY, startWorld, type WorldOptions } from '../../scripts/world/world.ts';
import { tunnelVerdict } from '../../src/core/verdict.ts';
import { checkTunnel } from '../../src/path/tunnel.ts';
import { waitFor } from '../support/process.ts';
import { evidenceOf, stagesOf, straightTo, through, throughWorld } from './ways.ts';

const open: { close(): Promise<void> }[] = [];

async function world(options: WorldOptions = {}) {
  const started = await startWorld(options);
  open.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await waitFor('every socket to be gone', () =>
    process.getActiveResourcesInfo().includes('TCPSocketWrap') ? undefined : true,
  );
});

/** Answers the nth connection with the nth text and keeps what came; the last text serves the rest. */
async function scriptedProxy(...answers: string[]) {
  const received: string[] = [];
  const server = net.createServer((socket) => {
    const index = received.push('') - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received[index] += chunk.toString('latin1');
      if (received[index]?.endsWith('\r\n\r\n'))
        socket.write(answers[index] ?? answers.at(-1) ?? '', 'latin1');
    });
  });
  const listening = await listen(server);
  open.push(listening);
  return { host: listening.host, port: listening.port, received };
}

const TARGET = { host: 'gateway.example', port: 443 };
const CONNECT =
  'CONNECT gateway.example:443 HTTP/1.1\r\nHost: gateway.example:443\r\nSSTPVERSION: 1.0\r\nProxy-Connection: Keep-Alive\r\n\r\n';

describe('checkTunnel, through a proxy', () => {
  it.each<ProxyBehaviour>(['ok', 'http10'])(
    'reaches a gateway whose name only the proxy knows: %s',
    async (proxy) => {
      const at = await world({ proxy });
      const { results, settled, chain } = await checkTunnel(throughWorld(at));
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
    const at = await world();
    const { results, settled } = await checkTunnel(
      straightTo({ host: `${at.gatewayHost}.invalid`, port: at.gatewayPort }, [at.caPem]),
    );
    await settled;
    expect(tunnelVerdict(results)).toEqual({ verdict: 'dns-failed', stage: 'dns' });
  });

  it('resolves the name of the proxy', async () => {
    const at = await world();
    const route = through({ host: 'localhost', port: at.proxyPort });
    const { results, settled } = await checkTunnel(throughWorld(at, { route }));
    await settled;
    expect(evidenceOf(results, 'dns')).toMatchObject({ of: 'proxy', host: 'localhost' });
    expect(tunnelVerdict(results).verdict).toBe('reachable');
    const unknown = through({ host: 'no-such-proxy.invalid', port: 8080 });
    const failed = await checkTunnel(throughWorld(at, { route: unknown }));
    expect(tunnelVerdict(failed.results)).toEqual({ verdict: 'proxy-unreachable', stage: 'dns' });
  });

  it('sends the text of the specification, and asks again only without SSTPVERSION', async () => {
    const at = await scriptedProxy('HTTP/1.1 403 Forbidden\r\n\r\n');
    const { results, settled } = await checkTunnel(straightTo(TARGET, [], { route: through(at) }));
    await settled;
    expect(at.received).toEqual([CONNECT, CONNECT.replace('SSTPVERSION: 1.0\r\n', '')]);
    expect(evidenceOf(results, 'connect')).toMatchObject({
      httpStatus: 403,
      withoutSstpVersion: { status: 403 },
    });
    expect(tunnelVerdict(results)).toEqual({ verdict: 'proxy-refused', stage: 'connect' });
  });

  it('brackets an IPv6 gateway', async () => {
    const at = await scriptedProxy('HTTP/1.1 407 x\r\n\r\n');
    await (await checkTunnel(straightTo({ host: '::1', port: 8443 }, [], { route: through(at) }))).settled;
    expect(at.received[0]).toMatch(/^CONNECT \[::1\]:8443 HTTP\/1\.1\r\nHost: \[::1\]:8443\r\n/);
  });

  it.each<[ProxyBehaviour, Record<string, unknown>, number, string]>([
    [
      'auth-required',
      { reason: 'proxy-auth', httpStatus: 407, schemes: ['Basic', 'Negotiate'] },
      1,
      'proxy-auth-required',
    ],
    [
      'forbid-sstp-header',
      { reason: 'sstp-header-refused', httpStatus: 403, withoutSstpVersion: { status: 200 } },
      2,
      'proxy-blocks-sstp',
    ],
    [
      'forbid-all',
      { reason: 'status', httpStatus: 403, withoutSstpVersion: { status: 403 } },
      2,
      'proxy-refused',
    ],
    ['bad-gateway', { reason: 'status', httpStatus: 502 }, 2, 'gateway-unreachable'],
    ['endless-head', { reason: 'head-too-large' }, 1, 'proxy-refused'],
  ])('%s', async (proxy, evidence, requests, verdict) => {
    const at = await world({ proxy });
    const { results, settled } = await checkTunnel(throughWorld(at));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'connect', status: 'fail', evidence });
    expect(tunnelVerdict(results)).toEqual({ verdict, stage: 'connect' });
    expect(at.proxy.log).toHaveLength(requests);
    expect(at.proxy.log.every(({ headers }) => !('proxy-authorization' in headers))).toBe(true);
  });

  it.each<ProxyBehaviour>(['silent', 'slow-head'])('%s ends in a timeout', async (proxy) => {
    const at = await world({ proxy });
    const { results, settled } = await checkTunnel(throughWorld(at, { deadlineMs: 400 }));
    await settled;
    expect(tunnelVerdict(results)).toEqual({ verdict: 'timeout', stage: 'connect' });
  });

  it('keeps the first refusal when the second request is not answered', async () => {
    const at = await scriptedProxy('HTTP/1.1 403 Forbidden\r\n\r\n', '');
    const request = straightTo(TARGET, [], { route: through(at), deadlineMs: 400 });
    const { results, settled } = await checkTunnel(request);
    await settled;
    expect(evidenceOf(results, 'connect')).toMatchObject({
      httpStatus: 403,
      withoutSstpVersion: { status: null, reason: 'timeout' },
    });
    expect(tunnelVerdict(results)).toEqual({ verdict: 'proxy-refused', stage: 'connect' });
  });

  it.each([
    ['SSH-2.0-OpenSSH\r\n', 'not-http'],
    ['\x1b]0;owned\x07\xff', 'not-http'],
    ['HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n', 'status'],
  ])('takes %j for a refusal', async (answer, reason) => {
    const at = await scriptedProxy(answer);
    const { results, settled } = await checkTunnel(straightTo(TARGET, [], { route: through(at) }));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'connect', evidence: { reason } });
    expect(tunnelVerdict(results).verdict).toBe('proxy-refused');
    expect(JSON.stringify(results)).toMatch(/^[ -~]*$/);
    expect(at.received).toHaveLength(1);
  });

  it('names the schemes of Proxy-Authenticate and nothing more', async () => {
    const at = await scriptedProxy(
      'HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate oYGeMIGb, NTLM\r\n' +
        'Proxy-Authenticate: Digest realm="a, Secret b", nonce="n", Basic realm="x\\"y, Token z"\r\n\r\n',
    );
    const { results } = await checkTunnel(straightTo(TARGET, [], { route: through(at) }));
    expect(evidenceOf(results, 'connect').schemes).toEqual(['Negotiate', 'NTLM', 'Digest', 'Basic']);
    expect(JSON.stringify(results)).not.toContain('oYGe');
  });

  it('says that the proxy does not listen', async () => {
    const gone = await startProxy({ hosts: {} });
    await gone.close();
    const { results, settled } = await checkTunnel(straightTo(TARGET, [], { route: through(gone) }));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'tcp', evidence: { of: 'proxy', reason: 'refused' } });
    expect(tunnelVerdict(results)).toEqual({ verdict: 'proxy-unreachable', stage: 'tcp' });
  });

  it('gives TLS the bytes that came with the head', async () => {
    // A TLS alert in the same segment as the 200: were it lost, this would be a timeout.
    const at = await scriptedProxy('HTTP/1.1 200 OK\r\n\r\n\x15\x03\x03\x00\x02\x02\x28');
    const { results, settled } = await checkTunnel(
      straightTo(TARGET, [], { route: through(at), deadlineMs: 3000 }),
    );
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'tls', evidence: { reason: 'alert' } });
  });
});

describe('checkTunnel, through an inspecting proxy', () => {
  it('calls it inspection when nobody knows the root and the leaf names no addresses', async () => {
    const inspector = await createCa({ name: 'Contoso Inspection' });
    const forged = await inspector.issue({ names: [SAMPLE_GATEWAY] });
    const gateway = await startGateway({ key: forged.key, cert: forged.cert });
    const proxy = await startProxy({ hosts: { [SAMPLE_GATEWAY]: gateway } });
    open.push(gateway, proxy);
    const target = { host: SAMPLE_GATEWAY, port: 443 };
    const seen = await checkTunnel(straightTo(target, [], { route: through(proxy) }));
    await seen.settled;
    expect(tunnelVerdict(seen.results)).toEqual({ verdict: 'tls-inspection', stage: 'certificate' });
    const direct = await checkTunnel(straightTo(gateway));
    await direct.settled;
    expect(tunnelVerdict(direct.results).verdict).toBe('untrusted-root');
  });
});
