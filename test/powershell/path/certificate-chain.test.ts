import { expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { checkChains } from '../../../src/machine/chains.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const SCRIPT = 'Test-P2SCertificateChain';
const OFFLINE_REVOCATION = 0x1000000;
const PARTIAL_CHAIN = 0x10000;
const NOT_VALID_FOR_USAGE = 0x10;
const sha1 = /^[0-9A-F]{40}$/;

describeReal('the script that asks the chain engine', (real) => {
  it('refuses a request that is too large, or is none', async () => {
    const certificates = ['MAA='];
    for (const chains of [
      'x',
      [1],
      [{ certificates }],
      [{ id: '1', certificates: [] }],
      [{ id: '1', certificates: [7] }],
      [{ id: '1', certificates: ['A'.repeat(90_000)] }],
      [{ id: '1', certificates: Array.from({ length: 17 }, () => 'MAA=') }],
      Array.from({ length: 65 }, () => ({ id: '1', certificates })),
    ]) {
      const run = real.host.run(SCRIPT, { chains }, RUN);
      await expect(run).rejects.toMatchObject({ evidence: { code: 'invalid-request' } });
    }
  });

  it('shows what the engine itself put into a chain, when that is requested', async () => {
    if (real.mode === 'ConstrainedLanguage') return;
    const ca = await createCa();
    const server = await startCrlServer({ resources: { '/issuing.cer': { body: ca.intermediate.der } } });
    try {
      const caIssuersUrls = [`http://127.0.0.1:${server.port}/issuing.cer`];
      const { der } = await ca.issue({ names: ['a'], caIssuersUrls });
      const chains = [
        { id: 'plain', certificates: [der] },
        { id: 'wanted', certificates: [der], withElements: true },
        { id: 'sent', certificates: [der, ca.intermediate.der], withElements: true },
      ];
      const { checks } = await checkChains(real.host, chains, 15_000, undefined);
      const shown = (id: string) =>
        checks.find((check) => check.id === id && check.mode === 'online')?.elements.map((one) => one.der);
      expect(shown('plain')).toEqual([null, null]);
      expect(shown('wanted')).toEqual([null, new Uint8Array(ca.intermediate.der)]);
      expect(shown('sent')).toEqual([null, null]);
    } finally {
      await server.close();
    }
  });

  it('says what .NET says of each chain, in numbers, or why it may not', async () => {
    const ca = await createCa();
    const server = await startCrlServer({ resources: {} });
    try {
      const crlUrls = [`http://127.0.0.1:${server.port}/a.crl`];
      const leaf = await ca.issue({ names: ['a'], crlUrls });
      const client = await ca.issue({ names: ['a'], crlUrls, purposes: ['clientAuth'] });
      const rest = [ca.intermediate.der, ca.root.der];
      const chains = [
        { id: 'whole', certificates: [leaf.der, ...rest] },
        { id: 'client', certificates: [client.der, ...rest] },
        { id: 'alone', certificates: [leaf.der] },
        { id: 'broken', certificates: [Buffer.from('MZ')] },
      ];
      const { checks, unavailable } = await checkChains(real.host, chains, 15_000, undefined);
      if (real.mode === 'ConstrainedLanguage')
        return expect([checks, unavailable]).toEqual([[], 'language-mode']);
      expect(unavailable).toBeNull();
      expect(checks.map(({ id, mode }) => `${mode} ${id}`)).toEqual([
        ...chains.map(({ id }) => `offline ${id}`),
        ...chains.map(({ id }) => `online ${id}`),
      ]);
      const online = (id: string) => checks.find((check) => check.id === id && check.mode === 'online');
      expect(online('whole')).toMatchObject({ hresult: null });
      expect(online('whole')?.elements).toMatchObject([
        { thumbprint: expect.stringMatching(sha1) },
        { thumbprint: expect.stringMatching(sha1) },
        { thumbprint: expect.stringMatching(sha1) },
      ]);
      expect((online('whole')?.elements[0]?.flags ?? 0) & OFFLINE_REVOCATION).not.toBe(0);
      expect((online('client')?.flags ?? 0) & NOT_VALID_FOR_USAGE).not.toBe(0);
      expect((online('whole')?.flags ?? 0) & NOT_VALID_FOR_USAGE).toBe(0);
      expect((online('alone')?.flags ?? 0) & PARTIAL_CHAIN).not.toBe(0);
      expect(online('broken')).toMatchObject({ flags: 0, hresult: expect.any(Number), elements: [] });
    } finally {
      await server.close();
    }
  });
});
