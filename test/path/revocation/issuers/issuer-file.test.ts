import { expect, it } from 'vitest';
import { createCa } from '../../../../scripts/world/ca.ts';
import { DerError } from '../../../../src/path/pki/der.ts';
import { certificatesOf } from '../../../../src/path/pki/issuer-file.ts';

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
