import { describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa, type LeafOptions } from '../../../../scripts/simulated/ca.ts';
import type { CrlOptions } from '../../../../scripts/simulated/crl.ts';
import { startCrlServer } from '../../../../scripts/simulated/crl-server.ts';
import { revocationVerdict } from '../../../../src/core/causes/verdict.ts';
import { checkRevocation } from '../../../../src/path/revocation/revocation.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { DIRECT } from '../../routes.ts';
import { briefly, requestFor } from '../revocation-requests.ts';

const keep = closeAfterEach();
const HOLD = 6;
const REMOVE = 8;
const BASE = 5;

/** Serves these lists, and checks a leaf right under a root. */
async function check(
  leafWith: (at: (path: string) => string) => Partial<LeafOptions>,
  listsOf: (ca: CertificateAuthority, serial: string, delta: string) => Record<string, Promise<Buffer>>,
) {
  const ca = await createCa();
  const server = keep(await startCrlServer({ resources: {} }));
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const { der, serial } = await ca.issue({
    ...{ names: ['a'], issuer: 'root', crlUrls: [at('/base.crl')], ...leafWith(at) },
  });
  for (const [path, body] of Object.entries(listsOf(ca, serial, at('/delta.crl'))))
    server.set(path, { body: await body });
  const results = await checkRevocation(requestFor([der, ca.root.der], DIRECT));
  return { stages: briefly(results), verdict: revocationVerdict(results).verdict };
}

describe('checkRevocation, a base list that names a delta', () => {
  const overBase = (base: CrlOptions, delta: (serial: string) => CrlOptions) =>
    check(
      () => ({}),
      (ca, serial, url) => ({
        '/base.crl': ca.crl('root', {
          ...{ number: BASE, freshestUrls: [url], revoked: [{ serial, reason: HOLD }], ...base },
        }),
        '/delta.crl': ca.crl('root', { number: BASE + 1, deltaOf: BASE, ...delta(serial) }),
      }),
    );

  it.each<[string, CrlOptions, (serial: string) => CrlOptions, string[], string]>([
    [
      'ends no hold that a list of some reasons tells of, whose delta knows of these alone',
      { someReasons: true },
      (serial) => ({ revoked: [{ serial, reason: REMOVE }], someReasons: true }),
      ['0 crl fail revoked'],
      'revoked',
    ],
    [
      'ends no hold by a delta that holds what is not understood',
      {},
      (serial) => ({ revoked: [{ serial, reason: REMOVE, critical: '1.2.3.4' }] }),
      ['0 crl fail revoked', '0 delta skip unsupported-extension'],
      'revoked',
    ],
    [
      'does not ask for the delta of a list that does not hold',
      { nextUpdate: new Date(Date.now() - 1000), revoked: [] },
      () => ({}),
      ['0 crl fail expired'],
      'revocation-unreachable',
    ],
  ])('%s', async (_name, base, delta, stages, verdict) => {
    expect(await overBase(base, delta)).toEqual({ stages, verdict });
  });

  it('takes the address of the certificate where the list names none, and skips LDAP', async () => {
    const found = await check(
      (at) => ({ freshestUrls: ['ldap:///CN=x?deltaRevocationList', at('/delta.crl')] }),
      (ca) => ({
        '/base.crl': ca.crl('root', { number: BASE }),
        '/delta.crl': ca.crl('root', { number: BASE + 1, deltaOf: BASE }),
      }),
    );
    expect(found.stages).toEqual(['0 crl pass valid', '0 delta skip ldap', '0 delta pass valid']);
    expect(found.verdict).toBe('reachable');
  });

  it.each([
    ['its own base, given by two mirrors', BASE, 'reachable'],
    ['no other list', BASE + 2, 'revoked'],
  ])('ends by it the hold of %s', async (_name, mirrored, verdict) => {
    const { verdict: found } = await check(
      (at) => ({ crlUrls: [at('/base.crl'), at('/mirror.crl')] }),
      (ca, serial, url) => {
        const held = { number: BASE, revoked: [{ serial, reason: HOLD }], freshestUrls: [url] };
        const removed = { number: BASE + 1, deltaOf: BASE, revoked: [{ serial, reason: REMOVE }] };
        const base = ca.crl('root', held);
        const mirror = mirrored === BASE ? base : ca.crl('root', { number: mirrored, revoked: held.revoked });
        return { '/base.crl': base, '/mirror.crl': mirror, '/delta.crl': ca.crl('root', removed) };
      },
    );
    expect(found).toBe(verdict);
  });
});
