import { describe, expect, it } from 'vitest';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeOcsp, ocspRequest } from '../../../../src/path/pki/ocsp/ocsp.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { OPENSSL } from '../../../support/servers/openssl.ts';
import { subjectOf } from '../../subjects.ts';
import { opensslAuthorities } from '../openssl-revocation.ts';

describe.skipIf(skipWithout(OPENSSL))('openssl as the responder', () => {
  const authorities = opensslAuthorities();

  it.each(['rsa', 'ec'] as const)('understands our request, and we its answers (%s)', async (kind) => {
    const authority = authorities(kind);
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const request = ocspRequest(about);
    const text = await authority.requestText(request);
    expect(text).toMatch(/Hash Algorithm: sha1\b/);
    expect(text).toContain(`Serial Number: ${authority.leafSerial.toUpperCase()}`);
    expect(text).not.toContain('Nonce');
    const judge = async (signer: 'root' | 'delegate' | 'expired' | 'leaf') =>
      judgeOcsp(await authority.ocsp(request, signer), about, new Date()).reason;
    expect(await judge('root')).toBe('valid');
    expect(await judge('delegate')).toBe('valid');
    expect(await judge('leaf')).toBe('wrong-signer');
    expect(await judge('expired')).toBe('signer-out-of-date');
    await authority.revokeLeaf('-crl_reason', 'certificateHold');
    expect(judgeOcsp(await authority.ocsp(request, 'root'), about, new Date())).toMatchObject({
      ...{ reason: 'revoked', revocation: { reason: 6 } },
    });
    expect(readCrl(await authority.crl()).entryOf(authority.leafSerial)).toEqual({ reason: 6 });
    expect(await judge('delegate')).toBe('revoked');
    expect(await judge('leaf')).toBe('wrong-signer');
    expect(await judge('expired')).toBe('signer-out-of-date');
  });
});

describe.skipIf(skipWithout(OPENSSL))('a delegate whose certificate was renewed for the same key', () => {
  const authorities = opensslAuthorities();

  it.each(['rsa', 'ec'] as const)(
    'may answer by either order of the two, and not by the old one alone (%s)',
    async (kind) => {
      const authority = authorities(kind);
      const about = subjectOf(authority.leafDer, authority.rootDer);
      const judge = async (signer: 'expired' | 'renewed' | 'leaf', ...others: ('expired' | 'renewed')[]) => {
        const along = others.flatMap((name) => ['-rother', authority.signer(name)[1] ?? '']);
        const answer = await authority.ocsp(ocspRequest(about), signer, '-ndays', '1', ...along);
        return judgeOcsp(answer, about, new Date()).reason;
      };
      expect(await judge('expired', 'renewed')).toBe('valid');
      expect(await judge('renewed', 'expired')).toBe('valid');
      expect(await judge('expired', 'expired')).toBe('signer-out-of-date');
      // A delegate that did not sign is not valid for the signature of another.
      expect(await judge('leaf', 'renewed')).toBe('wrong-signer');
    },
  );
});

describe.skipIf(skipWithout(OPENSSL))('answers of openssl that are none to what was asked', () => {
  const authorities = opensslAuthorities();
  const NEXT = ['-ndays', '1'];
  const OTHERS = ['-serial', '7', '-serial', '8'];
  const LEAF = ['-cert', 'leaf.pem'];

  it.each<[string, string[], string[], string]>([
    ['with the nonce of somebody else', LEAF, NEXT, 'valid'],
    ['without a nonce', ['-no_nonce', ...LEAF], NEXT, 'valid'],
    ['by key', LEAF, [...NEXT, '-resp_key_id'], 'valid'],
    ['without the certificate of its signer', LEAF, [...NEXT, '-resp_no_certs'], 'valid'],
    ['about the certificate behind others', [...OTHERS, ...LEAF], NEXT, 'valid'],
    ['about the certificate before others', [...LEAF, ...OTHERS], NEXT, 'valid'],
    ['about others alone', OTHERS, NEXT, 'wrong-certificate'],
    ['that names it by SHA-256', ['-sha256', ...LEAF], NEXT, 'ocsp-other-hash'],
    ['that names it by SHA-256 and as it was asked', ['-sha256', ...LEAF, '-sha1', ...LEAF], NEXT, 'valid'],
    ['that names it by a hash that is not known here', ['-sha3-256', ...LEAF], NEXT, 'wrong-certificate'],
    ['without the next date', LEAF, ['-nrequest', '1'], 'no-next-update'],
    ['signed by SHA-512', LEAF, [...NEXT, '-rmd', 'sha512'], 'valid'],
    ['signed by SHA3-256', LEAF, [...NEXT, '-rmd', 'sha3-256'], 'unsupported-signature'],
  ])('%s', async (_name, asked, options, reason) => {
    const authority = authorities('rsa');
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const answer = await authority.ocsp(await authority.request(...asked), 'root', ...options);
    expect(judgeOcsp(answer, about, new Date()).reason).toBe(reason);
  });

  it('by the delegate of another authority of that name', async () => {
    const [authority, twin] = [authorities('rsa'), authorities('ec')];
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const by = async (signer: 'root' | 'delegate') =>
      judgeOcsp(await authority.ocsp(ocspRequest(about), twin.signer(signer)), about, new Date()).reason;
    expect(await by('delegate')).toBe('wrong-signer');
    expect(await by('root')).toBe('wrong-signer');
  });

  it.each([20, 90, 190, 300])('understands a request for a serial number of %i bytes', async (length) => {
    const authority = authorities('ec');
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const serial = '5a'.repeat(length);
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    const serialDer = Buffer.concat([Buffer.from([2, ...size]), Buffer.from(serial, 'hex')]);
    const request = ocspRequest({ ...about, certificate: { ...about.certificate, serial, serialDer } });
    // It continues a long number on the next line, behind a backslash.
    const text = (await authority.requestText(request)).replaceAll(/\\?\s+/g, '');
    expect(text).toContain(`SerialNumber:${serial.toUpperCase()}`);
  });

  it('about a certificate that it never issued, and one that it revoked, by whatever hash', async () => {
    const authority = authorities('rsa');
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const serial = '0badcafe';
    const unissued = {
      ...about,
      certificate: { ...about.certificate, serial, serialDer: Buffer.from(`0204${serial}`, 'hex') },
    };
    const answer = await authority.ocsp(ocspRequest(unissued), 'root');
    expect(judgeOcsp(answer, unissued, new Date()).reason).toBe('ocsp-unknown');
    await authority.revokeLeaf();
    for (const asked of [LEAF, ['-sha256', ...LEAF]])
      for (const options of [NEXT, ['-nrequest', '1']]) {
        const reported = await authority.ocsp(await authority.request(...asked), 'root', ...options);
        expect(judgeOcsp(reported, about, new Date()).reason).toBe('revoked');
      }
  });
});
