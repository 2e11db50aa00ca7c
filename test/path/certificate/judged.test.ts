import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCa, type LeafOptions } from '../../../scripts/simulated/ca.ts';
import {
  type CertificateQuestion,
  compareWithDirect,
  isKnownByName,
  judgeCertificate,
} from '../../../src/path/pki/certificate.ts';
import { datesFlaw, issuerAbove, matchedName } from '../../../src/path/pki/certificate-evidence.ts';
import {
  accessUris,
  crlUris,
  freshestUris,
  OID,
  readCertificate,
} from '../../../src/path/pki/certificate-fields.ts';
import { issuerUrls } from '../../../src/path/pki/named-url.ts';
import { findTrustedChain, isIssuedBy } from '../../../src/path/pki/trust.ts';
import {
  attribute,
  commonName,
  der,
  extension,
  make,
  name,
  oid,
  sequence,
  text,
} from '../../page/made-certificates.ts';

const HOST = 'vpn.contoso.example';
const ca = await createCa();
const other = await createCa({ name: 'Other' });
const issue = (more: Partial<LeafOptions> = {}) =>
  ca.issue({ names: [HOST], crlUrls: ['http://crl.example/a.crl'], ...more });
const leaf = await issue();
const CHAIN = [leaf.der, ca.intermediate.der];
const PARTIAL = 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';

function judge(more: Partial<CertificateQuestion> = {}): Record<string, unknown> & { chain: Uint8Array[] } {
  const { status, evidence, chain } = judgeCertificate({
    ...{ chain: CHAIN, host: HOST, authorizationError: PARTIAL, extraRoots: [ca.root.pem] },
    ...{ systemRoots: () => [], at: new Date(), throughProxy: false },
    ...more,
  });
  return { status, ...evidence, chain };
}

describe('a certificate', () => {
  it('that is good has no reason, and the signs of any company', () => {
    const judged = judge();
    expect(judged).toMatchObject({
      ...{
        status: 'pass',
        matchedOn: 'san',
        authorizationError: PARTIAL,
        trustedBy: 'extra',
        chainLength: 3,
      },
      ...{ inspectionSigns: ['root-not-public', 'not-self-signed'], top: { subject: 'CN=P2S Sample Root' } },
    });
    for (const absent of [
      'reason',
      'missingIssuer',
      'outOfDate',
      'chainFlaws',
      'asProfileExpects',
      'notOfProfile',
      'azureName',
      'direct',
    ])
      expect(judged).not.toHaveProperty(absent);
    expect(judged.chain).toHaveLength(3);
    expect(judge({ authorizationError: null })).toMatchObject({
      authorizationError: null,
      trustedBy: 'extra',
    });
  });

  it('is trusted by roots that the system reports', () => {
    const reported = judge({ extraRoots: [], reportedRoots: [ca.root.der] });
    expect(reported).toMatchObject({ status: 'pass', trustedBy: 'system' });
    expect(judge({ extraRoots: [], systemRoots: () => [ca.root.pem] })).toMatchObject({
      trustedBy: 'system',
    });
    expect(judge({ extraRoots: [] })).toMatchObject({
      ...{ status: 'fail', reason: 'untrusted-root', reasons: ['untrusted-root'], trustedBy: null },
      ...{
        chainLength: 2,
        missingIssuer: { subject: 'CN=P2S Sample Issuing CA', issuer: 'CN=P2S Sample Root' },
      },
    });
  });

  it('shows at most so many names and addresses', async () => {
    const many = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i));
    const { der: full } = await issue({
      names: many(25, (i) => `n${i}.example`),
      crlUrls: many(12, (i) => `http://crl${i}.example/\x1b[2J`),
      ocspUrls: many(12, (i) => `http://ocsp${i}.example/`),
      caIssuersUrls: many(12, (i) => `http://aia${i}.example/`),
    });
    const judged = judge({ chain: [full], extraRoots: [], host: 'n0.example' }) as unknown as Record<
      string,
      string[]
    > & { missingIssuer: { urls: string[] } };
    expect(
      [judged.san, judged.crlUrls, judged.ocspUrls, judged.missingIssuer.urls].map((list) => list?.length),
    ).toEqual([20, 10, 10, 10]);
    expect([judged.san?.[0], judged.crlUrls?.[0], judged.ocspUrls?.[0]]).toEqual([
      'DNS:n0.example',
      'http://crl0.example/\\x1b[2J',
      'http://ocsp0.example/',
    ]);
  });

  it('shows no credentials of an address', async () => {
    const secret = (host: string) => [`http://user:secret@${host}/`];
    const { der } = await issue({
      crlUrls: secret('crl.example'),
      ocspUrls: secret('ocsp.example'),
      caIssuersUrls: secret('aia.example'),
    });
    expect(judge({ chain: [der], extraRoots: [] })).toMatchObject({
      crlUrls: ['http://crl.example/'],
      ocspUrls: ['http://ocsp.example/'],
      missingIssuer: { urls: ['http://aia.example/'] },
    });
  });

  it('names an authority in its own script, without what a terminal acts on', async () => {
    const office = await createCa({ name: '社内\u001b[2J\u202e 認証局' });
    const { der } = await office.issue({ names: [HOST] });
    const { issuer } = judge({ chain: [der], extraRoots: [] });
    expect(issuer).toMatch(/^CN=社内.* 認証局 Issuing CA$/);
    expect(issuer).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('has the signs of an inspecting proxy', async () => {
    const signs = (more: Partial<CertificateQuestion>) => judge(more).inspectionSigns;
    expect(signs({ throughProxy: true })).toContain('through-proxy');
    const bare = await issue({ crlUrls: [] });
    expect(signs({ chain: [bare.der, ca.intermediate.der] })).toContain('no-cdp-and-no-aia');
    for (const named of [
      { crlUrls: [], ocspUrls: ['http://o.example/'] },
      { crlUrls: [], caIssuersUrls: ['http://i.example/'] },
    ]) {
      const one = await issue(named);
      expect(signs({ chain: [one.der, ca.intermediate.der] })).not.toContain('no-cdp-and-no-aia');
    }
    const self = await issue({ issuer: 'self' });
    expect(signs({ chain: [self.der] })).not.toContain('not-self-signed');
  });

  it('of the profile, or not, is compared by what the profile knows', () => {
    const root = { name: null, sha1: null, sha256: null, der: null };
    const expected = (of: Partial<typeof root> | { der: Uint8Array }) => [{ ...root, ...of }];
    expect(judge({ expectedRoots: expected({ der: ca.root.der }) })).toMatchObject({
      asProfileExpects: true,
    });
    const wrong = judge({ expectedRoots: expected({ der: other.root.der }), host: 'x.example' });
    expect(wrong).toMatchObject({ asProfileExpects: false, reasons: ['name-mismatch', 'wrong-root'] });
    expect(wrong.inspectionSigns).toContain('not-profile-root');
    const open = { extraRoots: [], chain: [leaf.der] };
    expect(judge({ ...open, expectedRoots: expected({ der: other.root.der }) })).toMatchObject({
      notOfProfile: true,
    });
    expect(judge({ ...open, expectedRoots: expected({ sha1: 'aa' } as never) })).not.toHaveProperty(
      'notOfProfile',
    );
    expect(
      [{ der: ca.root.der }, { name: 'x' }, { sha1: 'x' }, {}].map((one) =>
        isKnownByName({ ...root, ...one } as never),
      ),
    ).toEqual([true, true, false, false]);
  });

  it('of a chain that OpenSSL refuses has its flaw, or none that is known', async () => {
    const invalid = { authorizationError: 'CERT_SIGNATURE_FAILURE', status: 'fail' };
    expect(judge({ authorizationError: 'CERT_SIGNATURE_FAILURE' })).toMatchObject({
      ...invalid,
      reasons: ['chain-invalid'],
    });
    const azure = 'azuregateway-00000000-0000-4000-8000-000000000001-0123456789ab.vpn.azure.com';
    expect(judge({ host: azure })).toMatchObject({ azureName: true, reasons: ['name-mismatch'] });
    const late = judge({ extraRoots: [], at: new Date('2099-01-01') });
    expect(late).toMatchObject({ reason: 'untrusted-root', reasons: ['untrusted-root', 'expired'] });
    const client = await issue({ purposes: ['clientAuth'] });
    expect(judge({ chain: [client.der, ca.intermediate.der] })).toMatchObject({ reasons: ['wrong-purpose'] });
  });
});

describe('the dates of a certificate', () => {
  const { notBefore, notAfter } = readCertificate(leaf.der);
  const at = (time: Date, ms = 0) => datesFlaw(leaf.der, new Date(time.getTime() + ms));

  it('hold from their first second to their last', () => {
    expect([at(notBefore), at(notAfter), datesFlaw(Buffer.from('x'), notBefore)]).toEqual([[], [], []]);
    const dates = { validFrom: notBefore.toISOString(), validTo: notAfter.toISOString() };
    expect(at(notBefore, -1)).toEqual([{ reason: 'not-yet-valid', subject: `CN=${HOST}`, ...dates }]);
    expect(at(notAfter, 1)).toMatchObject([{ reason: 'expired' }]);
    const judged = judge({ at: new Date(notAfter.getTime() + 1) });
    expect(judged).toMatchObject({
      ...{
        reasons: expect.arrayContaining(['expired']),
        judgedAt: new Date(notAfter.getTime() + 1).toISOString(),
      },
      outOfDate: expect.arrayContaining([expect.objectContaining({ subject: `CN=${HOST}` })]),
    });
  });
});

describe('the name of a certificate', () => {
  const of = (...names: Buffer[]) =>
    new X509Certificate(
      make({
        subject: commonName('cn.example'),
        extensions: names.length === 0 ? [] : [extension('2.5.29.17', sequence(...names))],
      }),
    );
  const dns = (value: string) => der(0x82, Buffer.from(value));

  it('is an alternative name, or the common name without any', () => {
    expect(matchedName(of(dns('a.example')), 'a.example')).toBe('san');
    expect(matchedName(of(dns('a.example')), 'a.example.')).toBe('san');
    expect(matchedName(of(dns('a.example')), 'aa.example')).toBeNull();
    expect(matchedName(of(dns('a.example')), 'cn.example')).toBeNull();
    expect(matchedName(of(), 'cn.example')).toBe('cn');
    expect(matchedName(of(dns('a*.example')), 'ab.example')).toBeNull();
    const address = of(der(0x87, Buffer.from([192, 0, 2, 1])));
    expect([matchedName(address, '192.0.2.1'), matchedName(address, '192.0.2.2')]).toEqual(['san', null]);
  });
});

describe('the issuer above a chain', () => {
  it('is named with its addresses, each once, unless the certificate is its own', async () => {
    const aia = await issue({
      caIssuersUrls: ['http://a.example/i.cer', 'http://a.example/i.cer', 'ldap:///x'],
    });
    expect(issuerAbove(aia.der)).toEqual({
      ...{
        subject: `CN=${HOST}`,
        issuer: 'CN=P2S Sample Issuing CA',
        urls: ['http://a.example/i.cer', 'ldap:///x'],
      },
    });
    expect(issuerUrls(readCertificate(aia.der)).map(({ skipped }) => skipped)).toEqual([null, 'ldap']);
    expect([issuerAbove(ca.root.der), issuerAbove(Buffer.from('x'))]).toEqual([null, null]);
  });

  it('is an authority that signed', () => {
    expect(isIssuedBy(leaf.der, ca.intermediate.der)).toBe(true);
    expect(isIssuedBy(leaf.der, other.intermediate.der)).toBe(false);
    expect(isIssuedBy(leaf.der, Buffer.from('x'))).toBe(false);
    // An authority of version 1 that is no root.
    const above = make({ subject: commonName('x') });
    expect(isIssuedBy(make({ issuer: commonName('x') }), above)).toBe(false);
  });

  it('ends at the first that is trusted', () => {
    const sent = [leaf.der, ca.intermediate.der, ca.root.der, other.root.der];
    const roots = [other.root.pem, ca.intermediate.pem];
    expect(findTrustedChain(sent, roots, () => [], new Date())).toEqual({
      trustedBy: 'extra',
      chain: [leaf.der, ca.intermediate.der],
    });
    expect(findTrustedChain(sent, [ca.root.pem], () => [], new Date())?.chain).toEqual(sent.slice(0, 3));
    expect(findTrustedChain([Buffer.from('x')], [ca.root.pem], () => [], new Date())).toBeNull();
  });
});

describe('addresses in a certificate', () => {
  const uri = (value: string) => der(0x86, Buffer.from(value));
  const fields = (id: string, ...parts: Buffer[]) =>
    readCertificate(make({ extensions: [extension(id, sequence(...parts))] }));
  const point = (...names: Buffer[]) => sequence(der(0xa0, der(0xa0, ...names)));

  it('are its URIs alone', () => {
    const relative = sequence(der(0xa0, der(0xa1, attribute('2.5.4.3', text('x')))));
    const reasons = sequence(der(0x81, Buffer.from([6, 0x40])));
    const points = [point(der(0xa4, name()), uri('http://a/')), reasons, relative, point(uri('http://b/'))];
    expect(crlUris(fields(OID.crlDistributionPoints, ...points))).toEqual(['http://a/', 'http://b/']);
    expect(freshestUris(fields(OID.freshestCrl, point(uri('http://d/'))))).toEqual(['http://d/']);
    expect(crlUris(fields(OID.freshestCrl, point(uri('http://d/'))))).toEqual([]);
    expect(crlUris(fields(OID.crlDistributionPoints, der(4)))).toEqual([]);
    const access = (method: string, location: Buffer) => sequence(oid(method), location);
    const methods = [
      access(OID.ocsp, uri('http://o/')),
      access(OID.ocsp, der(0xa4, name())),
      access(OID.caIssuers, uri('http://i/')),
    ];
    expect(accessUris(fields(OID.authorityInfoAccess, ...methods), OID.ocsp)).toEqual(['http://o/']);
    expect(accessUris(fields(OID.authorityInfoAccess, ...methods), OID.caIssuers)).toEqual(['http://i/']);
  });
});

describe('the comparison with the direct route', () => {
  const compare = (
    chain: Uint8Array[],
    direct: Uint8Array[],
    more: Partial<Parameters<typeof compareWithDirect>[2]> = {},
  ) =>
    compareWithDirect(chain, { chain: direct }, { host: HOST, trusted: null, asExpected: null, ...more })
      .comparison;

  it('is about the leaf, then about who issued it', async () => {
    const twin = await issue();
    const forged = await other.issue({ names: [HOST] });
    const named = await other.issue({ names: ['x.example'] });
    expect(compare(CHAIN, CHAIN)).toBe('same');
    expect(compare(CHAIN, [twin.der, ca.intermediate.der])).toBe('same-issuer');
    expect(compare([leaf.der], [twin.der])).toBe('same-issuer');
    expect(compare(CHAIN, [forged.der, other.intermediate.der])).toBe('different');
    expect(compare(CHAIN, [named.der, other.intermediate.der])).toBe('inconclusive');
    const foreign = { asExpected: true, trusted: null };
    expect(compare(CHAIN, [forged.der], foreign)).toBe('inconclusive');
    expect(compare(CHAIN, [forged.der], { asExpected: false })).toBe('different');
    const trusted = { trustedBy: 'bundled', chain: [] } as const;
    expect(compare(CHAIN, [forged.der], { trusted: { ...trusted, chain: [] } })).toBe('inconclusive');
    // The same name of an authority, with another key.
    const copy = await (await createCa()).issue({ names: [HOST] });
    expect(compare(CHAIN, [copy.der])).toBe('different');
    const selves = await Promise.all([1, 2].map(() => issue({ issuer: 'self' })));
    expect(compare([selves[0]?.der ?? leaf.der], [selves[1]?.der ?? leaf.der])).toBe('same-issuer');
    expect(compare([selves[0]?.der ?? leaf.der], CHAIN)).toBe('different');
    // A root in common is not enough: the inspector may stand under it.
    const underRoot = (await ca.issue({ names: [HOST], issuer: 'root' })).der;
    expect(compare([underRoot, ca.root.der], [...CHAIN, ca.root.der])).toBe('different');
  });

  it('judges another certificate as a sign of inspection', async () => {
    const forged = await other.issue({ names: [HOST] });
    const judged = judge({ throughProxy: true, direct: { chain: [forged.der] } });
    expect(judged).toMatchObject({ status: 'fail', reasons: ['another-certificate'] });
    expect(judged.inspectionSigns).toContain('differs-from-direct');
    const same = judge({ throughProxy: true, direct: { chain: CHAIN } });
    expect(same.inspectionSigns).toEqual(['root-not-public', 'not-self-signed']);
  });

  it('has no answer without a certificate', () => {
    const about = { host: HOST, trusted: null, asExpected: null };
    const none = { comparison: 'no-answer', reason: 'certificate-unreadable' };
    expect(compareWithDirect(CHAIN, { reason: 'refused' }, about)).toEqual({
      ...none,
      reason: 'refused',
    });
    for (const direct of [[], [Buffer.from('x')]])
      expect(compareWithDirect(CHAIN, { chain: direct }, about)).toEqual(none);
    expect(compareWithDirect([], { chain: CHAIN }, about)).toEqual(none);
    const sha256 = new X509Certificate(leaf.der).fingerprint256.replaceAll(':', '').toLowerCase();
    expect(compareWithDirect(CHAIN, { chain: CHAIN }, about)).toEqual({
      comparison: 'same',
      sha256,
      issuer: 'CN=P2S Sample Issuing CA',
      forItsName: true,
    });
  });
});
