import { describe, expect, it } from 'vitest';
import { createCa, type LeafOptions } from '../../../scripts/simulated/ca.ts';
import { makeCertificate } from '../../../scripts/simulated/certificate.ts';
import { type Gateway, startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import type { StageResult } from '../../../src/core/model/check.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { checkTunnel, type TunnelRequest } from '../../../src/path/tunnel/tunnel.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../fixtures.ts';
import { evidenceOf, straightTo, through } from '../routes.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const DAY = 24 * 3_600_000;
const fromNow = (days: number) => new Date(Date.now() + days * DAY);
const HOST = 'azuregateway-00000000-0000-4000-8000-000000000001-0123456789ab.vpn.azure.com';
const ca = await createCa();
const keep = closeAfterEach();

/** The result of the check for this leaf under the name HOST, through a proxy. */
async function see(
  leaf: Partial<LeafOptions>,
  how: { host?: string; roots?: string[]; cert?: (pem: string) => string } & Partial<TunnelRequest> = {},
): Promise<StageResult[]> {
  const { host = HOST, roots = [ca.root.pem], cert, ...request } = how;
  const issued = await ca.issue({ names: [HOST], crlUrls: ['http://crl.example/a.crl'], ...leaf });
  const gateway: Gateway = await startGateway({ key: issued.key, cert: cert?.(issued.pem) ?? issued.cert });
  const proxy = await startProxy({ hosts: { [host]: { host: gateway.host, port: gateway.port } } });
  keep(gateway);
  keep(proxy);
  const outcome = await checkTunnel(
    straightTo({ host, port: 443 }, roots, { route: through(proxy), ...request }),
  );
  await outcome.settled;
  return outcome.results;
}

const certificateOf = (results: StageResult[]) => {
  const found = results.find(({ stage }) => stage === 'certificate');
  return { status: found?.status, ...found?.evidence };
};

describe('the certificate stage', () => {
  it('matches a name of 76 characters, which no common name can hold', async () => {
    expect(HOST).toHaveLength(76);
    expect(certificateOf(await see({}))).toMatchObject({
      status: 'pass',
      matchedOn: 'san',
      trustedBy: 'extra',
    });
  });

  it('matches a wildcard for one label, and no part of a label', async () => {
    expect(certificateOf(await see({ names: ['*.vpn.azure.com'] }))).toMatchObject({
      status: 'pass',
      matchedOn: 'san',
    });
    expect(certificateOf(await see({ names: ['*.azure.com'] }))).toMatchObject({ reason: 'name-mismatch' });
    expect(certificateOf(await see({ names: ['azure*.vpn.azure.com'] }))).toMatchObject({
      reason: 'name-mismatch',
    });
  });

  it('never matches a cut common name', async () => {
    const results = await see({ names: ['other.example'], commonName: HOST.slice(0, 64) });
    expect(certificateOf(results)).toMatchObject({
      status: 'fail',
      reason: 'name-mismatch',
      matchedOn: null,
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'certificate-invalid', stage: 'certificate' });
  });

  it('warns when only the common name matches, and not beside alternative names', async () => {
    const host = 'vpn.contoso.example';
    expect(certificateOf(await see({ names: [], commonName: host }, { host }))).toMatchObject({
      status: 'warn',
      matchedOn: 'cn',
    });
    expect(certificateOf(await see({ names: ['a.example'], commonName: host }, { host }))).toMatchObject({
      reason: 'name-mismatch',
    });
  });

  it('calls it no other name where an address is the common name, and there is no alternative name', async () => {
    const host = '192.0.2.1';
    const reasonOf = async (leaf: Partial<LeafOptions>) => certificateOf(await see(leaf, { host }));
    expect(await reasonOf({ names: [], commonName: host })).toMatchObject({
      ...{ status: 'fail', reason: 'no-alternative-name', matchedOn: null },
    });
    for (const leaf of [
      { names: [], commonName: '192.0.2.2' },
      { names: ['a.example'], commonName: host },
    ])
      expect(await reasonOf(leaf)).toMatchObject({ reason: 'name-mismatch' });
    expect(await reasonOf({ names: [], ips: [host] })).toMatchObject({ status: 'pass', matchedOn: 'san' });
  });

  it.each<[string, Partial<LeafOptions>, string]>([
    ['an expired one', { notBefore: fromNow(-9), notAfter: fromNow(-1) }, 'expired'],
    ['one of tomorrow', { notBefore: fromNow(1), notAfter: fromNow(9) }, 'not-yet-valid'],
    ['one for clients', { purposes: ['clientAuth'] }, 'wrong-purpose'],
  ])('refuses %s, though its root is trusted', async (_name, leaf, reason) => {
    const results = await see(leaf);
    expect(certificateOf(results)).toMatchObject({
      status: 'fail',
      reason,
      reasons: [reason],
      trustedBy: 'extra',
    });
    expect(gatewayVerdict(results).verdict).toBe('certificate-invalid');
  });

  it('says which certificate of the chain is out of date, by its own dates', async () => {
    const [notBefore, notAfter] = [fromNow(-400), fromNow(-10)];
    const issuer = await makeCertificate({
      ...{ commonName: 'Old Issuing CA', issuer: ca.root, isCa: true, notBefore, notAfter },
    });
    const leaf = await makeCertificate({
      ...{ commonName: HOST.slice(0, 64), issuer, isCa: false, names: [HOST], purposes: ['serverAuth'] },
      ...{ notBefore: fromNow(-1), notAfter: fromNow(90) },
    });
    const cert = leaf.pem + issuer.pem;
    const gateway = keep(await startGateway({ key: leaf.keyPem, cert }));
    const proxy = keep(await startProxy({ hosts: { [HOST]: gateway } }));
    const request = straightTo({ host: HOST, port: 443 }, [ca.root.pem], { route: through(proxy) });
    const { results, settled } = await checkTunnel(request);
    await settled;
    const [validFrom, validTo] = [notBefore, notAfter].map(
      (date) => `${date.toISOString().slice(0, 19)}.000Z`,
    );
    expect(certificateOf(results)).toMatchObject({
      reasons: ['expired'],
      outOfDate: [{ reason: 'expired', subject: 'CN=Old Issuing CA', validFrom, validTo }],
    });
  });

  it('accepts one without a stated purpose', async () => {
    expect(certificateOf(await see({ purposes: [] }))).toMatchObject({ status: 'pass' });
  });

  it('judges dates by the clock that it is given', async () => {
    const results = await see({}, { wallClock: () => fromNow(400) });
    expect(certificateOf(results)).toMatchObject({ status: 'fail', reason: 'expired' });
  });

  it('sees an unknown root behind an expired leaf, which OpenSSL reports alone', async () => {
    const results = await see({ notBefore: fromNow(-9), notAfter: fromNow(-1) }, { roots: [] });
    expect(certificateOf(results)).toMatchObject({
      reason: 'untrusted-root',
      reasons: ['untrusted-root', 'expired'],
    });
  });

  it('does not trust the twin of a root', async () => {
    const twin = await createCa();
    const results = await see({}, { roots: [twin.root.pem] });
    expect(certificateOf(results)).toMatchObject({
      status: 'fail',
      reason: 'untrusted-root',
      trustedBy: null,
    });
    expect(gatewayVerdict(results).verdict).toBe('untrusted-root');
  });

  it('needs the intermediate that the gateway should send', async () => {
    const results = await see({}, { cert: (pem) => pem });
    expect(certificateOf(results)).toMatchObject({
      reason: 'untrusted-root',
      authorizationError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      chainLength: 1,
      missingIssuer: { subject: `CN=${HOST.slice(0, 64)}`, issuer: 'CN=P2S Sample Issuing CA', urls: [] },
    });
    const named = await see({ caIssuersUrls: ['http://aia.example/i.cer'] }, { cert: (pem) => pem });
    expect(certificateOf(named)).toMatchObject({ missingIssuer: { urls: ['http://aia.example/i.cer'] } });
  });

  it('names an authority in its own script, without what a terminal acts on', async () => {
    const office = await createCa({ name: '社内\u001b[2J\u202e 認証局' });
    const { key, pem } = await office.issue({ names: [HOST], crlUrls: ['http://crl.example/a.crl'] });
    const gateway = await startGateway({ key, cert: pem });
    keep(gateway);
    const proxy = await startProxy({ hosts: { [HOST]: gateway } });
    keep(proxy);
    const outcome = await checkTunnel(straightTo({ host: HOST, port: 443 }, [], { route: through(proxy) }));
    await outcome.settled;
    const { issuer } = certificateOf(outcome.results) as { issuer?: string };
    expect(issuer).toMatch(/^CN=社内.* 認証局 Issuing CA$/);
    expect(issuer).not.toMatch(/[\p{Cc}\u202e]/u);
    const checks = outcome.results.map((one) => ({
      ...one,
      gateway: HOST,
      url: null,
      via: 'direct',
      from: 'this-machine' as const,
      stores: 'current' as const,
    }));
    for (const texts of [ENGLISH, JAPANESE]) {
      const verdict = { gateway: HOST, stores: 'current', ...gatewayVerdict(outcome.results) } as const;
      expect(texts.verdict(verdict, checks).message).toContain(issuer);
    }
  });

  it('trusts a self-signed one only when it is given; through a proxy it is no Azure gateway’s', async () => {
    const self = await ca.issue({ names: [HOST], issuer: 'self' });
    const gateway = await startGateway({ key: self.key, cert: self.cert });
    const proxy = await startProxy({ hosts: { [HOST]: gateway } });
    keep(gateway);
    keep(proxy);
    const ask = async (roots: string[]) => {
      const outcome = await checkTunnel(
        straightTo({ host: HOST, port: 443 }, roots, { route: through(proxy) }),
      );
      await outcome.settled;
      return outcome.results;
    };
    expect(gatewayVerdict(await ask([])).verdict).toBe('tls-inspection');
    expect(certificateOf(await ask([self.pem]))).toMatchObject({
      trustedBy: 'extra',
      chainLength: 1,
      status: 'pass',
    });
  });

  it('finds the root among several in one PEM text', async () => {
    const other = await createCa({ name: 'Other' });
    const results = await see({}, { roots: [`# roots\n${other.root.pem}\n${ca.root.pem}`] });
    expect(certificateOf(results)).toMatchObject({ status: 'pass', trustedBy: 'extra' });
  });

  it('lists what speaks for inspection', async () => {
    expect(evidenceOf(await see({}), 'certificate').inspectionSigns).toEqual([
      'through-proxy',
      'root-not-public',
      'not-self-signed',
    ]);
    expect(evidenceOf(await see({ crlUrls: [] }), 'certificate').inspectionSigns).toContain(
      'no-cdp-and-no-aia',
    );
    const onlyIssuer = await see({ crlUrls: [], caIssuersUrls: ['http://aia.example/ca.cer'] });
    expect(evidenceOf(onlyIssuer, 'certificate').inspectionSigns).not.toContain('no-cdp-and-no-aia');
  });
});
