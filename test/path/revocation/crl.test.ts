import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/world/ca.ts';
import { readCrl } from '../../../src/path/pki/crl/crl.ts';
import { judgeCrl } from '../../../src/path/pki/crl/judge.ts';
import { DerError } from '../../../src/path/pki/der.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { OPENSSL } from '../../support/servers/openssl.ts';
import { makeOpensslCa } from '../../support/servers/openssl-ca.ts';
import { subjectOf } from '../subjects.ts';
import { damaged } from '../transcript/splits.ts';
import { opensslAuthorities } from './openssl-revocation.ts';

const HOUR = 3_600_000;
const now = new Date('2026-11-24T10:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * HOUR);
const ca = await createCa({ now });
const leaf = await ca.issue({ names: ['leaf.example'] });
const subject = subjectOf(leaf.der, ca.intermediate.der);

describe('judgeCrl', () => {
  it('passes a list that does not name the certificate', async () => {
    const other = await ca.issue({ names: ['other.example'] });
    const crl = readCrl(await ca.crl('intermediate', { revoked: [other.serial] }));
    expect(crl).toMatchObject({ entries: 1, thisUpdate: later(-1) });
    expect(judgeCrl(crl, subject, now)).toBe('valid');
  });

  it('finds the certificate among others', async () => {
    const serials = await Promise.all([1, 2].map(async () => (await ca.issue({ names: ['x'] })).serial));
    const crl = readCrl(
      await ca.crl('intermediate', { revoked: [serials[0] ?? '', leaf.serial, serials[1] ?? ''] }),
    );
    expect(crl.entries).toBe(3);
    expect(judgeCrl(crl, subject, now)).toBe('revoked');
  });

  it('believes a signed list that has expired when it names the certificate', async () => {
    const old = { thisUpdate: later(-100), nextUpdate: later(-50) };
    expect(judgeCrl(readCrl(await ca.crl('intermediate', old)), subject, now)).toBe('expired');
    const naming = await ca.crl('intermediate', { ...old, revoked: [leaf.serial] });
    expect(judgeCrl(readCrl(naming), subject, now)).toBe('revoked');
  });

  it('judges dates by the clock that it is given, with five minutes to spare', async () => {
    const at = async (thisUpdate: Date, nextUpdate: Date | null) =>
      judgeCrl(readCrl(await ca.crl('intermediate', { thisUpdate, nextUpdate })), subject, now);
    expect(await at(later(1), later(2))).toBe('not-yet-valid');
    expect(await at(new Date(now.getTime() + 60_000), later(2))).toBe('valid');
    expect(await at(later(-1000), null)).toBe('valid');
    expect(await at(later(-2), now)).toBe('valid');
  });

  it('refuses the list of another issuer, and of a twin with the same name', async () => {
    expect(judgeCrl(readCrl(await ca.crl('root')), subject, now)).toBe('wrong-issuer');
    const twin = await createCa({ now });
    expect(judgeCrl(readCrl(await twin.crl('intermediate')), subject, now)).toBe('other-key');
  });

  it('keeps apart by whose key one list was looked at', async () => {
    const twin = await createCa({ now });
    const crl = readCrl(await ca.crl('intermediate'));
    const other = { ...subject, issuer: subjectOf(leaf.der, twin.intermediate.der).issuer };
    expect([subject, other, subject, other].map((one) => judgeCrl(crl, one, now))).toEqual([
      'valid',
      'other-key',
      'valid',
      'other-key',
    ]);
  });

  it('finds whoever is listed, and nobody else', async () => {
    const serial = fc.uint8Array({ minLength: 1, maxLength: 3 }).map((bytes) => {
      const hex = Buffer.from(bytes)
        .toString('hex')
        .replace(/^(00)+/, '');
      return hex === '' ? '01' : hex;
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(serial, { maxLength: 40 }),
        fc.array(serial),
        async (revoked, asked) => {
          const crl = readCrl(await ca.crl('intermediate', { revoked }));
          for (const one of [...revoked, ...asked])
            expect(crl.entryOf(one) !== null).toBe(revoked.includes(one));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('takes no list with a critical extension in any entry that it does not understand', async () => {
    const other = await ca.issue({ names: ['other.example'] });
    const reasonFor = async (critical: string, serial: string) => {
      const revoked = ['0777', { serial, critical }];
      return judgeCrl(readCrl(await ca.crl('intermediate', { revoked })), subject, now);
    };
    expect(await reasonFor('1.2.3.4', other.serial)).toBe('unsupported-extension');
    // certificateIssuer: the entry, and those after it, are of another issuer.
    expect(await reasonFor('2.5.29.29', leaf.serial)).toBe('unsupported-extension');
    // A supported extension may be critical.
    expect(await reasonFor('2.5.29.24', other.serial)).toBe('valid');
    expect(await reasonFor('2.5.29.24', leaf.serial)).toBe('revoked');
  });

  it('says so when the issuer is not at hand', async () => {
    const crl = readCrl(await ca.crl('intermediate'));
    expect(judgeCrl(crl, { ...subject, issuer: null }, now)).toBe('issuer-unknown');
  });

  it('reads PEM as well', async () => {
    const der = await ca.crl('intermediate');
    const pem = `junk\r\n-----BEGIN X509 CRL-----\r\n${der.toString('base64').replace(/(.{64})/g, '$1\r\n')}\r\n-----END X509 CRL-----\r\n`;
    expect(judgeCrl(readCrl(Buffer.from(pem)), subject, now)).toBe('valid');
  });

  it('throws a DerError for whatever cannot be read, and calls no damaged list valid', async () => {
    const der = await ca.crl('intermediate', { revoked: [leaf.serial] });
    const bytes = fc.oneof(damaged(der), damaged(der), fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(bytes, (body) => {
        if (der.equals(body)) return;
        try {
          expect(judgeCrl(readCrl(body), subject, now)).not.toBe('valid');
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe.skipIf(skipWithout(OPENSSL))('lists made by openssl', () => {
  it('reads what `openssl ca -gencrl` writes', async () => {
    for (const revokeLeaf of [false, true]) {
      const made = await makeOpensslCa({ name: 'leaf.example', revokeLeaf });
      const about = subjectOf(made.leafDer, made.rootDer);
      expect(about.certificate.serial).toBe(made.leafSerial.replace(/^(00)+/, ''));
      const judged = [made.crlDer, Buffer.from(made.crlPem)].map((crl) =>
        judgeCrl(readCrl(crl), about, new Date()),
      );
      expect(judged).toEqual(Array(2).fill(revokeLeaf ? 'revoked' : 'valid'));
    }
  });

  const authorities = opensslAuthorities();

  it.each<['rsa' | 'ec', string[]]>([
    ['rsa', []],
    ['rsa', ['-md', 'sha1']],
    ['rsa', ['-md', 'sha384']],
    ['rsa', ['-md', 'sha512']],
    ['rsa', ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32']],
    ['rsa', ['-md', 'sha384', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20']],
    ['rsa', ['-md', 'sha1', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20']],
    ['ec', []],
    ['ec', ['-md', 'sha1']],
    ['ec', ['-md', 'sha384']],
    ['ec', ['-md', 'sha512']],
  ])('verifies %s %j, and refuses it after one bit has changed', async (kind, signing) => {
    const authority = authorities(kind);
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const der = await authority.crl(...signing);
    expect(judgeCrl(readCrl(der), about, new Date())).toBe('valid');
    const changed = Buffer.from(der);
    changed[der.length - 5] = (changed[der.length - 5] ?? 0) ^ 1;
    expect(judgeCrl(readCrl(changed), about, new Date())).toBe('bad-signature');
  });

  it.each([
    ['here', 'valid'],
    ['elsewhere', 'wrong-scope'],
    ['users', 'valid'],
    ['authorities', 'wrong-scope'],
    ['attributes', 'wrong-scope'],
    ['indirect', 'indirect-crl'],
    ['delta', 'delta-crl'],
    ['unknown_critical', 'unsupported-extension'],
    ['unknown', 'valid'],
  ])('minds what a list speaks for: %s', async (extensions, reason) => {
    const authority = authorities('ec');
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const crl = readCrl(await authority.crl('-crlexts', extensions));
    expect(judgeCrl(crl, about, new Date())).toBe(reason);
    if (extensions === 'users')
      expect(judgeCrl(crl, { ...about, isCa: true }, new Date())).toBe('wrong-scope');
    if (extensions === 'authorities')
      expect(judgeCrl(crl, { ...about, isCa: true }, new Date())).toBe('valid');
  });

  it('has a word for an algorithm that it does not know', async () => {
    const authority = authorities('rsa');
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const der = await authority.crl('-md', 'sha3-256');
    expect(judgeCrl(readCrl(der), about, new Date())).toBe('unsupported-signature');
  });
});
