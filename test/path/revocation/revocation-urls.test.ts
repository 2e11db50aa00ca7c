import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { revocationUrls } from '../../../src/path/revocation/revocation-urls.ts';

const ca = await createCa({
  intermediateCrlUrls: ['http://crl.example/root.crl'],
  intermediateOcspUrls: ['http://ocsp.example'],
});

describe('revocationUrls', () => {
  it('lists the addresses of every certificate below the root, and whose they are', async () => {
    const leaf = await ca.issue({
      names: ['a.example'],
      crlUrls: ['http://crl1.example/a.crl', 'http://crl2.example:8080/a.crl'],
      ocspUrls: ['http://ocsp.example/a'],
    });
    const known = { skipped: null };
    expect(revocationUrls([leaf.der, ca.intermediate.der, ca.root.der])).toEqual([
      { ...known, url: 'http://crl1.example/a.crl', kind: 'crl', position: 0, issuerPosition: 1 },
      { ...known, url: 'http://crl2.example:8080/a.crl', kind: 'crl', position: 0, issuerPosition: 1 },
      { ...known, url: 'http://ocsp.example/a', kind: 'ocsp', position: 0, issuerPosition: 1 },
      { ...known, url: 'http://crl.example/root.crl', kind: 'crl', position: 1, issuerPosition: 2 },
      { ...known, url: 'http://ocsp.example/', kind: 'ocsp', position: 1, issuerPosition: 2 },
    ]);
    expect(revocationUrls([leaf.der]).map(({ issuerPosition }) => issuerPosition)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['ldap:///CN=ca,DC=contoso?certificateRevocationList?base', 'ldap'],
    ['https://crl.example/a.crl', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['not a url', 'bad-url'],
    ['http://user:secret@crl.example/a.crl', 'credentials'],
    ['http://user@crl.example/a.crl', 'credentials'],
    ['http://:secret@crl.example/a.crl', 'credentials'],
    ['ldaps://ldap.contoso.example/CN=ca', 'ldap'],
  ])('lists %s as skipped: %s', async (url, skipped) => {
    const leaf = await ca.issue({ names: ['a.example'], crlUrls: [url] });
    expect(revocationUrls([leaf.der])).toMatchObject([{ kind: 'crl', skipped }]);
  });

  it.each([
    ['http://user:secret@crl.example/a.crl', 'http://crl.example/a.crl'],
    ['http://user:secret%40crl.example/a.crl', 'http://crl.example/a.crl'],
    ['ldap://user:secret@ldap.example/CN=ca', 'ldap://ldap.example/CN=ca'],
    ['http://user:secret@not a url/', 'http://not a url/'],
    ['user:secret@crl.example/a.crl', '***@crl.example/a.crl'],
  ])('lists %s without its credentials', async (url, shown) => {
    const leaf = await ca.issue({ names: ['a.example'], crlUrls: [url] });
    expect(revocationUrls([leaf.der]).map((named) => named.url)).toEqual([shown]);
  });

  it('lists no address twice, and no more than eight to fetch', async () => {
    const many = Array.from({ length: 12 }, (_, i) => `http://crl${i}.example/`);
    const leaf = await ca.issue({ names: ['a.example'], crlUrls: [...many, ...many] });
    const urls = revocationUrls([leaf.der]);
    expect(urls).toHaveLength(12);
    expect(urls.map(({ skipped }) => skipped)).toEqual([
      ...Array(8).fill(null),
      ...Array(4).fill('too-many'),
    ]);
  });

  it('neutralises what it cannot fetch and encodes what it can', async () => {
    const leaf = await ca.issue({
      names: ['a.example'],
      crlUrls: ['http://crl.example/a b\x1b[2J', 'x\x1b[2J'],
    });
    const urls = revocationUrls([leaf.der]).map(({ url }) => url);
    expect(urls).toEqual(['http://crl.example/a%20b%1B[2J', 'x\\x1b[2J']);
  });

  it('has nothing to ask about a self-signed certificate', async () => {
    const self = await ca.issue({ names: ['a.example'], issuer: 'self', crlUrls: ['http://crl.example/'] });
    expect(revocationUrls([self.der])).toEqual([]);
    expect(revocationUrls([])).toEqual([]);
  });
});
