import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeCrl } from '../../../../src/path/pki/crl/judge.ts';
import { DerError } from '../../../../src/path/pki/der.ts';
import { subjectOf } from '../../subjects.ts';
import { damaged } from '../../transcript/splits.ts';

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
