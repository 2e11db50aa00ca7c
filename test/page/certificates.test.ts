import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pemBlocks } from '../../src/core/model/pem.ts';
import { X509Certificate as InBrowser } from '../../src/page/node/crypto.ts';
import {
  ALGORITHMS,
  attribute,
  commonName,
  der,
  extension,
  make,
  name,
  oid,
  pair,
  sequence,
  text,
} from './made-certificates.ts';

/** What the page shows of a certificate. */
function seen({ raw, subject = '', issuer = '', keyUsage }: X509Certificate | InBrowser) {
  return { raw: Buffer.from(raw).toString('hex'), subject, issuer, keyUsage };
}

function expectSame(bytes: Buffer): void {
  expect(seen(new InBrowser(bytes))).toEqual(seen(new X509Certificate(bytes)));
}

describe('the page reads a certificate as node:crypto does', () => {
  it('every root that Node trusts', () => {
    for (const pem of tls.rootCertificates)
      for (const base64 of pemBlocks(pem, 'CERTIFICATE')) expectSame(Buffer.from(base64, 'base64'));
  });

  it('names in any text, of each type, and what follows a certificate', () => {
    const unit = fc.constantFrom(...' #,+"\\<>;=/aZé日');
    const value = fc
      .string({ maxLength: 6, unit })
      .chain((one) =>
        fc.constantFrom(text(one), der(0x1e, Buffer.from(one, 'utf16le').swap16()), text('a, b', 0x13)),
      );
    const type = fc.constantFrom('2.5.4.3', '2.5.4.6', '2.5.4.10', '1.2.840.113549.1.9.1', '1.2.3.4');
    const parts = fc.array(
      fc.tuple(type, value).map((one) => attribute(...one)),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(parts, parts, (issuer, subject) => {
        const bytes = make({ issuer: name(...issuer), subject: name(...subject) });
        expectSame(Buffer.concat([bytes, Buffer.alloc(3)]));
      }),
      { numRuns: 60 },
    );
  });

  it('its purposes', () => {
    const purposes = sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.2.3'));
    expectSame(make({ extensions: [extension('1.2.3', der(5)), extension('2.5.29.37', purposes)] }));
  });

  it('refuses one that is cut off anywhere', () => {
    const bytes = make();
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => new InBrowser(bytes.subarray(0, length)), `${length} bytes`).toThrow();
  });
});

describe('the page verifies who signed a certificate', () => {
  const root = commonName('Contoso Root');
  const [own, other] = [pair.rsa(2048), pair.rsa(2048)];
  const ec = pair.ec('P-256');
  const rows = [
    { algorithm: 'sha1WithRSA', keys: own },
    { algorithm: 'sha256WithRSA', keys: own },
    { algorithm: 'sha512WithRSA', keys: own },
    { algorithm: 'PSS with SHA-256', keys: own },
    { algorithm: 'ECDSA with SHA-256', keys: ec },
  ] as const;

  it.each(rows)('$algorithm', async ({ algorithm, keys }) => {
    const below = new InBrowser(
      make({ issuer: root, algorithm: ALGORITHMS[algorithm], signer: keys.privateKey }),
    );
    const above = (key = keys.publicKey) => new InBrowser(make({ subject: root, key }));
    expect(below.checkIssued(above())).toBe(true);
    expect(await below.verify(above().publicKey)).toBe(true);
    const forged = await below.verify(above(other.publicKey).publicKey).catch(() => 'not supported');
    expect(forged).not.toBe(true);
    expect(below.checkIssued(new InBrowser(make({ subject: commonName('Fabrikam Root') })))).toBe(false);
  });
});
