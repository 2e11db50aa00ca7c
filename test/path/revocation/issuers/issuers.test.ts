import { describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { type Resource, startCrlServer } from '../../../../scripts/simulated/crl-server.ts';
import { revocationVerdict } from '../../../../src/core/causes/verdict.ts';
import type { StageResult } from '../../../../src/core/model/check.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { ca, complete, sceneWith, stranger } from './issuers-scene.ts';

const keep = closeAfterEach();
const scene = sceneWith(keep);
const DER = 'application/pkix-cert';

const briefly = ({ results }: Awaited<ReturnType<typeof complete>>) =>
  results.map(({ status, evidence }) => `${status} ${evidence.reason ?? evidence.issuer}`);

describe('completeChain', () => {
  it('fetches the issuer of a certificate that came alone, and what comes of it', async () => {
    const at = await scene({ '/issuing.cer': { body: ca.intermediate.der, contentType: DER } });
    const completed = await complete([at.leaf]);
    expect(completed.chain).toEqual([at.leaf, ca.intermediate.der]);
    expect(completed.results).toMatchObject([
      {
        stage: 'revocation',
        url: `http://127.0.0.1:${at.server.port}/issuing.cer`,
        via: 'direct',
        status: 'pass',
        evidence: { kind: 'issuer', position: 0, subject: 'CN=a.example', httpStatus: 200 },
      },
    ]);
    expect(completed.results[0]?.evidence.issuer).toBe('CN=P2S Sample Issuing CA');
    expect(at.server.log).toMatchObject([{ method: 'GET', userAgent: 'Microsoft-CryptoAPI/10.0' }]);
  });

  it('takes an issuer that is served as PEM, and does not call that good', async () => {
    const at = await scene({ '/issuing.cer': { body: Buffer.from(ca.intermediate.pem) } });
    const { chain, results } = await complete([at.leaf]);
    expect(results).toMatchObject([{ status: 'skip', evidence: { reason: 'pem' } }]);
    // A valid list of the same certificate does not prove that Windows has its issuer.
    const list: StageResult = {
      ...{ stage: 'revocation', url: 'http://crl.example/a.crl', via: 'direct', durationMs: 1 },
      ...{ status: 'pass', evidence: { kind: 'crl', position: 0, reason: 'valid' } },
    };
    expect(revocationVerdict([...results, list]).verdict).toBe('not-tested');
    expect(chain.map((der) => Buffer.from(der))).toEqual(
      [at.leaf, ca.intermediate.der].map((der) => Buffer.from(der)),
    );
  });

  it('goes on up to the root, and stops where a chain is complete', async () => {
    const server = keep(await startCrlServer({ resources: {} }));
    const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
    const own = await createCa({ intermediateCaIssuersUrls: [url('/root.cer')] });
    server.set('/issuing.cer', { body: own.intermediate.der });
    server.set('/root.cer', { body: own.root.der });
    const { der: leaf } = await own.issue({ names: ['a'], caIssuersUrls: [url('/issuing.cer')] });
    expect((await complete([leaf])).chain).toEqual([leaf, own.intermediate.der, own.root.der]);
    const isComplete = (chain: readonly Uint8Array[]) => chain.length === 2;
    expect((await complete([leaf], { isComplete })).chain).toEqual([leaf, own.intermediate.der]);
    expect(server.log).toHaveLength(3);
  });

  it('asks nothing where nothing is missing', async () => {
    const at = await scene({ '/issuing.cer': { body: ca.intermediate.der } });
    expect((await complete([at.leaf], { isComplete: () => true })).results).toEqual([]);
    expect((await complete([ca.root.der])).results).toEqual([]);
    expect((await complete([])).results).toEqual([]);
    expect(at.server.log).toEqual([]);
  });

  it('takes the first address in their order that has it', async () => {
    const at = await scene({
      '/404.cer': { body: ca.intermediate.der, mode: 'forbidden' },
      '/issuing.cer': { body: ca.intermediate.der },
    });
    const completed = await complete([at.leaf]);
    expect(briefly(completed)).toEqual(['fail http-status', 'pass CN=P2S Sample Issuing CA']);
    expect(completed.chain).toHaveLength(2);
  });

  it.each<[string, () => Resource, string]>([
    ['a block page', () => ({ body: ca.intermediate.der, mode: 'html' }), 'html'],
    ['a redirect', () => ({ body: ca.intermediate.der, mode: 'redirect' }), 'redirect'],
    ['407', () => ({ body: ca.intermediate.der, mode: 'auth-required' }), 'proxy-auth'],
    ['nothing', () => ({ body: ca.intermediate.der, mode: 'empty' }), 'empty'],
    ['half of it', () => ({ body: ca.intermediate.der, mode: 'truncated' }), 'not-a-certificate'],
    ['another authority of the same name', () => ({ body: stranger.intermediate.der }), 'wrong-issuer'],
    ['the root, which issued another', () => ({ body: ca.root.der }), 'wrong-issuer'],
    ['other DER', () => ({ body: Buffer.from('3003020100', 'hex') }), 'not-a-certificate'],
    ['too much', () => ({ body: Buffer.alloc(300 * 1024, 0x30) }), 'too-large'],
  ])('does not take %s for the issuer', async (_what, resource, reason) => {
    const at = await scene({ '/issuing.cer': resource() });
    const completed = await complete([at.leaf]);
    expect(briefly(completed)).toEqual([`fail ${reason}`]);
    expect(completed.chain).toEqual([at.leaf]);
    if (reason === 'redirect')
      expect(completed.results[0]?.evidence).toMatchObject({ locationHost: 'blocked.example' });
  });

  it('skips what CryptoAPI would not fetch by http', async () => {
    const at = await scene({}, ['ldap:///CN=ca?cACertificate', 'https://ca.example/a.cer']);
    expect(briefly(await complete([at.leaf]))).toEqual(['skip ldap', 'skip scheme']);
  });

  it('keeps one deadline over all of it, and is cancelled', async () => {
    const mute = keep(
      await startCrlServer({ resources: { '/root.cer': { body: ca.root.der, mode: 'silent' } } }),
    );
    const own = await createCa({
      intermediateCaIssuersUrls: [`http://127.0.0.1:${mute.port}/root.cer`],
    });
    mute.set('/issuing.cer', { body: own.intermediate.der });
    const caIssuersUrls = [`http://127.0.0.1:${mute.port}/issuing.cer`];
    const { der } = await own.issue({ names: ['a'], caIssuersUrls });
    // The deadline has passed when the first issuer arrives.
    let time = 0;
    const isComplete = (chain: readonly Uint8Array[]) => {
      if (chain.length === 2) time = 60_000;
      return false;
    };
    const { results } = await complete([der], { isComplete, now: () => time });
    expect(results.map(({ status }) => status)).toEqual(['pass', 'skip']);
    expect(results[1]?.evidence).toMatchObject({ reason: 'no-time-left', deadlineMs: 1 });

    const at = await scene({ '/issuing.cer': { body: ca.intermediate.der, mode: 'silent' } });
    expect(briefly(await complete([at.leaf], { deadlineMs: 50 }))).toEqual(['fail timeout']);
    const cancelled = complete([at.leaf], {}, { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });
});
