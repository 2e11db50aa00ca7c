import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/world/ca.ts';
import { accessUris, crlUris, OID, readCertificate } from '../../../src/path/pki/certificate-fields.ts';
import { DerError, openSequence, readTlv, TAG } from '../../../src/path/pki/der.ts';
import { readOid, readSmallInteger, readTime } from '../../../src/path/pki/der-values.ts';
import { damaged } from '../transcript/splits.ts';

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
  ])('reads a time: %i %s', (tag, text, expected) => {
    const { bytes, tlv } = value(tag, text);
    if (expected === null) expect(() => readTime(bytes, tlv)).toThrow(DerError);
    else expect(readTime(bytes, tlv).toISOString()).toBe(expected);
  });

  it.each([
    ['2a864886f70d01010b', '1.2.840.113549.1.1.11'],
    ['551d1f', '2.5.29.31'],
    ['88370a', '2.999.10'],
    ['', null],
    ['ffffffffffffffffffff7f', null],
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
    for (const bad of ['', '\xff', '\x00\x01\x01\x01\x01']) expect(() => read(bad)).toThrow(DerError);
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

  it('throws nothing but a DerError, and finds addresses without throwing', () => {
    fc.assert(
      fc.property(
        fc.oneof(damaged(leaf.der), damaged(leaf.der), fc.uint8Array({ maxLength: 200 })),
        (bytes) => {
          try {
            const fields = readCertificate(bytes);
            expect(Array.isArray(crlUris(fields))).toBe(true);
            expect(Array.isArray(accessUris(fields, OID.ocsp))).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(DerError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
