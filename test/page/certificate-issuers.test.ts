import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { X509Certificate as InBrowser } from '../../src/page/node/certificate.ts';
import {
  ALGORITHMS,
  attribute,
  commonName,
  der,
  extension,
  make,
  name,
  pair,
  sequence,
  text,
} from './made-certificates.ts';

/** The same inputs in every run: another computer is not the place to find a rare difference. */
const SEED = 7;

const bytesOf = (...bytes: number[]) => Buffer.from(bytes);

describe('the page finds issuers as node:crypto does', () => {
  const both = (below: Buffer, above: Buffer) => ({
    node: new X509Certificate(below).checkIssued(new X509Certificate(above)),
    page: new InBrowser(below).checkIssued(new InBrowser(above)),
  });

  it('by names that are equal in another spelling', () => {
    const value = fc.constantFrom(
      'Contoso',
      'contoso',
      ' Contoso  ',
      'Con  toso',
      'Con toso',
      'Con\ttoso',
      'Côntoso',
      'CÔntoso',
    );
    const spelled = fc
      .tuple(value, fc.constantFrom(0x0c, 0x13, 0x16, 0x14, 0x12, 0x1e))
      .map(([one, tag]) =>
        attribute('2.5.4.3', tag === 0x1e ? der(tag, Buffer.from(one, 'utf16le').swap16()) : text(one, tag)),
      );
    const named = fc.array(spelled, { minLength: 1, maxLength: 2 });
    let agreed = 0;
    fc.assert(
      fc.property(named, named, fc.boolean(), (a, b, together) => {
        const as = (parts: readonly Buffer[]) => (together ? name(parts) : name(...parts));
        const { node, page } = both(make({ issuer: as(a) }), make({ subject: as(b) }));
        expect(page).toBe(node);
        agreed += Number(node);
      }),
      { numRuns: 600, seed: SEED },
    );
    expect(agreed).toBeGreaterThan(20);
  });

  it('by key identifiers, serial numbers, usages and types of keys', () => {
    const keyId = fc.constantFrom(bytesOf(1), bytesOf(2));
    const authority = fc
      .tuple(
        fc.option(keyId),
        fc.option(fc.constantFrom(bytesOf(7), bytesOf(8))),
        fc.option(fc.constantFrom(commonName('Issuer'), commonName('Other'), text('x'))),
      )
      .map(([key, serial, issuer]) =>
        extension(
          '2.5.29.35',
          sequence(
            ...(key === null ? [] : [der(0x80, key)]),
            ...(issuer === null ? [] : [der(0xa1, der(0xa4, issuer))]),
            ...(serial === null ? [] : [der(0x82, serial)]),
          ),
        ),
      );
    const usage = fc.constantFrom(der(3, bytesOf(2, 4)), der(3, bytesOf(7, 0x80)), der(3, bytesOf(0)));
    const above = fc
      .tuple(fc.option(keyId), fc.option(usage))
      .map(([key, bits]) => [
        ...(key === null ? [] : [extension('2.5.29.14', der(4, key))]),
        ...(bits === null ? [] : [extension('2.5.29.15', bits)]),
      ]);
    const rsa = pair.rsa(1024);
    const seenBoth = new Set<boolean>();
    fc.assert(
      fc.property(
        authority,
        above,
        fc.constantFrom(pair.ec('P-256').publicKey, rsa.publicKey),
        fc.boolean(),
        (identifier, extensions, key, byRsa) => {
          const signing = byRsa ? { signer: rsa.privateKey, algorithm: ALGORITHMS['PSS with SHA-256'] } : {};
          const below = make({ extensions: [identifier], ...signing });
          const { node, page } = both(below, make({ subject: commonName('Issuer'), extensions, key }));
          expect(page).toBe(node);
          seenBoth.add(node);
        },
      ),
      { numRuns: 600, seed: SEED },
    );
    expect(seenBoth.size).toBe(2);
  });
});
