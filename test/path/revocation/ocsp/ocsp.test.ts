import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCa, type OcspOptions } from '../../../../scripts/simulated/ca.ts';
import { DerError } from '../../../../src/path/pki/der.ts';
import { judgeOcsp, ocspRequest } from '../../../../src/path/pki/ocsp/ocsp.ts';
import { subjectOf } from '../../subjects.ts';
import { damaged } from '../../transcript/splits.ts';

const HOUR = 3_600_000;
const now = new Date('2026-11-24T10:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * HOUR);
const ca = await createCa({ now });
const leaf = await ca.issue({ names: ['leaf.example'] });
const subject = subjectOf(leaf.der, ca.intermediate.der);
const ask = async (options: OcspOptions) =>
  judgeOcsp(await ca.ocsp(ocspRequest(subject), options), subject, now);

describe('judgeOcsp', () => {
  it('passes a good answer and gives its dates', async () => {
    expect(await ask({})).toMatchObject({ reason: 'valid', thisUpdate: later(-1), nextUpdate: later(24) });
    expect(await ask({ nextUpdate: null })).toMatchObject({ reason: 'no-next-update', nextUpdate: null });
  });

  it.each<[OcspOptions, string]>([
    [{ status: 'revoked' }, 'revoked'],
    [{ status: 'unknown' }, 'ocsp-unknown'],
    [{ status: 'tryLater' }, 'ocsp-try-later'],
    [{ status: 'unauthorized' }, 'ocsp-unauthorized'],
    [{ status: 'malformedRequest' }, 'ocsp-malformed-request'],
    [{ status: 'internalError' }, 'ocsp-internal-error'],
    [{ signer: 'delegate' }, 'valid'],
    [{ signer: 'delegate', status: 'revoked' }, 'revoked'],
    [{ signer: 'delegate-without-purpose' }, 'wrong-signer'],
    [{ signer: 'stranger' }, 'wrong-signer'],
    [{ signer: 'stranger', status: 'revoked' }, 'wrong-signer'],
    [{ thisUpdate: later(-48), nextUpdate: later(-24) }, 'expired'],
    [{ thisUpdate: later(2), nextUpdate: later(24) }, 'not-yet-valid'],
    [{ critical: 'response' }, 'unsupported-extension'],
    [{ critical: 'single' }, 'unsupported-extension'],
  ])('%j is %s', async (options, reason) => {
    expect(await ask(options)).toMatchObject({ reason });
  });

  it('does not take the answer for another certificate, or of another authority', async () => {
    const other = subjectOf((await ca.issue({ names: ['b'] })).der, ca.intermediate.der);
    expect(judgeOcsp(await ca.ocsp(ocspRequest(other)), subject, now)).toMatchObject({
      reason: 'wrong-certificate',
    });
    const elsewhere = { ...subject, issuer: subjectOf(ca.intermediate.der, ca.root.der).issuer };
    expect(judgeOcsp(await ca.ocsp(ocspRequest(subject)), elsewhere, now)).toMatchObject({
      reason: 'wrong-certificate',
    });
    const twin = await createCa({ now });
    expect(judgeOcsp(await twin.ocsp(ocspRequest(subject)), subject, now)).toMatchObject({
      reason: 'bad-signature',
    });
    expect(
      judgeOcsp(await twin.ocsp(ocspRequest(subject), { signer: 'delegate' }), subject, now),
    ).toMatchObject({
      reason: 'wrong-signer',
    });
  });

  it('does not take a delegate outside its own time', async () => {
    const nextUpdate = later(24 * 730);
    const response = await ca.ocsp(ocspRequest(subject), { signer: 'delegate', nextUpdate });
    expect(judgeOcsp(response, subject, now)).toMatchObject({ reason: 'valid' });
    expect(judgeOcsp(response, subject, later(24 * 365))).toMatchObject({ reason: 'signer-out-of-date' });
    expect(judgeOcsp(response, subject, later(-24 * 365))).toMatchObject({ reason: 'signer-out-of-date' });
  });

  it('throws a DerError for whatever cannot be read, and calls no damaged answer valid', async () => {
    const responses = [
      await ca.ocsp(ocspRequest(subject), { status: 'revoked' }),
      await ca.ocsp(ocspRequest(subject), { status: 'revoked', signer: 'delegate' }),
    ];
    const bytes = fc.oneof(...responses.map(damaged), fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(bytes, (body) => {
        if (responses.some((response) => response.equals(body))) return;
        try {
          const { reason } = judgeOcsp(body, subject, now);
          expect(reason).not.toBe('valid');
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
