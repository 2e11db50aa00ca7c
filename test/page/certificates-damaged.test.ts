import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { pemBlocks } from '../../src/core/model/pem.ts';
import { X509Certificate as InBrowser } from '../../src/page/node/certificate.ts';
import { damaged } from '../path/transcript/splits.ts';
import { bytesOf, dns, expectSame, SEED, seen } from './certificates-scene.ts';
import { commonName, der, extension, make, oid, sequence } from './made-certificates.ts';

describe('the page reads a certificate as node:crypto does', () => {
  it('what it shows of extensions that are there twice', () => {
    const value = {
      '2.5.29.14': [der(4, bytesOf(1)), der(4, bytesOf(2))],
      '2.5.29.15': [der(3, bytesOf(2, 4)), der(3, bytesOf(7, 0x80))],
      '2.5.29.17': [sequence(dns('a.example')), sequence(dns('b.example'))],
      '2.5.29.19': [sequence(der(1, bytesOf(255))), sequence()],
      '2.5.29.37': [sequence(oid('1.3.6.1.5.5.7.3.1')), sequence(oid('1.2.3'))],
    };
    for (const [id, [one = sequence(), two = sequence()]] of Object.entries(value))
      for (const values of [
        [one, two],
        [two, one],
        [one, one],
        [sequence(), one],
        [one, sequence()],
        [bytesOf(1), one],
      ])
        expectSame(make({ extensions: values.map((bytes) => extension(id, bytes)) }), [
          'a.example',
          'b.example',
        ]);
  });

  it('a signature with unused bits', () => {
    const whole = make({ subject: commonName('x') });
    // The BIT STRING that ends with the certificate, with no unused bits.
    const at = whole.findIndex(
      (byte, place) =>
        byte === 0x03 && place + 2 + (whole[place + 1] ?? 0) === whole.length && whole[place + 2] === 0,
    );
    for (let unused = 0; unused <= 8; unused += 1) {
      const bytes = Buffer.from(whole);
      bytes[at + 2] = unused;
      bytes[bytes.length - 1] = 0xff;
      expectSame(bytes);
    }
  });

  it('every root that Node trusts', () => {
    for (const pem of tls.rootCertificates)
      for (const base64 of pemBlocks(pem, 'CERTIFICATE')) expectSame(Buffer.from(base64, 'base64'));
  });

  it('what is cut off, or damaged in any place', async () => {
    const ca = await createCa();
    const leaf = await ca.issue({
      names: ['a.example', '*.b.example'],
      crlUrls: ['http://crl.example/a.crl'],
    });
    const read = { node: 0, onlyByOne: 0 };
    fc.assert(
      fc.property(damaged(leaf.der), (bytes) => {
        const [node, page] = [() => new X509Certificate(bytes), () => new InBrowser(bytes)].map((open) =>
          seen(open, ['a.example', 'x.b.example']),
        );
        read.node += Number(node !== null);
        read.onlyByOne += Number((node === null) !== (page === null));
        // Whether a key is a point of another curve than those of the page is known to OpenSSL only.
        if (node != null && page != null) expect({ ...page, key: null }).toEqual({ ...node, key: null });
      }),
      { numRuns: 2000, seed: SEED },
    );
    expect(read.node).toBeGreaterThan(200);
    // OpenSSL reads some encodings that DER does not have, and rejects some in fields that nothing uses.
    expect(read.onlyByOne).toBeLessThan(read.node / 50);
  });
});
