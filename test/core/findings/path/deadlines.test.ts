import { describe, expect, it } from 'vitest';

import { SOURCES } from '../../../../src/core/explain/sources.ts';
import { deadlineFindings, deadlinesWith } from '../../../../src/core/findings/path/deadlines.ts';
import { gatewayFindings } from '../../../../src/core/findings/path/gateway.ts';
import type { VerdictCode } from '../../../../src/core/model/check.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';

const AZURE = { host: 'azuregateway-1-2.vpn.azure.com', port: 443, source: 'option' as const };
const OWN = { host: 'vpn.contoso.example', port: 443, source: 'option' as const };

function reported(at: string, choice = {}): Record<string, string> {
  const findings = deadlineFindings(deadlinesWith(choice), new Date(at));
  return Object.fromEntries(findings.map(({ code, severity }) => [code, severity]));
}

describe('deadlines', () => {
  it.each([
    ['2026-10-01T23:59:59.999Z', 'info'],
    ['2026-10-02T00:00:00.000Z', 'warning'], // 180 days before
    ['2027-03-30T23:59:59.999Z', 'warning'],
    ['2027-03-31T00:00:00.000Z', 'error'],
    ['2030-01-01T00:00:00.000Z', 'error'],
  ])('of the retirement of SSTP: at %s %s', (at, severity) => {
    expect(reported(at)['sstp-retirement']).toBe(severity);
  });

  it.each([
    ['2026-08-03T23:59:59.999Z', 'info'],
    ['2026-08-04T00:00:00.000Z', 'warning'],
    ['2027-01-30T23:59:59.999Z', 'warning'],
    ['2027-01-31T00:00:00.000Z', 'error'],
  ])('of a root whose replacement a notification announces: at %s %s', (at, severity) => {
    const notified = { 'gateway-root-migration': '2027-01-31' };
    expect(reported(at, notified)['gateway-root-migration']).toBe(severity);
    expect(reported(at)['gateway-root-migration']).toBe('info');
  });

  it('take other dates, and leave one out', () => {
    const choice = { 'sstp-retirement': '2026-11-01', 'gateway-root-migration': null };
    expect(reported('2026-11-01T00:00:00Z', choice)).toEqual({ 'sstp-retirement': 'error' });
    expect(reported('2026-10-31T00:00:00Z', choice)).toEqual({ 'sstp-retirement': 'warning' });
    expect(deadlinesWith(choice)[0]?.source).toBe('caller');
  });

  it.each(['', '31.03.2027', '2027-02-30', '2027-3-1', 'soon'])('refuse %j as a date', (date) => {
    expect(() => deadlinesWith({ 'sstp-retirement': date })).toThrow(
      expect.objectContaining({ code: 'input', where: 'options.deadlines.sstp-retirement' }),
    );
  });

  it('each name the page they come from', () => {
    for (const { source } of deadlinesWith()) expect(Object.keys(SOURCES)).toContain(source);
    expect(deadlinesWith()).toHaveLength(2);
  });

  it("concern Azure's gateways alone", () => {
    const now = new Date('2026-11-25T00:00:00Z');
    const codes = (...gateways: (typeof AZURE)[]) =>
      gatewayFindings(gateways, now, deadlinesWith(), []).map(({ code }) => code);
    expect(codes(OWN)).toEqual(['gateway-name-unusual']);
    expect(codes(AZURE, AZURE)).toEqual(['gateway-root-migration', 'sstp-retirement']);
  });

  it('are beside a name that is not Azure’s: a warning, unless its gateway answered', () => {
    const severity = (verdict: VerdictCode) =>
      gatewayFindings(
        [OWN],
        new Date(),
        [],
        [{ gateway: OWN.host, stores: 'current', verdict, stage: null }],
      ).map((one) => one.severity);
    expect(gatewayFindings([OWN], new Date(), [], [])[0]?.severity).toBe('warning');
    expect(severity('dns-failed')).toEqual(['warning']);
    expect(severity('reachable')).toEqual(['info']);
    expect(severity('revocation-unreachable')).toEqual(['info']);
  });

  it('show the days that are left, and that the day has passed', () => {
    const [root, sstp] = deadlineFindings(deadlinesWith(), new Date('2027-01-30T12:00:00Z'));
    expect(root && ENGLISH.finding(root).message).toContain('from 2027-01-31 on (tomorrow)');
    expect(sstp && ENGLISH.finding(sstp).message).toContain('2027-03-31 (in 60 days)');
    const [over] = deadlineFindings(deadlinesWith(), new Date('2027-02-01T00:00:00Z'));
    expect(over && ENGLISH.finding(over).message).toContain('valid since 2027-01-31');
  });
});
