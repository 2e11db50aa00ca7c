import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { KNOWN_ROOTS, knownRoot } from '../../src/core/path/known-roots.ts';

const bundled = tls.rootCertificates.map((pem) => new X509Certificate(pem));
const plain = (print: string) => print.replaceAll(':', '').toLowerCase();

describe('the table of roots', () => {
  it.each(KNOWN_ROOTS.map((root) => [root.name, root] as const))(
    '%s has the digests of the certificate in Mozilla’s list',
    (name, root) => {
      const found = bundled.filter(({ subject }) => subject.split('\n').includes(`CN=${name}`));
      expect(
        found.map(({ fingerprint, fingerprint256 }) => [plain(fingerprint), plain(fingerprint256)]),
      ).toEqual([[root.sha1, root.sha256]]);
      expect(root.source).not.toBe('');
    },
  );

  it('knows a root by its digest, and takes no namesake', () => {
    const [first] = KNOWN_ROOTS;
    const named = { name: 'DigiCert Global Root CA', sha1: null, sha256: null, der: null };
    expect(knownRoot(named)).toBe(first);
    expect(knownRoot({ ...named, name: null, sha1: first?.sha1 ?? '' })).toBe(first);
    expect(knownRoot({ ...named, sha256: '0'.repeat(64), sha1: first?.sha1 ?? '' })).toBeNull();
    expect(knownRoot({ ...named, sha1: '0'.repeat(40) })).toBeNull();
  });
});
