import { describe, expect, it } from 'vitest';
import { DerError } from '../../../../src/path/pki/der.ts';
import { judgeOcsp } from '../../../../src/path/pki/ocsp/ocsp.ts';
import {
  ALGORITHMS,
  commonName,
  der,
  extension,
  make,
  oid,
  pair,
  sequence,
} from '../../../page/made-certificates.ts';
import { subjectOf } from '../../subjects.ts';
import {
  type AnswerContents,
  AT,
  answer,
  CERT_STATUS,
  FLAG,
  flagged,
  type SingleContents,
  single,
} from '../made-answers.ts';

const keys = pair.ec('P-256');
const delegate = pair.ec('P-256');
const by = { key: keys.publicKey, signer: keys.privateKey };
const CA = commonName('answers');
const OCSP_SIGNING = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')));
const about = subjectOf(make({ ...by, issuer: CA }), make({ ...by, issuer: CA, subject: CA }));
const SERIAL = Buffer.from([7]);

const one = (more: Partial<SingleContents> = {}) =>
  single({
    issuerName: CA,
    issuerKeyBits: about.issuer.certificate.publicKeyBits,
    serial: SERIAL,
    ...more,
  });

function judge(more: Partial<AnswerContents> = {}) {
  return judgeOcsp(answer({ singles: [one()], key: keys.privateKey, ...more }), about, AT);
}

/** A certificate of the delegate's key. */
const signer = (more: Parameters<typeof make>[0] = {}) =>
  make({ ...by, key: delegate.publicKey, issuer: CA, extensions: [OCSP_SIGNING], ...more });

describe('an OCSP answer', () => {
  it('gives the status and the dates of this certificate', () => {
    expect(judge()).toEqual({
      reason: 'valid',
      thisUpdate: new Date('2026-11-24T00:00:00Z'),
      nextUpdate: new Date('2026-12-01T00:00:00Z'),
    });
  });

  it.each<[string, Buffer[], string]>([
    ['of another serial', [one({ serial: Buffer.from([8]) })], 'wrong-certificate'],
    ['of another issuer', [one({ issuerName: commonName('x') })], 'wrong-certificate'],
    ['of another key', [one({ issuerKeyBits: Buffer.alloc(65) })], 'wrong-certificate'],
    ['of nothing', [], 'wrong-certificate'],
    ['by an unknown hash', [one({ hash: 'md5' })], 'wrong-certificate'],
    ['by SHA-256, which was not asked for', [one({ hash: 'sha256' })], 'ocsp-other-hash'],
    ['by SHA-384, and revoked', [one({ hash: 'sha384', status: CERT_STATUS.revoked })], 'revoked'],
    ['by both hashes', [one({ hash: 'sha256' }), one()], 'valid'],
    ['without a next update', [one({ nextUpdate: null })], 'no-next-update'],
    ['unknown', [one({ status: CERT_STATUS.unknown })], 'ocsp-unknown'],
    ['revoked after a good one', [one(), one({ status: CERT_STATUS.revoked })], 'revoked'],
    ['revoked before a good one', [one({ status: CERT_STATUS.revoked }), one()], 'revoked'],
    ['unknown after a good one', [one(), one({ status: CERT_STATUS.unknown })], 'ocsp-unknown'],
    [
      'revoked by another hash, after an unknown one',
      [one({ status: CERT_STATUS.unknown }), one({ hash: 'sha256', status: CERT_STATUS.revoked })],
      'revoked',
    ],
    [
      'beside that of another',
      [one({ serial: Buffer.from([8]), status: CERT_STATUS.revoked }), one()],
      'valid',
    ],
  ])('%s', (_, singles, reason) => {
    expect(judge({ singles }).reason).toBe(reason);
  });

  it('that is newer counts', () => {
    const [old, recent] = [one({ thisUpdate: '20261101000000Z', nextUpdate: '20261102000000Z' }), one()];
    expect(judge({ singles: [old, recent] }).reason).toBe('valid');
    expect(judge({ singles: [recent, old] }).reason).toBe('valid');
    expect(judge({ singles: [old] }).reason).toBe('expired');
  });

  it.each<[string, Buffer[], string]>([
    ['a critical extension', [flagged('1.2.3.4', FLAG.yes, der(5))], 'unsupported-extension'],
    ['an extension', [flagged('1.2.3.4', FLAG.no, der(5)), extension('1.2.3.4', der(5))], 'valid'],
    ['a critical nonce', [flagged('1.3.6.1.5.5.7.48.1.2', FLAG.yes, der(4))], 'valid'],
  ])('with %s', (_, extensions, reason) => {
    expect(judge({ extensions }).reason).toBe(reason);
  });

  it.each([
    [1, 'ocsp-malformed-request'],
    [2, 'ocsp-internal-error'],
    [3, 'ocsp-try-later'],
    [5, 'ocsp-sig-required'],
    [6, 'ocsp-unauthorized'],
    [9, 'ocsp-error'],
  ])('that is none: status %i', (status, reason) => {
    expect(judgeOcsp(sequence(der(0x0a, Buffer.from([status]))), about, AT)).toEqual({ reason });
  });

  it('of another type is none', () => {
    expect(judge({ type: '1.2.3.4' })).toEqual({ reason: 'not-ocsp' });
    expect(() => judgeOcsp(sequence(der(0x0a, Buffer.from([0]))), about, AT)).toThrow(DerError);
  });
});

describe('the signer of an OCSP answer', () => {
  const by2 = (...certificates: Uint8Array[]) => judge({ key: delegate.privateKey, certificates }).reason;

  it('is the issuer, or a delegate of it', () => {
    expect(judge({ certificates: [] }).reason).toBe('valid');
    expect(by2(signer())).toBe('valid');
    expect(by2(about.issuer.certificate.subject, signer())).toBe('valid');
    expect(by2()).toBe('bad-signature');
    expect(by2(Buffer.from('3000', 'hex'))).toBe('bad-signature');
    expect(judge({ key: delegate.privateKey }).reason).toBe('bad-signature');
  });

  it.each([
    ['not for OCSP', signer({ extensions: [] })],
    ['for servers', signer({ extensions: [extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1')))] })],
    ['of another authority', signer({ issuer: commonName('x') })],
    ['not signed by the issuer', signer({ signer: delegate.privateKey })],
  ])('is no delegate %s', (_, certificate) => {
    expect(by2(certificate)).toBe('wrong-signer');
    // An old certificate of the same key may be beside the one that counts.
    expect(by2(certificate, signer())).toBe('valid');
  });

  it('is a delegate from its first second to its last', () => {
    const bytes = (year: string) =>
      answer({
        singles: [one({ thisUpdate: `${year}0101000000Z`, nextUpdate: `${year}0102000000Z` })],
        ...{ key: delegate.privateKey, certificates: [signer()] },
      });
    const at = (text: string) => new Date(text);
    expect(judgeOcsp(bytes('2026'), about, at('2026-01-01T00:00:00Z')).reason).toBe('valid');
    expect(judgeOcsp(bytes('2036'), about, at('2036-01-01T00:00:00Z')).reason).toBe('valid');
    expect(judgeOcsp(bytes('2036'), about, at('2036-01-01T00:00:01Z')).reason).toBe('signer-out-of-date');
    expect(judgeOcsp(bytes('2026'), about, at('2025-12-31T23:59:59Z')).reason).toBe('signer-out-of-date');
  });

  it('is looked for among ten certificates', () => {
    const useless = Array.from({ length: 9 }, () => Buffer.from('3000', 'hex'));
    expect(by2(...useless, signer())).toBe('valid');
    expect(by2(...useless, Buffer.from('3000', 'hex'), signer())).toBe('bad-signature');
  });

  it('may use an algorithm that is not checked', () => {
    const algorithm = ALGORITHMS['ECDSA with SHA-224'];
    expect(judge({ algorithm }).reason).toBe('unsupported-signature');
  });
});
