import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { KNOWN_ROOTS, knownRoot } from '../../../src/core/findings/profile-currency.ts';

const bundled = tls.rootCertificates.map((pem) => new X509Certificate(pem));
const plain = (print: string) => print.replaceAll(':', '').toLowerCase();

describe('the table of roots', () => {
  it('has the digests of the certificates in Mozilla’s list, as far as this Node still has them', () => {
    const found = KNOWN_ROOTS.flatMap((root) =>
      bundled
        .filter(({ subject }) => subject.split('\n').includes(`CN=${root.name}`))
        .map(({ fingerprint, fingerprint256 }) => ({
          root,
          prints: [fingerprint, fingerprint256].map(plain),
        })),
    );
    // Mozilla removes roots over time: Node 24 no longer has the first one.
    expect(found.length).toBeGreaterThan(KNOWN_ROOTS.length / 2);
    for (const { root, prints } of found) expect(prints).toEqual([root.sha1, root.sha256]);
    for (const { source } of KNOWN_ROOTS) expect(source).not.toBe('');
  });

  it('knows a root by its digest, and takes no namesake', () => {
    const [first] = KNOWN_ROOTS;
    const named = { name: 'DigiCert Global Root CA', sha1: null, sha256: null, der: null };
    expect(knownRoot(named)).toBe(first);
    expect(knownRoot({ ...named, name: null, sha1: first?.sha1 ?? '' })).toBe(first);
    expect(knownRoot({ ...named, name: null, sha256: first?.sha256 ?? '' })).toBe(first);
    expect(knownRoot({ ...named, sha256: '0'.repeat(64), sha1: first?.sha1 ?? '' })).toBeNull();
    expect(knownRoot({ ...named, sha1: '0'.repeat(40) })).toBeNull();
  });
});
