import { describe, expect, it } from 'vitest';
import { createCa, type LeafOptions } from '../../../scripts/simulated/ca.ts';
import { revocationVerdict } from '../../../src/core/causes/verdict.ts';
import type { StageEvent } from '../../../src/core/model/check.ts';
import { checkRevocation } from '../../../src/path/revocation/revocation.ts';
import { closeAfterEach } from '../fixtures.ts';
import { DIRECT } from '../routes.ts';
import { requestFor, startOneAddress } from './revocation-requests.ts';

const keep = closeAfterEach();

describe('checkRevocation, certificates', () => {
  async function leafWith(options: Partial<LeafOptions>) {
    const ca = await createCa();
    return [(await ca.issue({ names: ['a'], issuer: 'root', ...options })).der, ca.root.der];
  }

  it('warns of a certificate that names no address', async () => {
    const results = await checkRevocation(requestFor(await leafWith({}), DIRECT));
    expect(results).toMatchObject([
      { url: null, status: 'warn', evidence: { reason: 'no-revocation-url', position: 0 } },
    ]);
    expect(revocationVerdict(results).verdict).toBe('reachable');
  });

  it('skips LDAP, and does not claim to have tested it', async () => {
    const results = await checkRevocation(requestFor(await leafWith({ crlUrls: ['ldap:///CN=a'] }), DIRECT));
    expect(results).toMatchObject([{ url: 'ldap:///CN=a', status: 'skip', evidence: { reason: 'ldap' } }]);
    expect(revocationVerdict(results).verdict).toBe('not-tested');
  });

  it('has a word for a certificate that it cannot read', async () => {
    const results = await checkRevocation(requestFor([Buffer.from('30030201', 'hex')], DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason: 'certificate-unreadable' } }]);
  });

  it('reports each address as it starts and ends, and is cancelled at any moment', async () => {
    const at = keep(await startOneAddress('crl', async (ca) => ({ body: await ca.crl('root') })));
    const events: StageEvent[] = [];
    const results = await checkRevocation(requestFor(at.chain, DIRECT), {
      onStage: (event) => events.push(event),
    });
    expect(events).toEqual([
      { type: 'started', stage: 'revocation', url: at.url, via: 'direct' },
      { type: 'result', result: results[0] },
    ]);

    const mute = keep(await startOneAddress('crl', async () => ({ body: Buffer.alloc(0), mode: 'silent' })));
    const controller = new AbortController();
    const cancelled = checkRevocation(requestFor(mute.chain, DIRECT), {
      signal: controller.signal,
      onStage: () => setImmediate(() => controller.abort()),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(
      checkRevocation(requestFor(mute.chain, DIRECT), { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('never throws for odd addresses in a certificate', async () => {
    const urls = [
      'http://',
      'http://[::1]:1/',
      'http://a b/',
      'http://x:99999/',
      '',
      'http://.example/a.crl',
    ];
    const results = await checkRevocation(requestFor(await leafWith({ crlUrls: urls }), DIRECT));
    expect(results).toHaveLength(urls.length);
    expect(results.every(({ status }) => status === 'fail' || status === 'skip')).toBe(true);
  });
});
