import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeCrl } from '../../../../src/path/pki/crl/judge.ts';
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
} from '../../../page/made-certificates.ts';
import { subjectOf } from '../../subjects.ts';
import { AT, AUTHORITY, FLAG, flagged, type ListContents, list, listed, uri } from '../made-answers.ts';

const keys = pair.ec('P-256');
const other = pair.ec('P-256');
const rsa = pair.rsa(1024);
const by = { key: keys.publicKey, signer: keys.privateKey };
const LISTS = commonName('lists');
const SERIAL = Buffer.from([7]);
const LEFT = Buffer.from([9]);

const directory = (of: Uint8Array) => der(0xa4, of);
const fullName = (...names: Uint8Array[]) => der(0xa0, der(0xa0, ...names));
/** CRLDistributionPoints of these points; IssuingDistributionPoint of these fields. */
const points = (...of: Uint8Array[][]) =>
  extension('2.5.29.31', sequence(...of.map((fields) => sequence(...fields))));
const scope = (...fields: Uint8Array[]) => flagged('2.5.29.28', FLAG.yes, sequence(...fields));
const flag = (tag: number, value = 0xff) => der(tag, Buffer.from([value]));
const OWN = fullName(uri('http://crl.example/a.crl'));
const REASONS = der(0x81, Buffer.from([6, 0x40]));
const keyUsage = (bits: number) => extension('2.5.29.15', der(3, Buffer.from([1, bits])));
const keyId = (hex: string) => extension('2.5.29.14', der(4, Buffer.from(hex, 'hex')));
const authorityKey = (...fields: Uint8Array[]) => extension('2.5.29.35', sequence(...fields));

interface Made extends Partial<ListContents> {
  /** Extensions of the issuer, and of the certificate. */
  root?: readonly Buffer[];
  leaf?: readonly Buffer[];
}

function judge({ root = [], leaf = [points([OWN])], ...more }: Made = {}): string {
  const issuer = make({ ...by, issuer: LISTS, subject: LISTS, extensions: [...root] });
  const about = subjectOf(make({ ...by, issuer: LISTS, extensions: [...leaf] }), issuer);
  return judgeCrl(readCrl(list({ issuer: LISTS, key: keys.privateKey, ...more })), about, AT);
}

describe('a list', () => {
  it.each<[string, Made, string]>([
    ['of version 1', {}, 'valid'],
    ['that names the certificate', { revoked: [listed(LEFT), listed(SERIAL, 1)] }, 'revoked'],
    ['that names it without a reason', { revoked: [listed(SERIAL)] }, 'revoked'],
    ['that takes it off', { revoked: [listed(SERIAL, 8)] }, 'removed-from-crl'],
    ['that names another', { revoked: [listed(LEFT, 1)] }, 'valid'],
    ['that is a delta', { extensions: [extension('2.5.29.27', der(2, LEFT))] }, 'delta-crl'],
    ['of users', { extensions: [scope(flag(0x81))] }, 'valid'],
    ['of authorities', { extensions: [scope(flag(0x82))] }, 'wrong-scope'],
    [
      'of users, for an authority',
      { leaf: [AUTHORITY, points([OWN])], extensions: [scope(flag(0x81))] },
      'wrong-scope',
    ],
    [
      'of authorities, for one',
      { leaf: [AUTHORITY, points([OWN])], extensions: [scope(flag(0x82))] },
      'valid',
    ],
    ['of attributes', { extensions: [scope(flag(0x85))] }, 'wrong-scope'],
    ['that says what it is not', { extensions: [scope(flag(0x82, 0), flag(0x84, 0))] }, 'valid'],
    ['of some reasons', { extensions: [scope(der(0x83, Buffer.from([6, 0x40])))] }, 'some-reasons'],
    [
      'of some reasons, and the certificate on it',
      { extensions: [scope(der(0x83, Buffer.from([6, 0x40])))], revoked: [listed(SERIAL)] },
      'revoked',
    ],
    ['at a point of some reasons', { leaf: [points([OWN, REASONS])] }, 'some-reasons'],
    ['at a point of some reasons, and one of all', { leaf: [points([OWN, REASONS], [OWN])] }, 'valid'],
    ['of a certificate without points', { leaf: [], extensions: [scope(flag(0x81))] }, 'valid'],
    ['indirect', { extensions: [scope(flag(0x84))] }, 'indirect-crl'],
    [
      'with a critical extension',
      { extensions: [flagged('1.2.3.4', FLAG.yes, der(5))] },
      'unsupported-extension',
    ],
    ['with an extension', { extensions: [flagged('1.2.3.4', FLAG.no, der(5))] }, 'valid'],
    ['with another extension', { extensions: [extension('1.2.3.4', der(5))] }, 'valid'],
  ])('%s', (_, made, reason) => {
    expect(judge(made)).toBe(reason);
  });

  it('in PEM, with its entries and dates', () => {
    const bytes = list({ issuer: LISTS, key: keys.privateKey, revoked: [listed(LEFT), listed(SERIAL, 6)] });
    const pem = `-----BEGIN X509 CRL-----\n${bytes.toString('base64')}\n-----END X509 CRL-----\n`;
    const read = readCrl(Buffer.from(pem));
    expect(read).toMatchObject({ entries: 2, nextUpdate: new Date('2026-12-01T00:00:00Z') });
    expect([read.entryOf('07'), read.entryOf('09'), read.entryOf('08')]).toEqual([
      { reason: 6 },
      { reason: null },
      null,
    ]);
  });
});

describe('the point of a list', () => {
  const [one, two] = ['one', 'two'].map((cn) =>
    name(attribute('2.5.4.10', text('Contoso')), attribute('2.5.4.3', text(cn))),
  ) as [Buffer, Buffer];
  /** A name below that of the issuer. */
  const relative = (cn: string) => der(0xa0, der(0xa1, attribute('2.5.4.3', text(cn))));
  const below = name(attribute('2.5.4.3', text('lists')), attribute('2.5.4.3', text('one')));
  const dns = (value: string) => der(0x82, Buffer.from(value));

  it.each<[string, Buffer, Buffer, string]>([
    ['is that of the certificate', OWN, OWN, 'valid'],
    ['is that, with another case', fullName(uri('HTTP://CRL.Example/a.crl')), OWN, 'valid'],
    ['is another one', fullName(uri('http://crl.example/b.crl')), OWN, 'wrong-scope'],
    ['cannot be parsed, but is the same', fullName(uri('x y')), fullName(uri('x y')), 'valid'],
    ['is one of several', OWN, fullName(uri('http://x.example/'), uri('http://crl.example/a.crl')), 'valid'],
    ['has one of its names', fullName(directory(one), uri('http://crl.example/a.crl')), OWN, 'valid'],
    ['is a directory entry', fullName(directory(one)), fullName(directory(one)), 'valid'],
    ['is another directory entry', fullName(directory(two)), fullName(directory(one)), 'wrong-scope'],
    ['is an entry below the issuer', relative('one'), relative('one'), 'valid'],
    ['is another entry below the issuer', relative('two'), relative('one'), 'wrong-scope'],
    ['is the same entry by its whole name', fullName(directory(below)), relative('one'), 'valid'],
    ['is a name of another kind', fullName(dns('a')), fullName(dns('a')), 'valid'],
    ['is another name of that kind', fullName(dns('b')), fullName(dns('a')), 'wrong-scope'],
  ])('%s', (_, ofList, ofCertificate, reason) => {
    expect(judge({ extensions: [scope(ofList)], leaf: [points([ofCertificate])] })).toBe(reason);
  });

  it('has the name of its signer where the certificate gives no other', () => {
    const signer = [der(0xa2, directory(LISTS))];
    expect(judge({ extensions: [scope(fullName(directory(LISTS)))], leaf: [points(signer)] })).toBe('valid');
    expect(judge({ extensions: [scope(OWN)], leaf: [points(signer)] })).toBe('wrong-scope');
  });

  it('may name another signer, whose list covers certificates of others', () => {
    const leaf = [points([OWN, der(0xa2, directory(commonName('signer')))])];
    expect(judge({ leaf, issuer: commonName('signer') })).toBe('indirect-crl');
    expect(judge({ leaf, issuer: commonName('stranger') })).toBe('wrong-issuer');
  });
});

describe('the signer of a list', () => {
  const id = (hex: string) => authorityKey(der(0x80, Buffer.from(hex, 'hex')));

  it.each<[string, Made, string]>([
    ['may sign lists', { root: [keyUsage(0x06)] }, 'valid'],
    ['may not', { root: [keyUsage(0x04)] }, 'no-crl-sign'],
    ['may not, and names the certificate', { root: [keyUsage(0x04)], revoked: [listed(SERIAL)] }, 'revoked'],
    ['has an unreadable key usage', { root: [extension('2.5.29.15', Buffer.alloc(0))] }, 'no-crl-sign'],
    ['has the identifier of the issuer', { root: [keyId('0102')], extensions: [id('0102')] }, 'valid'],
    ['has another identifier', { root: [keyId('0102')], extensions: [id('0103')] }, 'other-key-id'],
    [
      'has another identifier, and names the certificate',
      { root: [keyId('0102')], extensions: [id('0103')], revoked: [listed(SERIAL)] },
      'revoked',
    ],
    ['has an identifier, and the issuer none', { extensions: [id('0103')] }, 'valid'],
    ['has none, and the issuer one', { root: [keyId('0102')], extensions: [authorityKey()] }, 'valid'],
    [
      'has an unreadable identifier',
      { root: [keyId('0102')], extensions: [extension('2.5.29.35', Buffer.from([1]))] },
      'valid',
    ],
    ['is somebody else', { key: other.privateKey }, 'bad-signature'],
    [
      'is somebody else by another identifier',
      { key: other.privateKey, root: [keyId('0102')], extensions: [id('0103')] },
      'other-key',
    ],
  ])('%s', (_, made, reason) => {
    expect(judge(made)).toBe(reason);
  });

  it.each(Object.entries(ALGORITHMS))('%s', (kind, algorithm) => {
    const isRsa = /RSA|PSS/.test(kind);
    const pairOf = kind === 'Ed25519' ? generateKeyPairSync('ed25519') : isRsa ? rsa : keys;
    const signs = { key: pairOf.publicKey, signer: pairOf.privateKey };
    const own = ALGORITHMS[isRsa ? 'sha256WithRSA' : kind === 'Ed25519' ? 'Ed25519' : 'ECDSA with SHA-256'];
    const issuer = make({ ...signs, issuer: LISTS, subject: LISTS, algorithm: own });
    const about = subjectOf(make({ ...signs, issuer: LISTS, algorithm: own }), issuer);
    const bytes = list({ issuer: LISTS, key: pairOf.privateKey, algorithm });
    const isLeftOut = /224|md5|Ed25519/.test(kind);
    expect(judgeCrl(readCrl(bytes), about, AT)).toBe(isLeftOut ? 'unsupported-signature' : 'valid');
    // The same algorithm, by another key.
    const wrong = { ...about, issuer: { ...about.issuer, key: other.publicKey } };
    expect(judgeCrl(readCrl(bytes), wrong, AT)).toBe(isLeftOut ? 'unsupported-signature' : 'bad-signature');
  });

  it('uses the defaults of RSASSA-PSS, and no mask by another hash', () => {
    const PSS = '1.2.840.113549.1.1.10';
    const issuer = make({
      ...{ key: rsa.publicKey, signer: rsa.privateKey, algorithm: ALGORITHMS.sha256WithRSA },
      ...{ issuer: LISTS, subject: LISTS },
    });
    const about = subjectOf(make({ ...by, issuer: LISTS }), issuer);
    const reasonOf = (hash: 'SHA-1' | 'SHA-256', ...parameters: Buffer[]) => {
      const { sign } = ALGORITHMS[`PSS with ${hash}`];
      const algorithm = { id: sequence(oid(PSS), sequence(...parameters)), sign };
      return judgeCrl(readCrl(list({ issuer: LISTS, key: rsa.privateKey, algorithm })), about, AT);
    };
    const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
    const mask = (of: string) => der(0xa1, sequence(oid(of), sha256));
    const salt = der(0xa2, der(2, Buffer.from([32])));
    expect(reasonOf('SHA-1')).toBe('valid');
    expect(reasonOf('SHA-256', der(0xa0, sha256), mask('1.2.840.113549.1.1.8'), salt)).toBe('valid');
    expect(reasonOf('SHA-256', der(0xa0, sha256), mask('1.2.3'), salt)).toBe('unsupported-signature');
    expect(reasonOf('SHA-256', der(0xa0, sha256), salt)).toBe('unsupported-signature');
    expect(reasonOf('SHA-256', der(0xa0, sha256), mask('1.2.840.113549.1.1.8'))).toBe('bad-signature');
    const unknown = sequence(oid('2.16.840.1.101.3.4.2.4'));
    expect(reasonOf('SHA-256', der(0xa0, unknown), salt)).toBe('unsupported-signature');
  });
});
