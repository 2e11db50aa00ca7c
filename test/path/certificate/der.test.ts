import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { accessUris, crlUris, OID, readCertificate } from '../../../src/path/pki/certificate-fields.ts';
import { DerError, openSequence, readTlv, TAG } from '../../../src/path/pki/der.ts';
import {
  readBits,
  readOid,
  readSerial,
  readSmallInteger,
  readTime,
} from '../../../src/path/pki/der-values.ts';

const ca = await createCa({ now: new Date('2026-11-24T10:00:00Z') });
const leaf = await ca.issue({
  names: ['a.example'],
  crlUrls: ['http://crl1.example/a.crl', 'ldap:///CN=x?certificateRevocationList'],
  ocspUrls: ['http://ocsp.example/'],
  caIssuersUrls: ['http://aia.example/ca.cer'],
  notAfter: new Date('2051-01-02T03:04:05Z'),
});

const value = (tag: number, text: string) => {
  const bytes = Buffer.concat([Buffer.from([tag, text.length]), Buffer.from(text, 'latin1')]);
  return { bytes, tlv: readTlv(bytes, 0, bytes.length) };
};

describe('readTlv', () => {
  it.each([
    ['0500', { tag: 5, start: 0, content: 2, end: 2 }],
    ['0481020102', { tag: 4, start: 0, content: 3, end: 5 }],
    ['04810301', null],
    ['048101ff', { tag: 4, start: 0, content: 3, end: 4 }],
    ['0482000161', { tag: 4, start: 0, content: 4, end: 5 }],
    ['', null],
    ['04', null],
    ['0402aa', null],
    ['3080', null],
    ['1f0100', null],
    ['0480', null],
    ['048400000001aa', { tag: 4, start: 0, content: 6, end: 7 }],
    ['0485000000000161', null],
    ['0484ffffffff', null],
  ])('%s', (hex, expected) => {
    const bytes = Buffer.from(hex, 'hex');
    const read = () => readTlv(bytes, 0, bytes.length);
    if (expected === null) expect(read).toThrow(DerError);
    else expect(read()).toEqual(expected);
  });

  it('stays inside its limit for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), (bytes, limit) => {
        try {
          const tlv = readTlv(bytes, 0, Math.min(limit, bytes.length));
          expect(tlv.end).toBeLessThanOrEqual(limit);
          expect(tlv.content).toBeLessThanOrEqual(tlv.end);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
    );
  });

  it('requires one sequence and nothing after it', () => {
    expect(() => openSequence(Buffer.from('0400', 'hex'))).toThrow(DerError);
    expect(() => openSequence(Buffer.from('300000', 'hex'))).toThrow(DerError);
    expect(openSequence(Buffer.from('3000', 'hex')).atEnd).toBe(true);
  });
});

describe('values', () => {
  it.each([
    [TAG.utcTime, '261124100000Z', '2026-11-24T10:00:00.000Z'],
    [TAG.utcTime, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [TAG.utcTime, '2611241000Z', '2026-11-24T10:00:00.000Z'],
    [TAG.generalizedTime, '20500102030405Z', '2050-01-02T03:04:05.000Z'],
    [TAG.generalizedTime, '20260228235959.123Z', '2026-02-28T23:59:59.000Z'],
    [TAG.generalizedTime, '20260230000000Z', null],
    [TAG.utcTime, '261324100000Z', null],
    [TAG.utcTime, '261124250000Z', null],
    [TAG.utcTime, '261124100000+0100', null],
    [TAG.utcTime, '', null],
    [TAG.octetString, '261124100000Z', null],
    [TAG.octetString, '20261124100000Z', null],
    [TAG.utcTime, 'x261124100000Z', null],
    [TAG.utcTime, '261124100000Zx', null],
    [TAG.utcTime, '261131100000Z', null],
    [TAG.utcTime, '261124240000Z', null],
    [TAG.utcTime, '261124106000Z', null],
    [TAG.utcTime, '261124105900Z', '2026-11-24T10:59:00.000Z'],
    [TAG.utcTime, '491124100000Z', '2049-11-24T10:00:00.000Z'],
    [TAG.generalizedTime, 'x20261124100000Z', null],
    [TAG.generalizedTime, '20261124100000Zx', null],
    [TAG.generalizedTime, '20261124100000.Z', null],
    [TAG.generalizedTime, '202611241000Z', '2026-11-24T10:00:00.000Z'],
  ])('reads a time: %i %s', (tag, text, expected) => {
    const { bytes, tlv } = value(tag, text);
    if (expected === null) expect(() => readTime(bytes, tlv)).toThrow(DerError);
    else expect(readTime(bytes, tlv).toISOString()).toBe(expected);
  });

  it.each([
    ['2a864886f70d01010b', '1.2.840.113549.1.1.11'],
    ['551d1f', '2.5.29.31'],
    ['88370a', '2.999.10'],
    ['00', '0.0'],
    ['27', '0.39'],
    ['2a8000', '1.2.0'],
    ['2a8fffffffffff7f', '1.2.70368744177663'],
    ['2a90808080808000', '1.2.70368744177664'],
    // A UUID, by which everybody may name an extension.
    ['6983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776', '2.25.329800735698586629295641978511506172918'],
    ['', null],
    ['ffffffffffffffffffff7f', `2.${2n ** 77n - 81n}`],
  ])('reads the object identifier %s', (hex, expected) => {
    const { bytes, tlv } = value(TAG.oid, Buffer.from(hex, 'hex').toString('latin1'));
    if (expected === null) expect(() => readOid(bytes, tlv)).toThrow(DerError);
    else expect(readOid(bytes, tlv)).toBe(expected);
  });

  it('reads small integers and refuses others', () => {
    const read = (text: string) => {
      const { bytes, tlv } = value(TAG.integer, text);
      return readSmallInteger(bytes, tlv);
    };
    expect(read('\x00\xff')).toBe(255);
    expect([read('\x01\x02'), read('\x7f\xff\xff\xff')]).toEqual([258, 0x7fffffff]);
    for (const bad of ['', '\x80', '\xff', '\x00\x01\x01\x01\x01']) expect(() => read(bad)).toThrow(DerError);
  });

  const hexOf = (tag: number, hex: string) => value(tag, Buffer.from(hex, 'hex').toString('latin1'));

  it.each([
    ['01', '01'],
    ['00', '00'],
    ['0000', '00'],
    ['0080', '80'],
    ['000001', '01'],
    ['0100', '0100'],
    ['', null],
  ])('reads the serial %s', (hex, expected) => {
    const { bytes, tlv } = hexOf(TAG.integer, hex);
    if (expected === null) expect(() => readSerial(bytes, tlv)).toThrow(DerError);
    else expect(readSerial(bytes, tlv)).toBe(expected);
    const other = hexOf(TAG.octetString, hex);
    expect(() => readSerial(other.bytes, other.tlv)).toThrow(DerError);
  });

  it('reads the whole bytes of a bit string', () => {
    const { bytes, tlv } = hexOf(TAG.bitString, '00abcd');
    expect(Buffer.from(readBits(bytes, tlv)).toString('hex')).toBe('abcd');
    for (const [tag, hex] of [
      [TAG.bitString, '01abcd'],
      [TAG.octetString, '00abcd'],
      [TAG.bitString, ''],
    ] as const) {
      const bad = hexOf(tag, hex);
      expect(() => readBits(bad.bytes, bad.tlv)).toThrow(DerError);
    }
    // Its content is empty, and a zero follows.
    const followed = Buffer.from('030000', 'hex');
    expect(() => readBits(followed, readTlv(followed, 0, 3))).toThrow(DerError);
  });

  it('takes no object identifier of any length', () => {
    const tlv = { tag: TAG.oid, start: 0, content: 0, end: 257 };
    expect(() => readOid(Buffer.alloc(257, 1), tlv)).toThrow(DerError);
    expect(readOid(Buffer.alloc(257, 1), { ...tlv, end: 256 })).toMatch(/^0\.1(?:\.1){255}$/);
  });

  it('takes no object identifier from another value', () => {
    const { bytes, tlv } = hexOf(TAG.octetString, '2a03');
    expect(() => readOid(bytes, tlv)).toThrow(DerError);
  });
});

describe('readCertificate', () => {
  it('reads what the authority wrote', () => {
    const fields = readCertificate(leaf.der);
    expect(fields.serial).toBe(leaf.serial);
    expect(fields.notAfter.toISOString()).toBe('2051-01-02T03:04:05.000Z');
    expect(fields.notBefore.toISOString()).toBe('2026-11-23T10:00:00.000Z');
    expect(Buffer.from(fields.issuer).equals(readCertificate(ca.intermediate.der).subject)).toBe(true);
    expect(crlUris(fields)).toEqual(['http://crl1.example/a.crl', 'ldap:///CN=x?certificateRevocationList']);
    expect(accessUris(fields, OID.ocsp)).toEqual(['http://ocsp.example/']);
    expect(accessUris(fields, OID.caIssuers)).toEqual(['http://aia.example/ca.cer']);
  });
});
