import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { alternativeNames, leafEvidence, nameFlaw } from '../../../src/path/pki/certificate-evidence.ts';
import { tryReadCertificate } from '../../../src/path/pki/certificate-fields.ts';
import { commonName, der, extension, make, sequence } from '../../page/made-certificates.ts';

const dns = (name: string) => der(0x82, Buffer.from(name, 'latin1'));
const alternative = (...names: readonly Uint8Array[]) => extension('2.5.29.17', sequence(...names));
/** Directory name and a name of an unknown kind, both without content. */
const UNREADABLE = [der(0x84), der(0x9f)];

function leafWith(extensions: readonly Buffer[]): X509Certificate {
  return new X509Certificate(make({ subject: commonName('10.0.0.1'), extensions: [...extensions] }));
}

describe('the alternative names of a certificate', () => {
  it('are those that Node shows', () => {
    const leaf = leafWith([alternative(dns('a.example'), dns('b.example'))]);
    expect(alternativeNames(leaf)).toEqual(['DNS:a.example', 'DNS:b.example']);
    expect(alternativeNames(leafWith([alternative()]))).toEqual([]);
    expect(alternativeNames(leafWith([]))).toEqual([]);
  });

  it.each(UNREADABLE)('that cannot be read end no check: %#', (unreadable) => {
    const leaf = leafWith([alternative(dns('a.example'), unreadable)]);
    const fields = tryReadCertificate(leaf.raw);
    if (fields === null) throw new Error('no certificate');
    expect(leafEvidence(leaf, fields)).toMatchObject({ san: [], subject: 'CN=10.0.0.1' });
    // There is the extension, so the common name does not count.
    expect(nameFlaw(leaf, '10.0.0.1')).toBe('name-mismatch');
    expect(nameFlaw(leafWith([]), '10.0.0.1')).toBe('no-alternative-name');
    expect(nameFlaw(leafWith([]), '10.0.0.2')).toBe('name-mismatch');
  });
});
