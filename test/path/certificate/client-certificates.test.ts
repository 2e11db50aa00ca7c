import { beforeAll, describe, expect, it } from 'vitest';

import { type CertificateAuthority, createCa, type LeafOptions } from '../../../scripts/simulated/ca.ts';
import type { StoredCertificates } from '../../../src/core/evidence/local-evidence.ts';
import { judgeClientCertificates } from '../../../src/path/pki/client-certificates.ts';

const NOW = new Date();
const DAY = 86_400_000;
const BOTH = ['CurrentUser\\Root', 'LocalMachine\\Root'];
const CA_STORE = ['CurrentUser\\CA', 'LocalMachine\\CA'];

let ca: CertificateAuthority;
let twin: CertificateAuthority;
beforeAll(async () => {
  [ca, twin] = await Promise.all([createCa(), createCa()]);
});

async function client(more: Partial<LeafOptions> = {}): Promise<Buffer> {
  const options = { names: [], commonName: 'Somebody', purposes: ['clientAuth'] as const, ...more };
  return (await ca.issue(options)).der;
}

function stored(
  own: readonly Uint8Array[],
  issuers: StoredCertificates['issuers'],
  more: Partial<StoredCertificates> & { hasPrivateKey?: boolean } = {},
): StoredCertificates {
  const { hasPrivateKey = true, ...rest } = more;
  return {
    state: 'read',
    hresult: null,
    own: own.map((der) => ({ der, hasPrivateKey })),
    omitted: 0,
    issuers,
    unread: [],
    ...rest,
  };
}

const chain = (stores: readonly string[] = BOTH): StoredCertificates['issuers'] => [
  { der: ca.intermediate.der, stores: CA_STORE },
  { der: ca.root.der, stores },
];
const problems = async (certificates: StoredCertificates) =>
  (await judgeClientCertificates(certificates, NOW)).map((one) => one.problems);

describe('a client certificate', () => {
  it('with key, use, dates and a chain to a root of user and computer has no problem', async () => {
    const [judged] = await judgeClientCertificates(stored([await client()], chain()), NOW);
    expect(judged).toMatchObject({
      sha1: expect.stringMatching(/^[0-9a-f]{40}$/),
      issuer: 'CN=P2S Sample Issuing CA',
      problems: [],
      root: { subject: 'CN=P2S Sample Root' },
    });
    expect(JSON.stringify(judged)).not.toContain('Somebody');
    expect(await problems(stored([await client({ purposes: [] })], chain()))).toEqual([[]]);
    const ofRoot = await client({ issuer: 'root' });
    expect(await problems(stored([ofRoot], [{ der: ca.root.der, stores: BOTH }]))).toEqual([[]]);
  });

  it('of another use is none', async () => {
    expect(await problems(stored([await client({ purposes: ['serverAuth'] })], chain()))).toEqual([]);
    expect(await problems(stored([Buffer.from('3003020101', 'hex'), Buffer.alloc(0)], chain()))).toEqual([]);
  });

  it.each([
    ['no-private-key', {}, { hasPrivateKey: false }],
    ['expired', { notBefore: new Date(0), notAfter: new Date(NOW.getTime() - DAY) }, {}],
    ['not-yet-valid', { notBefore: new Date(NOW.getTime() + DAY) }, {}],
  ] as const)('%s', async (problem, contents, more) => {
    expect(await problems(stored([await client(contents)], chain(), more))).toEqual([[problem]]);
  });

  it('whose issuer is missing, or is another one of the same name, has no chain', async () => {
    const own = [await client()];
    expect(await problems(stored(own, [{ der: ca.root.der, stores: BOTH }]))).toEqual([['chain-incomplete']]);
    const wrong = [
      { der: twin.intermediate.der, stores: CA_STORE },
      { der: twin.root.der, stores: BOTH },
    ];
    expect(await problems(stored(own, wrong))).toEqual([['chain-incomplete']]);
    expect(await problems(stored(own, [...wrong, ...chain()]))).toEqual([[]]);
    const forged = Buffer.from(own[0] ?? []);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(await problems(stored([forged], chain()))).toEqual([['chain-incomplete']]);
    // A store that could not be read may hold it.
    expect(await problems(stored(own, [], { unread: ['LocalMachine\\CA'] }))).toEqual([[]]);
  });

  it('needs its root among the trusted ones of both', async () => {
    const own = [await client()];
    expect(await problems(stored(own, chain(CA_STORE)))).toEqual([['root-not-trusted']]);
    expect(await problems(stored(own, chain(['CurrentUser\\Root'])))).toEqual([['root-of-user-only']]);
    expect(await problems(stored(own, chain(['LocalMachine\\Root'])))).toEqual([['root-of-computer-only']]);
    expect(
      await problems(stored(own, chain(['CurrentUser\\Root']), { unread: ['LocalMachine\\Root'] })),
    ).toEqual([[]]);
    expect(await problems(stored([await client({ issuer: 'self' })], chain()))).toEqual([
      ['root-not-trusted'],
    ]);
  });

  it('ends at the first that is trusted, wherever else a copy lies', async () => {
    const twice = [CA_STORE, BOTH].map((stores) => ({ der: ca.intermediate.der, stores }));
    expect(await problems(stored([await client()], twice))).toEqual([[]]);
  });

  it('is not followed round a circle', async () => {
    const again = Array.from({ length: 60 }, () => ({ der: ca.intermediate.der, stores: CA_STORE }));
    expect(await problems(stored([await client()], again))).toEqual([['chain-incomplete']]);
  });
});
