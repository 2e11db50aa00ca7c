import { describe, expect, it } from 'vitest';
import { type ProxyBehaviour, startProxy } from '../../../../scripts/simulated/proxy.ts';
import {
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../../../scripts/simulated/simulated-servers.ts';
import { gatewayVerdict } from '../../../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { evidenceOf, straightTo, through, throughSimulated } from '../../routes.ts';
import { CLOSE, RESET, startScriptedProxy } from './scripted-proxy.ts';

const keep = closeAfterEach();
const simulated = async (options: SimulatedServersOptions = {}) => keep(await startSimulatedServers(options));
const TARGET = { host: 'gateway.example', port: 443 };
const CONNECT =
  'CONNECT gateway.example:443 HTTP/1.1\r\nHost: gateway.example:443\r\nSSTPVERSION: 1.0\r\nProxy-Connection: Keep-Alive\r\n\r\n';

describe('checkTunnel, refused by a proxy', () => {
  it('sends the text of the specification, and asks again only without SSTPVERSION', async () => {
    const at = keep(await startScriptedProxy('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const { results, settled } = await checkTunnel(straightTo(TARGET, [], { route: through(at) }));
    await settled;
    expect(at.received).toEqual([CONNECT, CONNECT.replace('SSTPVERSION: 1.0\r\n', '')]);
    expect(evidenceOf(results, 'connect')).toMatchObject({
      httpStatus: 403,
      withoutSstpVersion: { status: 403 },
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'proxy-refused', stage: 'connect' });
  });

  it('brackets an IPv6 gateway', async () => {
    const at = keep(await startScriptedProxy('HTTP/1.1 407 x\r\n\r\n'));
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
    const at = await simulated({ proxy });
    const { results, settled } = await checkTunnel(throughSimulated(at));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'connect', status: 'fail', evidence });
    expect(gatewayVerdict(results)).toEqual({ verdict, stage: 'connect' });
    expect(at.proxy.log).toHaveLength(requests);
    expect(at.proxy.log.every(({ headers }) => !('proxy-authorization' in headers))).toBe(true);
  });

  it.each<ProxyBehaviour>(['silent', 'slow-head'])('%s ends in a timeout', async (proxy) => {
    const at = await simulated({ proxy });
    const { results, settled } = await checkTunnel(throughSimulated(at, { deadlineMs: 400 }));
    await settled;
    expect(gatewayVerdict(results)).toEqual({ verdict: 'timeout', stage: 'connect' });
  });

  it.each([
    ['the deadline', 400],
    ['long before the deadline', 600_000],
  ])('keeps the first refusal when the second request is not answered: %s', async (_name, deadlineMs) => {
    const at = keep(await startScriptedProxy('HTTP/1.1 403 Forbidden\r\n\r\n', ''));
    const request = straightTo(TARGET, [], { route: through(at), deadlineMs });
    const { results, settled } = await checkTunnel(request);
    await settled;
    expect(evidenceOf(results, 'connect')).toMatchObject({
      httpStatus: 403,
      withoutSstpVersion: { status: null, reason: 'timeout' },
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'proxy-refused', stage: 'connect' });
  });

  it.each([
    ['closes', 'closed', CLOSE],
    ['breaks off', 'closed', `HTTP/1.1 4${CLOSE}`],
    ['resets', 'reset', RESET],
  ])('asks again without SSTPVERSION when the proxy %s: that is reported too', async (_name, reason, end) => {
    const filter = keep(await startScriptedProxy(end, 'HTTP/1.1 200 OK\r\n\r\n'));
    const { results, settled } = await checkTunnel(straightTo(TARGET, [], { route: through(filter) }));
    await settled;
    expect(filter.received).toEqual([CONNECT, CONNECT.replace('SSTPVERSION: 1.0\r\n', '')]);
    expect(evidenceOf(results, 'connect')).toMatchObject({
      reason: 'sstp-header-refused',
      withSstpVersion: reason,
      withoutSstpVersion: { status: 200 },
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'proxy-blocks-sstp', stage: 'connect' });

    const closed = keep(await startScriptedProxy(end));
    const always = await checkTunnel(straightTo(TARGET, [], { route: through(closed) }));
    await always.settled;
    expect(evidenceOf(always.results, 'connect')).toMatchObject({
      reason,
      withoutSstpVersion: { status: null, reason },
    });
    expect(gatewayVerdict(always.results).verdict).toBe('proxy-refused');
  });

  it.each([
    ['SSH-2.0-OpenSSH\r\n', 'not-http'],
    ['\x1b]0;owned\x07\xff', 'not-http'],
    ['HTTP/1.1 101 x\r\n\r\n', 'status'],
  ])('takes %j for a refusal', async (answer, reason) => {
    const at = keep(await startScriptedProxy(answer));
    const { results, settled } = await checkTunnel(straightTo(TARGET, [], { route: through(at) }));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'connect', evidence: { reason } });
    expect(gatewayVerdict(results).verdict).toBe('proxy-refused');
    expect(JSON.stringify(results)).toMatch(/^[ -~]*$/);
    expect(at.received).toHaveLength(1);
  });

  it('names the schemes of Proxy-Authenticate and nothing more', async () => {
    const at = keep(
      await startScriptedProxy(
        'HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate oYGeMIGb, NTLM\r\n' +
          'Proxy-Authenticate: Digest realm="a, Secret b", nonce="n", Basic realm="x\\"y, Token z"\r\n\r\n',
      ),
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
    expect(gatewayVerdict(results)).toEqual({ verdict: 'proxy-unreachable', stage: 'tcp' });
  });
});
