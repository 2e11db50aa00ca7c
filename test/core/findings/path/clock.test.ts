import { describe, expect, it } from 'vitest';

import { clockFinding, mayBeClock } from '../../../../src/core/findings/path/clock.ts';
import type { StageResult } from '../../../../src/core/model/check.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';

const BEGAN = new Date('2026-11-25T10:00:00.000Z');
const ENDED = new Date('2026-11-25T10:00:15.000Z');
const MINUTE = 60_000;

function result(
  stage: StageResult['stage'],
  minutes: number | null,
  evidence: Record<string, unknown> = {},
): StageResult {
  const date = minutes === null ? {} : { date: new Date(BEGAN.getTime() + minutes * MINUTE).toISOString() };
  const url = stage === 'revocation' ? 'http://crl.example/a.crl' : null;
  return { stage, url, via: 'direct', status: 'pass', durationMs: 1, evidence: { ...date, ...evidence } };
}
const at = (minutes: number) => new Date(BEGAN.getTime() + minutes * MINUTE).toISOString();
const span = (from: number, to: number) => ({ reason: 'expired', validFrom: at(from), validTo: at(to) });
const find = (...results: StageResult[]) => clockFinding(results, { began: BEGAN, ended: ENDED });

describe('the clock', () => {
  it.each([
    ['nothing has a date', [result('http', null)]],
    ['it is right', [result('http', 0), result('revocation', 0)]],
    ['it differs as clocks do', [result('http', 5), result('connect', -5)]],
    ['a cache answers with an old date', [result('revocation', -90), result('http', 0)]],
    ['only a cache answers', [result('revocation', -90)]],
    ['one of two is late', [result('connect', -90), result('http', 1)]],
    ['a date is none', [result('http', null, { date: 'x' })]],
  ])('is not mentioned where %s', (_, results) => {
    expect(find(...results)).toBeNull();
  });

  it('is behind where any reply comes from the future', () => {
    const finding = find(result('http', 0), result('revocation', 60 * 24 * 3));
    expect(finding).toMatchObject({
      code: 'clock-differs',
      severity: 'warning',
      evidence: { seconds: -259185, stage: 'revocation', fails: [] },
    });
    expect(ENGLISH.finding(finding ?? expect.fail()).message).toBe(
      'The clock of this computer is 3 days behind that of http://crl.example/a.crl; that of another server agrees with this computer.',
    );
  });

  it('is ahead where every reply that no cache gives is of the past', () => {
    const finding = find(result('connect', -12), result('http', -10), result('revocation', -90));
    expect(finding).toMatchObject({ severity: 'warning', evidence: { seconds: 600, stage: 'http' } });
    expect(ENGLISH.finding(finding ?? expect.fail()).message).toContain(
      '10 minutes ahead of that of the gateway',
    );
  });

  it.each([
    ['certificate', { reason: 'not-yet-valid', reasons: ['not-yet-valid'], outOfDate: [span(60, 600)] }],
    ['revocation', { reason: 'not-yet-valid', thisUpdate: at(60), nextUpdate: at(600) }],
    ['revocation', { reason: 'not-yet-valid', thisUpdate: at(60), nextUpdate: null }],
  ] as const)('is an error where the %s fails by its dates', (stage, evidence) => {
    const finding = find(result('http', 120), { ...result(stage, null, evidence), status: 'fail' });
    expect(finding).toMatchObject({ severity: 'error', evidence: { fails: [stage] } });
  });

  it('is no error where another server agrees with this computer', () => {
    const certificate = { reason: 'expired', reasons: ['expired'], outOfDate: [span(-600, -60)] };
    const finding = find(
      result('http', -120),
      { ...result('certificate', null, certificate), status: 'fail' },
      result('revocation', 0),
    );
    expect(finding).toMatchObject({ severity: 'warning', evidence: { fails: [], agrees: true } });
    const { message, remedy } = ENGLISH.finding(finding ?? expect.fail());
    expect(message).toContain('that of another server agrees with this computer');
    expect(remedy).toContain('check the clock of the gateway');
  });

  it.each([
    [
      'the date fails by the other clock, too',
      'certificate',
      { reasons: ['expired'], outOfDate: [span(-600, -60)] },
    ],
    [
      'one of two dates does',
      'certificate',
      { reasons: ['expired', 'not-yet-valid'], outOfDate: [span(60, 600), span(-600, -60)] },
    ],
    [
      'a date is not the only flaw',
      'certificate',
      { reasons: ['untrusted-root', 'not-yet-valid'], outOfDate: [span(60, 600)] },
    ],
    ['a list fails by both', 'revocation', { reason: 'expired', thisUpdate: at(-600), nextUpdate: at(-60) }],
    ['no date is told', 'revocation', { reason: 'expired' }],
  ] as const)('is a remark where it explains nothing: %s', (_, stage, evidence) => {
    const finding = find(result('http', 120), { ...result(stage, null, evidence), status: 'fail' });
    expect(finding).toMatchObject({ severity: 'warning', evidence: { fails: [], failsAnyway: [stage] } });
    expect(ENGLISH.finding(finding ?? expect.fail()).message).toContain('It does not explain the failures');
  });

  it('that was looked at for long is still right', () => {
    const ended = new Date(BEGAN.getTime() + 60 * MINUTE);
    expect(clockFinding([result('http', 0)], { began: BEGAN, ended })).toBeNull();
    expect(clockFinding([result('http', 60)], { began: BEGAN, ended })).toBeNull();
  });
});

describe('the clock as the cause of a certificate that is out of date', () => {
  const judged = (from: number, to: number, reasons = ['expired']): StageResult => ({
    ...result('certificate', null, { reasons, outOfDate: [span(from, to)], judgedAt: at(0) }),
    status: 'fail',
  });

  it.each([
    ['no reply has a date', true, [judged(60, 600)]],
    ['it is valid by the only other clock', true, [judged(60, 600), result('http', 120)]],
    ['only a cache answers, with an old date', true, [judged(60, 600), result('revocation', -90)]],
    ['a name is wrong as well', true, [judged(60, 600, ['name-mismatch', 'expired']), result('http', 120)]],
    ['the gateway agrees with this computer', false, [judged(-600, -60), result('http', 1)]],
    ['a third clock agrees', false, [judged(60, 600), result('http', 120), result('revocation', 0)]],
    ['it fails by the other clock, too', false, [judged(-600, -60), result('http', 120)]],
    ['no date is wrong', false, [{ ...result('certificate', null, { reasons: ['name-mismatch'] }) }]],
  ] as const)('where %s: %s', (_name, may, results) => {
    expect(mayBeClock(results)).toBe(may);
  });
});
