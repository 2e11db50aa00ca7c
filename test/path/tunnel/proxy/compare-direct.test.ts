import { describe, expect, it } from 'vitest';
import { createCa, type TlsIdentity } from '../../../../scripts/simulated/ca.ts';
import { type Gateway, startGateway } from '../../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../../scripts/simulated/proxy.ts';
import { gatewayVerdict } from '../../../../src/core/causes/verdict.ts';
import { compareWithDirect } from '../../../../src/path/pki/compare-direct.ts';
import { checkTunnel, type TunnelRequest } from '../../../../src/path/tunnel/tunnel.ts';
import { freePort } from '../../../support/ports.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { evidenceOf, sha256Of, straightTo, through } from '../../routes.ts';

const keep = closeAfterEach();
const ca = await createCa();
const inspector = await createCa({ name: 'Contoso Inspection' });
const HOST = 'localhost';
const leaf = await ca.issue({ names: [HOST], crlUrls: ['http://crl.example/a.crl'] });
const ROOTS = [ca.root.pem, inspector.root.pem];

const serve = async ({ key, cert }: TlsIdentity) => keep(await startGateway({ key, cert }));

/** The gateway behind a proxy that connects to `seen`, while the direct route connects to `direct`. */
async function compared(seen: Gateway, direct: { port: number }, more: Partial<TunnelRequest> = {}) {
  const proxy = keep(await startProxy({ hosts: { [HOST]: { host: seen.host, port: seen.port } } }));
  const target = { host: HOST, port: direct.port };
  const request = straightTo(target, ROOTS, { route: through(proxy), compareDirect: true, ...more });
  const { results, settled } = await checkTunnel(request);
  await settled;
  return results;
}

describe('the comparison with the direct way', () => {
  it('reports inspection, although SSTP works through the proxy, its root is trusted and its leaf is perfect', async () => {
    const forged = await inspector.issue({ names: [HOST], crlUrls: ['http://crl.example/b.crl'] });
    const [proxied, direct] = [await serve(forged), await serve(leaf)];
    const results = await compared(proxied, direct);
    expect(gatewayVerdict(results)).toEqual({ verdict: 'tls-inspection', stage: 'certificate' });
    expect(evidenceOf(results, 'certificate')).toMatchObject({
      reason: 'another-certificate',
      sha256: sha256Of(forged.pem),
      direct: { comparison: 'different', sha256: sha256Of(leaf.pem), issuer: 'CN=P2S Sample Issuing CA' },
      inspectionSigns: expect.arrayContaining(['differs-from-direct']),
    });
    expect(direct.log.map(({ steps, received }) => [steps, received.length])).toEqual([
      [['tcp', 'tls', 'closed'], 0],
    ]);
    // Without the option there is no comparison, and no evidence against this certificate.
    const unasked = await compared(proxied, direct, { compareDirect: false });
    expect(gatewayVerdict(unasked)).toEqual({ verdict: 'reachable', stage: null });
    expect(direct.log).toHaveLength(1);
  });

  it('finds the same certificate, and then takes the proxy for no inspector', async () => {
    const bare = await inspector.issue({ names: [HOST] });
    const gateway = await serve(bare);
    const more = { extraRoots: [] };
    const results = await compared(gateway, gateway, more);
    expect(evidenceOf(results, 'certificate')).toMatchObject({ direct: { comparison: 'same' } });
    expect(gatewayVerdict(results).verdict).toBe('untrusted-root');
    const unasked = await compared(gateway, gateway, { ...more, compareDirect: false });
    expect(gatewayVerdict(unasked).verdict).toBe('tls-inspection');
  });

  it('does not take the other leaf of a second gateway behind the name for inspection', async () => {
    const twin = await ca.issue({ names: [HOST], crlUrls: ['http://crl.example/a.crl'] });
    const results = await compared(await serve(twin), await serve(leaf));
    expect(evidenceOf(results, 'certificate')).toMatchObject({ direct: { comparison: 'same-issuer' } });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'reachable', stage: null });
  });

  it('goes without where the direct way is closed', async () => {
    const results = await compared(await serve(leaf), { port: await freePort() });
    expect(evidenceOf(results, 'certificate')).toMatchObject({
      direct: { comparison: 'no-answer', reason: 'refused' },
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'reachable', stage: null });
  });

  it('is not made where there is no proxy', async () => {
    const gateway = await serve(leaf);
    const target = { host: HOST, port: gateway.port };
    const { results, settled } = await checkTunnel(straightTo(target, ROOTS, { compareDirect: true }));
    await settled;
    expect(gateway.log).toHaveLength(1);
    expect(evidenceOf(results, 'certificate')).not.toHaveProperty('direct');
  });
});

describe('compareWithDirect', () => {
  const chainOf = async (from: typeof ca, how: Parameters<typeof ca.issue>[0]) => {
    const { der } = await from.issue(how);
    return how.issuer === 'self' ? [der] : [der, from.intermediate.der, from.root.der];
  };
  const names = [HOST];
  const compare = (
    seen: Uint8Array[],
    chain: Uint8Array[],
    trustedBy: 'bundled' | 'extra' | null = 'extra',
    asExpected: boolean | null = null,
  ) =>
    compareWithDirect(
      seen,
      { chain },
      { host: HOST, trusted: trustedBy === null ? null : { trustedBy, chain: seen }, asExpected },
    ).comparison;

  it('a root in common is not enough: the inspector may stand under it', async () => {
    const underRoot = [(await ca.issue({ names, issuer: 'root' })).der, ca.root.der];
    expect(compare(underRoot, await chainOf(ca, { names }))).toBe('different');
  });

  it('an issuer of the same name with another key is another one', async () => {
    const namesake = await createCa();
    expect(compare(await chainOf(namesake, { names }), await chainOf(ca, { names }))).toBe('different');
  });

  it('without the issuers the name has to do', async () => {
    const [a] = await chainOf(ca, { names });
    const [b] = await chainOf(ca, { names });
    expect(compare(a === undefined ? [] : [a], b === undefined ? [] : [b])).toBe('same-issuer');
  });

  it('leaves that sign themselves come from servers, not from an inspector', async () => {
    const self = (commonName: string) => chainOf(ca, { names, issuer: 'self', commonName });
    expect(compare(await self('gateway 1'), await self('gateway 2'))).toBe('same-issuer');
    expect(compare(await chainOf(inspector, { names }), await self('gateway 2'))).toBe('different');
  });

  it('what is public or the profile’s own, and another name on the direct way, prove nothing', async () => {
    const [seen, direct] = [await chainOf(inspector, { names }), await chainOf(ca, { names })];
    expect(compare(seen, direct)).toBe('different');
    expect(compare(seen, direct, null)).toBe('different');
    expect(compare(seen, direct, 'extra', false)).toBe('different');
    expect(compare(seen, direct, 'bundled')).toBe('inconclusive');
    expect(compare(seen, direct, 'extra', true)).toBe('inconclusive');
    expect(compare(seen, await chainOf(ca, { names: ['portal.example'] }))).toBe('inconclusive');
  });

  it('a certificate that cannot be read is no answer', async () => {
    expect(compare(await chainOf(ca, { names }), [Buffer.from('no certificate')])).toBe('no-answer');
    expect(compare([], await chainOf(ca, { names }))).toBe('no-answer');
  });
});
