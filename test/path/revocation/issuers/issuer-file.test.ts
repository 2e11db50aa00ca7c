import { describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { DerError } from '../../../../src/path/pki/der.ts';
import { certificatesOf } from '../../../../src/path/pki/issuer-file.ts';
import { der, oid, sequence } from '../../../page/made-certificates.ts';

const ca = await createCa();

it('takes one certificate in DER as it is', () => {
  expect(certificatesOf(ca.root.der)).toEqual([ca.root.der]);
});

it('takes PEM as well, and all that is in it', () => {
  const text = `\ufeffsubject=CN=P2S\r\n${ca.intermediate.pem.replaceAll('\n', '\r\n')}${ca.root.pem}`;
  expect(certificatesOf(Buffer.from(text)).map((der) => Buffer.from(der))).toEqual(
    [ca.intermediate.der, ca.root.der].map((der) => Buffer.from(der)),
  );
  const broken = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
  expect(() => certificatesOf(Buffer.from(broken))).toThrow(DerError);
});

it.each([
  ['nothing', ''],
  ['a web page', Buffer.from('<html>').toString('hex')],
  ['an empty sequence', '3000'],
  ['bytes behind it', `${Buffer.from(ca.root.der).toString('hex')}00`],
  // ContentInfo with id-data (1.2.840.113549.1.7.1).
  ['another kind of CMS message', '300b06092a864886f70d010701'],
])('refuses %s', (_what, hex) => {
  expect(() => certificatesOf(Buffer.from(hex, 'hex'))).toThrow(DerError);
});

describe('a CMS message', () => {
  const SIGNED_DATA = '1.2.840.113549.1.7.2';
  /** ContentInfo with SignedData (RFC 5652 5.1), with these fields behind its content. */
  const message = (...fields: Uint8Array[]) =>
    sequence(
      oid(SIGNED_DATA),
      der(
        0xa0,
        sequence(der(2, Buffer.from([1])), der(0x31), sequence(oid('1.2.840.113549.1.7.1')), ...fields),
      ),
    );
  const read = (bytes: Uint8Array) => certificatesOf(bytes).map((one) => Buffer.from(one));

  it('has certificates, and other kinds that are left out', () => {
    const both = der(0xa0, ca.intermediate.der, der(0xa1, Buffer.from('old')), ca.root.der);
    expect(read(message(both, der(0x31)))).toEqual([ca.intermediate.der, ca.root.der]);
    const pem = `-----BEGIN PKCS7-----\n${message(both).toString('base64')}\n-----END PKCS7-----\n`;
    expect(read(Buffer.from(pem))).toHaveLength(2);
  });

  it('may have none, and has at most 64', () => {
    expect(read(message(der(0x31)))).toEqual([]);
    expect(read(message(der(0xa0)))).toEqual([]);
    expect(read(message(der(0xa0, ...new Array<Buffer>(70).fill(Buffer.from('3000', 'hex')))))).toHaveLength(
      64,
    );
  });
});
