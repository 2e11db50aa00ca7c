import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { type Resource, startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { systemPorts, verify } from '../../support/stories/runs.ts';

const HOST = 'vpn.contoso.example';
const keep = closeAfterEach();

/** A gateway whose list names a delta, which the server answers like this. */
async function verified(delta: Partial<Resource> | null) {
  const ca = await createCa();
  const leaf = await ca.issue({ names: [HOST], issuer: 'root', crlUrls: ['http://crl.example/ca.crl'] });
  const gateway = keep(await startGateway({ key: leaf.key, cert: leaf.cert }));
  const body = await ca.crl('root', { freshestUrls: ['http://crl.example/ca+.crl'] });
  const made = await ca.crl('root', { number: 2, deltaOf: 1 });
  const resources = {
    '/ca.crl': { body },
    ...(delta === null ? {} : { '/ca+.crl': { body: made, ...delta } }),
  };
  const server = keep(await startCrlServer({ resources }));
  const { host, port } = keep(
    await startProxy({ hosts: { [`${HOST}:443`]: gateway, 'crl.example': server } }),
  );
  const document = await verify(
    {
      machine: {},
      path: {
        gateways: [{ host: HOST, port: 443, source: 'option' }],
        deadlineMs: 10_000,
        extraRoots: [ca.root.pem],
        probe: null,
      },
      desired: {
        source: 'explicit',
        winInet: { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: [] },
        winHttp: 'follow',
      },
      user: null,
    },
    { ...systemPorts(), platform: 'linux' },
  );
  return {
    asked: server.log.map(({ path }) => path),
    verdict: document.verdicts[0]?.verdict,
    found: document.findings.filter(({ code }) => code === 'delta-crl-unavailable'),
  };
}

describe('verify, a list that names a delta', () => {
  it('has nothing to say of one that is there', async () => {
    expect(await verified({})).toEqual({ asked: ['/ca.crl', '/ca+.crl'], verdict: 'reachable', found: [] });
  });

  it.each<[string, Partial<Resource> | null, Record<string, unknown>]>([
    ['is not there', null, { reason: 'http-status', httpStatus: 404 }],
    ['is blocked', { mode: 'forbidden' }, { reason: 'http-status', httpStatus: 403 }],
    ['is a page', { mode: 'html' }, { reason: 'html' }],
  ])('warns where it %s, and the verdict stays', async (_name, delta, address) => {
    const { verdict, found } = await verified(delta);
    expect(verdict).toBe('reachable');
    expect(found).toMatchObject([
      {
        severity: 'warning',
        evidence: { gateway: HOST, addresses: [{ url: 'http://crl.example/ca+.crl', ...address }] },
      },
    ]);
  });
});
