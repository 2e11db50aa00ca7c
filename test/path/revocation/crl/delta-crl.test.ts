import { describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa, type LeafOptions } from '../../../../scripts/simulated/ca.ts';
import type { CrlOptions } from '../../../../scripts/simulated/crl.ts';
import { type Resource, startCrlServer } from '../../../../scripts/simulated/crl-server.ts';
import { revocationVerdict } from '../../../../src/core/causes/verdict.ts';
import { checkRevocation } from '../../../../src/path/revocation/revocation.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { DIRECT } from '../../routes.ts';
import { briefly, requestFor } from '../revocation-requests.ts';

const keep = closeAfterEach();
const HOUR = 3_600_000;
const HOLD = 6;
const REMOVE = 8;
const BASE = 5;

interface Lists {
  base?: CrlOptions;
  delta?: CrlOptions & Partial<Resource>;
  leaf?: Partial<LeafOptions>;
}

/** A leaf under a root with a base list, and the file that is served as its delta. */
async function check(
  lists: (ca: CertificateAuthority, serial: string, url: string) => Promise<Lists> | Lists,
) {
  const ca = await createCa();
  const server = keep(await startCrlServer({ resources: {} }));
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const issue = (more: Partial<LeafOptions> = {}) =>
    ca.issue({ names: ['a'], issuer: 'root', crlUrls: [at('/base.crl')], ...more });
  const { leaf: more } = await lists(ca, '01', at(''));
  const leaf = await issue(more);
  const { base = {}, delta } = await lists(ca, leaf.serial, at(''));
  const freshest = more?.freshestUrls === undefined ? { freshestUrls: [at('/delta.crl')] } : {};
  server.set('/base.crl', { body: await ca.crl('root', { number: BASE, ...freshest, ...base }) });
  if (delta !== undefined) {
    const { body, mode, ...list } = delta;
    server.set('/delta.crl', {
      body: body ?? (await ca.crl('root', { number: BASE + 1, deltaOf: BASE, ...list })),
      ...(mode === undefined ? {} : { mode }),
    });
  }
  const results = await checkRevocation(requestFor([leaf.der, ca.root.der], DIRECT));
  return {
    stages: briefly(results),
    verdict: revocationVerdict(results).verdict,
    asked: server.log.map(({ path }) => path),
    delta: results.at(-1),
  };
}

describe('checkRevocation, a base list that names a delta', () => {
  it('fetches the delta along the same path, and has the whole answer', async () => {
    const { stages, verdict, asked, delta } = await check(() => ({ delta: {} }));
    expect(stages).toEqual(['0 crl pass valid', '0 delta pass valid']);
    expect(asked).toEqual(['/base.crl', '/delta.crl']);
    expect(verdict).toBe('reachable');
    expect(delta?.evidence).toMatchObject({ httpStatus: 200, nextUpdate: expect.any(String), entries: 0 });
  });

  it.each<[string, Lists['delta'] | undefined, string]>([
    ['is not there', undefined, 'http-status'],
    ['is a block page', { mode: 'html' }, 'html'],
    ['is refused', { mode: 'forbidden' }, 'http-status'],
    ['is empty', { mode: 'empty' }, 'empty'],
    ['is no list', { body: Buffer.from('no list') }, 'not-a-crl'],
    ['is cut', { mode: 'truncated' }, 'not-a-crl'],
    ['has expired', { nextUpdate: new Date(Date.now() - 1000) }, 'expired'],
    ['is of tomorrow', { thisUpdate: new Date(Date.now() + 24 * HOUR) }, 'not-yet-valid'],
    ['is of a later base', { deltaOf: BASE + 1, number: BASE + 2 }, 'wrong-base'],
    ['speaks for another partition', { scopeUrl: 'http://crl.example/other.crl' }, 'wrong-scope'],
  ])('reports that the delta %s, and uses the base', async (_name, delta, reason) => {
    const { stages, verdict } = await check(() => (delta === undefined ? {} : { delta }));
    expect(stages).toEqual(['0 crl pass valid', `0 delta fail ${reason}`]);
    expect(verdict).toBe('reachable');
  });

  it.each<[string, (ca: CertificateAuthority) => Promise<Uint8Array>, string]>([
    ['another issuer', (ca) => ca.crl('intermediate', { deltaOf: BASE, number: 6 }), 'wrong-issuer'],
    ['a twin', async () => (await createCa()).crl('root', { deltaOf: BASE, number: 6 }), 'other-key'],
    ['no delta, but a whole list', (ca) => ca.crl('root', { number: 6 }), 'not-a-delta'],
  ])('takes nothing of %s for a delta', async (_name, make, reason) => {
    const { stages, verdict } = await check(async (ca) => ({ delta: { body: await make(ca) } }));
    expect(stages).toEqual(['0 crl pass valid', `0 delta fail ${reason}`]);
    expect(verdict).toBe('reachable');
  });

  it('does not judge a delta under another key identifier than the issuer has', async () => {
    const { stages } = await check(() => ({ delta: { keyId: '0102' } }));
    expect(stages).toEqual(['0 crl pass valid', '0 delta skip other-key-id']);
  });

  it('needs the number of the base', async () => {
    expect((await check(() => ({ base: { number: null }, delta: {} }))).stages).toContain(
      '0 delta fail wrong-base',
    );
  });

  it('minds the same partition on both', async () => {
    const { stages } = await check((_ca, _serial, url) => {
      const scopeUrl = `${url}/base.crl`;
      return { base: { scopeUrl }, delta: { scopeUrl } };
    });
    expect(stages).toEqual(['0 crl pass valid', '0 delta pass valid']);
  });

  it.each<[string, (serial: string) => Lists, string[], string]>([
    [
      'revokes by the delta alone, expired or not',
      (serial) => ({ delta: { revoked: [serial], nextUpdate: new Date(Date.now() - 1000) } }),
      ['0 crl pass valid', '0 delta fail revoked'],
      'revoked',
    ],
    [
      'does not believe a delta that is older than its base',
      (serial) => ({ delta: { revoked: [serial], number: BASE - 1, deltaOf: BASE - 2 } }),
      ['0 crl pass valid', '0 delta pass valid'],
      'reachable',
    ],
    [
      'ends a hold by the delta',
      (serial) => ({
        base: { revoked: [{ serial, reason: HOLD }] },
        delta: { revoked: [{ serial, reason: REMOVE }] },
      }),
      ['0 crl fail revoked', '0 delta pass valid'],
      'reachable',
    ],
    [
      'ends no revocation by it',
      (serial) => ({ base: { revoked: [serial] }, delta: { revoked: [{ serial, reason: REMOVE }] } }),
      ['0 crl fail revoked', '0 delta pass valid'],
      'revoked',
    ],
    [
      'ends no hold by a delta that has expired',
      (serial) => ({
        base: { revoked: [{ serial, reason: HOLD }] },
        delta: { revoked: [{ serial, reason: REMOVE }], nextUpdate: new Date(Date.now() - 1000) },
      }),
      ['0 crl fail revoked', '0 delta fail expired'],
      'revoked',
    ],
    [
      'ends no hold that a list of some reasons tells of, whose delta knows of these alone',
      (serial) => ({
        base: { revoked: [{ serial, reason: HOLD }], someReasons: true },
        delta: { revoked: [{ serial, reason: REMOVE }], someReasons: true },
      }),
      ['0 crl fail revoked'],
      'revoked',
    ],
    [
      'ends no hold by a delta that holds what is not understood',
      (serial) => ({
        base: { revoked: [{ serial, reason: HOLD }] },
        delta: { revoked: [{ serial, reason: REMOVE, critical: '1.2.3.4' }] },
      }),
      ['0 crl fail revoked', '0 delta skip unsupported-extension'],
      'revoked',
    ],
  ])('%s', async (_name, lists, stages, verdict) => {
    const found = await check((_ca, serial) => lists(serial));
    expect(found).toMatchObject({ stages, verdict });
  });

  it('does not ask for the delta of a list that does not hold', async () => {
    const base = { nextUpdate: new Date(Date.now() - 1000) };
    const { stages, verdict } = await check(() => ({ base, delta: {} }));
    expect(stages).toEqual(['0 crl fail expired']);
    expect(verdict).toBe('revocation-unreachable');
  });

  it('takes the address of the certificate where the list names none, and skips LDAP', async () => {
    const found = await check((_ca, _serial, url) => ({
      leaf: { freshestUrls: ['ldap:///CN=x?deltaRevocationList', `${url}/delta.crl`] },
      delta: {},
    }));
    expect(found.stages).toEqual(['0 crl pass valid', '0 delta skip ldap', '0 delta pass valid']);
    expect(found.verdict).toBe('reachable');
  });

  it('asks once for a delta that two lists name', async () => {
    const { stages, asked } = await check((_ca, _serial, url) => ({
      leaf: { crlUrls: [`${url}/base.crl`, `${url}/base.crl?2`] },
      delta: {},
    }));
    expect(stages).toEqual(['0 crl pass valid', '0 crl pass valid', '0 delta pass valid']);
    expect(asked.filter((path) => path === '/delta.crl')).toHaveLength(1);
  });
});

it('ends by a delta the hold of its own base, given by two mirrors or not, and of no other list', async () => {
  const ca = await createCa();
  const server = keep(await startCrlServer({ resources: {} }));
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const leaf = await ca.issue({
    names: ['a'],
    issuer: 'root',
    crlUrls: [at('/base.crl'), at('/mirror.crl')],
  });
  const held = { number: BASE, revoked: [{ serial: leaf.serial, reason: HOLD }] };
  const body = await ca.crl('root', { ...held, freshestUrls: [at('/delta.crl')] });
  const removed = { number: BASE + 1, deltaOf: BASE, revoked: [{ serial: leaf.serial, reason: REMOVE }] };
  server.set('/base.crl', { body });
  server.set('/mirror.crl', { body });
  server.set('/delta.crl', { body: await ca.crl('root', removed) });
  const verdict = async () =>
    revocationVerdict(await checkRevocation(requestFor([leaf.der, ca.root.der], DIRECT))).verdict;
  expect(await verdict()).toBe('reachable');
  server.set('/mirror.crl', { body: await ca.crl('root', { ...held, number: BASE + 2 }) });
  expect(await verdict()).toBe('revoked');
});
