import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeCrl } from '../../../../src/path/pki/crl/judge.ts';
import { subjectOf } from '../../subjects.ts';

const HOUR = 3_600_000;
const now = new Date('2026-11-24T10:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * HOUR);
const ca = await createCa({ now });
const leaf = await ca.issue({ names: ['leaf.example'] });
const subject = subjectOf(leaf.der, ca.intermediate.der);

describe('judgeCrl', () => {
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
});
