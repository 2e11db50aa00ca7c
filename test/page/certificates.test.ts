import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { pemBlocks } from '../../src/core/model/pem.ts';
import { X509Certificate as InBrowser } from '../../src/page/node/certificate.ts';
import { damaged } from '../path/transcript/splits.ts';
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
} from './made-certificates.ts';

/** The same inputs in every run: another computer is not the place to find a rare difference. */
const SEED = 7;

const bytesOf = (...bytes: number[]) => Buffer.from(bytes);

/** What the page shows of a certificate; `null` for one that cannot be read. */
function seen(open: () => X509Certificate | InBrowser) {
  try {
    const { raw, subject = '', issuer = '', keyUsage } = open();
    return { raw: Buffer.from(raw).toString('hex'), subject, issuer, keyUsage };
  } catch {
    return null;
  }
}

function expectSame(bytes: Buffer): void {
  const node = seen(() => new X509Certificate(bytes));
  expect([bytes.toString('base64'), seen(() => new InBrowser(bytes))]).toEqual([
    bytes.toString('base64'),
    node,
  ]);
}

const TEXT = fc.oneof(
  fc.string({ maxLength: 6, unit: 'binary' }),
  fc.string({
    maxLength: 6,
    unit: fc.constantFrom(
      ' ',
      '#',
      ',',
      '+',
      '"',
      '\\',
      '<',
      '>',
      ';',
      '=',
      '/',
      'a',
      'Z',
      '\n',
      'é',
      '日',
      '\0',
    ),
  }),
);

/** A value of each type that names have, and of some that they may not. */
const VALUE = TEXT.chain((value) =>
  fc.constantFrom(
    text(value),
    ...[0x13, 0x14, 0x16, 0x12, 0x1a, 0x04, 0x1b].map((tag) => text(value, tag)),
    der(0x1e, Buffer.from(value, 'utf16le').swap16()),
    der(0x1e, Buffer.from(value, 'latin1')),
    der(0x0c, Buffer.from(value, 'latin1')),
  ),
);

const TYPE = fc.oneof(
  fc.constantFrom(
    '2.5.4.3',
    '2.5.4.6',
    '2.5.4.10',
    '1.2.840.113549.1.9.1',
    '0.9.2342.19200300.100.1.25',
    '1.2.3.4',
  ),
  fc.nat(100).map((arc) => `2.5.4.${arc}`),
);

const NAME = fc
  .array(
    fc.array(
      fc.tuple(TYPE, VALUE).map(([type, value]) => attribute(type, value)),
      { minLength: 1, maxLength: 2 },
    ),
    { maxLength: 3 },
  )
  .map((parts) => name(...parts));

describe('the page reads a certificate as node:crypto does', () => {
  it('its names', () => {
    fc.assert(
      fc.property(NAME, NAME, (issuer, subject) => expectSame(make({ issuer, subject }))),
      { numRuns: 300, seed: SEED },
    );
  });

  it('the short names of all attributes of X.520', () => {
    for (let arc = 0; arc <= 110; arc += 1)
      expectSame(make({ subject: name(attribute(`2.5.4.${arc}`, text('x'))) }));
    for (const id of [
      '1.2.840.113549.1.9.1',
      '1.2.840.113549.1.9.2',
      '1.2.840.113549.1.9.8',
      '0.9.2342.19200300.100.1.1',
      '0.9.2342.19200300.100.1.3',
      '0.9.2342.19200300.100.1.25',
      '1.3.6.1.4.1.311.60.2.1.1',
      '1.3.6.1.4.1.311.60.2.1.2',
      '1.3.6.1.4.1.311.60.2.1.3',
    ])
      expectSame(make({ subject: name(attribute(id, text('x'))) }));
  });

  it('its purposes', () => {
    for (const value of [sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.2.3')), sequence(text('x')), der(4)])
      expectSame(make({ extensions: [extension('1.2.3', der(5)), extension('2.5.29.37', value)] }));
  });

  it('every root that Node trusts', () => {
    for (const pem of tls.rootCertificates)
      for (const base64 of pemBlocks(pem, 'CERTIFICATE')) expectSame(Buffer.from(base64, 'base64'));
  });

  it('what is cut off, or damaged in any place', async () => {
    const ca = await createCa();
    const leaf = await ca.issue({ names: ['a.example'], crlUrls: ['http://crl.example/a.crl'] });
    const read = { node: 0, onlyByOne: 0 };
    fc.assert(
      fc.property(damaged(leaf.der), (bytes) => {
        const node = seen(() => new X509Certificate(bytes));
        const page = seen(() => new InBrowser(bytes));
        read.node += Number(node !== null);
        read.onlyByOne += Number((node === null) !== (page === null));
        if (node !== null && page !== null) expect(page).toEqual(node);
      }),
      { numRuns: 2000, seed: SEED },
    );
    expect(read.node).toBeGreaterThan(200);
    // OpenSSL also reads the parts that the page ignores.
    expect(read.onlyByOne).toBeLessThan(read.node / 4);
  });
});

describe('the page finds the issuer of a certificate in the stores of a computer', () => {
  const keyId = (id: number) => extension('2.5.29.14', der(4, bytesOf(id)));
  const authority = (id: number) => extension('2.5.29.35', sequence(der(0x80, bytesOf(id))));
  const root = commonName('Contoso Root');
  const rows = [
    { is: true, issuer: root, below: [], above: [] },
    { is: false, issuer: commonName('Fabrikam Root'), below: [], above: [] },
    { is: true, issuer: root, below: [authority(1)], above: [keyId(1)] },
    { is: false, issuer: root, below: [authority(1)], above: [keyId(2)] },
    { is: true, issuer: root, below: [authority(1)], above: [] },
    { is: true, issuer: root, below: [], above: [keyId(2)] },
  ];

  it.each(rows)('by its name and key identifier: row %#, $is', ({ is, issuer, below, above }) => {
    const [leaf, other] = [make({ issuer, extensions: below }), make({ subject: root, extensions: above })];
    expect(new InBrowser(leaf).checkIssued(new InBrowser(other))).toBe(is);
    expect(new X509Certificate(leaf).checkIssued(new X509Certificate(other))).toBe(is);
  });
});
