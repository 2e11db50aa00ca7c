import fc from 'fast-check';
import { describe, it } from 'vitest';
import { bytesOf, dns, expectSame, SEED } from './certificates-scene.ts';
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

const subjectAlternative = (...names: readonly Uint8Array[]) => extension('2.5.29.17', sequence(...names));

/** Other encodings than DER are OpenSSL's own matter: a text in parts. */
const isDer = ([id, value]: [string, Uint8Array]) => id !== '2.5.29.17' || value[2] !== 0xa1;

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

  it('its alternative names', () => {
    const general = fc.oneof(
      TEXT.chain((value) =>
        fc.constantFrom(dns(value), der(0x81, Buffer.from(value)), der(0x86, Buffer.from(value, 'latin1'))),
      ),
      NAME.map((directory) => der(0xa4, directory)),
      fc.uint8Array({ maxLength: 20 }).map((value) => der(0x87, value)),
      fc.uint8Array({ minLength: 16, maxLength: 16 }).map((value) => der(0x87, value)),
      fc
        .tuple(
          fc.constantFrom('1.3.6.1.4.1.311.20.2.3', '1.3.6.1.5.5.7.8.7', '1.3.6.1.5.5.7.8.5', '1.2.3'),
          VALUE,
        )
        .map(([id, value]) => der(0xa0, oid(id), der(0xa0, value))),
      fc.constantFrom(der(0x88, bytesOf(0x2a, 3)), der(0x88), der(0xa3, sequence()), der(0x84), der(0x9f)),
    );
    fc.assert(
      fc.property(fc.array(general, { maxLength: 3 }), (names) =>
        expectSame(make({ extensions: [subjectAlternative(...names)] })),
      ),
      { numRuns: 300, seed: SEED },
    );
  });

  it('which hosts it is for', () => {
    const hosts = [
      'a.example.com',
      'A.EXAMPLE.com',
      'b.a.example.com',
      'example.com',
      'xn--a.example.com',
      'a_b.example.com',
      '*.example.com',
      'localhost',
      '.example.com',
      'é.example.com',
    ];
    const label = fc.constantFrom(
      '*',
      'a',
      'A',
      'example',
      'com',
      'xn--a',
      'a*',
      '*a',
      '-a',
      'a-',
      '',
      'a_b',
      'é',
      '\0',
    );
    const pattern = fc.oneof(
      fc.constantFrom(...hosts, '*.com', '*.a.example.com', '*', '*.', 'a.example.com.'),
      fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
    );
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 2 }),
        fc.array(pattern, { maxLength: 2 }),
        (alternative, common) => {
          const subject = name(...common.map((value) => attribute('2.5.4.3', text(value))));
          const extensions = alternative.length === 0 ? [] : [subjectAlternative(...alternative.map(dns))];
          expectSame(make({ subject, extensions }), hosts.slice(0, 8));
        },
      ),
      { numRuns: 400, seed: SEED },
    );
  });

  it('which addresses it is for', () => {
    const addresses = ['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1', '::', '255.255.255.255'];
    const [four, six] = [bytesOf(192, 0, 2, 1), Buffer.from('20010db8000000000000000000000001', 'hex')];
    for (const value of [
      four,
      six,
      Buffer.alloc(16),
      Buffer.alloc(4, 255),
      bytesOf(1),
      Buffer.concat([four, four]),
    ])
      expectSame(
        make({ extensions: [subjectAlternative(der(0x87, value), dns('192.0.2.1'))] }),
        ['192.0.2.1'],
        addresses,
      );
    expectSame(make({ subject: commonName('192.0.2.1') }), ['192.0.2.1'], addresses);
  });

  it('whether it is an authority, and its purposes', () => {
    const value = fc.oneof(
      fc.constantFrom(
        sequence(),
        sequence(der(1, bytesOf(255))),
        sequence(der(1, bytesOf(0))),
        sequence(der(1, bytesOf(1))),
        sequence(der(2, bytesOf(3))),
        sequence(der(1, bytesOf(255)), der(2, bytesOf(0))),
        sequence(der(1, bytesOf(255)), der(2, bytesOf(255))),
        der(3, bytesOf(5, 0xa0)),
        der(3, bytesOf(2, 4)),
        der(3, bytesOf(7, 0x80)),
        der(3, bytesOf(0)),
        der(3, bytesOf(0, 0)),
        der(3, bytesOf(7, 4, 128)),
        der(3),
        sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.2.3')),
        sequence(text('x')),
        der(4, bytesOf(1, 2)),
        der(4),
        sequence(der(0x80, bytesOf(1, 2)), der(0x82, bytesOf(7))),
        sequence(der(0xa1, der(0xa4, commonName('Issuer')))),
      ),
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
    );
    const one = fc.tuple(
      fc.constantFrom('2.5.29.14', '2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.35', '2.5.29.37', '1.2.3'),
      value,
    );
    fc.assert(
      fc.property(fc.array(one.filter(isDer), { maxLength: 3 }), (all) =>
        expectSame(make({ extensions: all.map(([id, bytes]) => extension(id, bytes)) })),
      ),
      { numRuns: 600, seed: SEED },
    );
  });
});
