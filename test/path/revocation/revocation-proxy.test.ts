import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import {
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../../scripts/simulated/simulated-servers.ts';
import { revocationVerdict } from '../../../src/core/causes/verdict.ts';
import type { Route } from '../../../src/core/model/check.ts';
import { checkRevocation } from '../../../src/path/revocation/revocation.ts';
import { freePort } from '../../support/ports.ts';
import { closeAfterEach } from '../fixtures.ts';
import { DIRECT, through } from '../routes.ts';
import { briefly, chainOf, requestFor } from './revocation-requests.ts';

const keep = closeAfterEach();
const simulated = async (options: SimulatedServersOptions = {}) => keep(await startSimulatedServers(options));

describe('checkRevocation, through a proxy', () => {
  it('gets a valid answer from every address, and asks as CryptoAPI does', async () => {
    const at = await simulated();
    const results = await checkRevocation(requestFor(chainOf(at), through(at.proxy)));
    expect(briefly(results)).toEqual([
      '0 crl pass valid',
      '0 crl pass valid',
      '0 ocsp pass valid',
      '1 crl pass valid',
      '1 ocsp pass valid',
    ]);
    expect(results.map(({ url }) => url)).toEqual([
      ...at.crlUrls.gateway,
      ...at.ocspUrls.gateway,
      ...at.crlUrls.intermediate,
      ...at.ocspUrls.intermediate,
    ]);
    expect(results.every(({ via }) => via === `127.0.0.1:${at.proxyPort}`)).toBe(true);
    expect(results[0]?.evidence).toMatchObject({
      serial: at.leaf.serial,
      httpStatus: 200,
      bytes: expect.any(Number),
      thisUpdate: expect.stringMatching(/^\d{4}-.*Z$/),
      nextUpdate: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(revocationVerdict(results)).toEqual({ verdict: 'reachable', stage: null });
    const get = at.proxy.log.find(({ target }) => target === 'http://crl3.digicert.example/issuing.crl');
    expect(get).toMatchObject({
      method: 'GET',
      headers: {
        host: 'crl3.digicert.example',
        'user-agent': 'Microsoft-CryptoAPI/10.0',
        accept: '*/*',
        connection: 'Keep-Alive',
      },
    });
    // The base64 of a DER sequence, as squid logs it of Windows.
    const asked = at.proxy.log.find(({ target }) =>
      /^http:\/\/ocsp\.digicert\.example\/issuing\/M[\w%]+$/.test(target),
    );
    expect(asked).toMatchObject({ method: 'GET', headers: { 'user-agent': 'Microsoft-CryptoAPI/10.0' } });
    expect(at.proxy.log).toHaveLength(5);
  });

  it('finds a revoked certificate by list and by OCSP', async () => {
    const at = await simulated({ revoked: true });
    const results = await checkRevocation(requestFor(chainOf(at), through(at.proxy)));
    expect(briefly(results).slice(0, 3)).toEqual([
      '0 crl fail revoked',
      '0 crl fail revoked',
      '0 ocsp fail revoked',
    ]);
    expect(revocationVerdict(results)).toEqual({ verdict: 'revoked', stage: 'revocation' });
  });

  it('takes each address its own way', async () => {
    const at = await simulated();
    const asked: string[] = [];
    const routeOf = (url: string): Route => {
      asked.push(url);
      return url.includes('crl4') ? { ...DIRECT, unsupported: 'pac' } : through(at.proxy);
    };
    const results = await checkRevocation(requestFor(chainOf(at), routeOf));
    expect(asked).toHaveLength(5);
    expect(results.find(({ url }) => url?.includes('crl4'))).toMatchObject({
      status: 'skip',
      via: 'unknown',
      evidence: { reason: 'route-unsupported', detail: 'pac' },
    });
  });

  it('does not find names that only the proxy knows, and says so for the proxy as well', async () => {
    const ca = await createCa();
    const leaf = await ca.issue({ names: ['a'], issuer: 'root', crlUrls: ['http://crl.invalid/a.crl'] });
    const chain = [leaf.der, ca.root.der];
    const direct = await checkRevocation(requestFor(chain, DIRECT));
    expect(direct[0]).toMatchObject({ via: 'direct', status: 'fail', evidence: { of: 'server' } });
    expect(['not-found', 'dns-unavailable']).toContain(direct[0]?.evidence.reason);
    const gone = await freePort();
    const proxied = await checkRevocation(requestFor(chain, through({ host: '127.0.0.1', port: gone })));
    expect(proxied[0]?.evidence).toMatchObject({ reason: 'refused', of: 'proxy', errno: 'ECONNREFUSED' });
    expect(revocationVerdict(proxied).verdict).toBe('revocation-unreachable');
  });

  it('calls 407 final, and offers no credentials', async () => {
    const at = await simulated({ proxy: 'auth-required' });
    const results = await checkRevocation(requestFor(chainOf(at), through(at.proxy)));
    expect(new Set(briefly(results).map((text) => text.split(' ').slice(2).join(' ')))).toEqual(
      new Set(['fail proxy-auth']),
    );
    expect(results[0]?.evidence).toMatchObject({ httpStatus: 407, schemes: ['Basic', 'Negotiate'] });
    expect(at.proxy.log).toHaveLength(5);
    expect(revocationVerdict(results).verdict).toBe('revocation-unreachable');
  });
});
