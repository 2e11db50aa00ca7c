import { describe, expect, it } from 'vitest';
import type { Check, Verdict } from '../../../src/core/model/check.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import { command } from '../../../src/core/model/say.ts';
import { inBothForms } from '../../../src/core/options/follow-ups.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import type { ConclusionFacts } from '../../../src/report/model/conclusion-facts.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { requestsOf } from '../../support/texts/letters.ts';
import { PLAN } from '../../ui/sequences.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const GATEWAY = 'vpn.contoso.example';
const PROXY = 'proxy.contoso.example:8080';
const FACTS: ConclusionFacts = {
  ...{ mode: 'audit', machine: null, checks: [], verdicts: [], findings: [], plan: null, result: null },
  ...{ requests: [], needs: null, outcome: 'unreachable' as const },
};

const check = (stage: Check['stage'], stores: Check['stores'], via: string, more: object) =>
  ({
    ...{ gateway: GATEWAY, stage, stores, via, status: 'fail', url: null, from: 'this-machine' },
    ...{ durationMs: 1, evidence: {}, ...more },
  }) as Check;
const fetched = (stores: Check['stores'], via: string, evidence: object) =>
  check('revocation', stores, via, { url: 'http://crl.contoso.example/a.crl', evidence });

function verdict(code: Verdict['verdict'], more: Partial<Verdict> = {}): Verdict {
  return { gateway: GATEWAY, stores: 'current', verdict: code, stage: null, ...more };
}

const ownersOf = (facts: Partial<ConclusionFacts>, texts = ENGLISH) =>
  conclusionOf({ ...FACTS, ...facts }, texts).owners;

const APPLY = inBothForms(command('apply'), 'sh');

describe('the owners in a conclusion', () => {
  const asked = (checks: Check[], verdicts: Verdict[]) => ({
    ...{ checks, verdicts, plan: PLAN },
    requests: requestsOf(checks, verdicts, '2026-01-01T00:00:00.000Z'),
  });

  it('are asked for what still fails after the proposed change', () => {
    const checks = [
      check('sstp', 'current', PROXY, { status: 'pass' }),
      fetched('current', 'direct', { reason: 'not-found' }),
      fetched('proposed', PROXY, { reason: 'http-status', httpStatus: 404 }),
    ];
    const failing = verdict('revocation-unreachable', { stage: 'revocation' });
    const verdicts: Verdict[] = [
      { ...failing, failsByProposal: true },
      { ...failing, stores: 'proposed' },
    ];
    const facts = asked(checks, verdicts);
    expect(facts.requests.map(({ to }) => to)).toEqual(['vpn-team']);
    for (const texts of [ENGLISH, JAPANESE])
      expect(ownersOf(facts, texts).map(({ owner }) => owner)).toEqual(['vpn-team']);
    expect(ownersOf(facts)[0]?.action).toMatch(/^VPN team: have the certificate authority publish/);
  });

  it('are those of the proposed change also where no request is made', () => {
    const checks = [
      check('dns', 'current', 'direct', { evidence: { of: 'gateway', reason: 'not-found' } }),
      check('tcp', 'proposed', PROXY, {
        evidence: { of: 'proxy', reason: 'blocked-locally', errno: 'EACCES' },
      }),
    ];
    const verdicts = [
      verdict('dns-failed', { stage: 'dns', failsByProposal: true }),
      verdict('proxy-unreachable', { stage: 'tcp', stores: 'proposed' }),
    ];
    const facts = asked(checks, verdicts);
    expect(facts.requests).toEqual([]);
    expect(ownersOf(facts)).toEqual([
      { owner: 'administrator', action: ENGLISH.verdict(verdicts[1] as Verdict, checks.slice(1)).next },
    ]);
  });

  it('begin with the administrator who settles what blocks the change; then the teams are asked', () => {
    const checks = [
      check('sstp', 'current', PROXY, { status: 'pass' }),
      fetched('current', 'direct', { reason: 'not-found' }),
    ];
    const verdicts = [verdict('revocation-unreachable', { stage: 'revocation', notProposed: true })];
    const blocks: Finding[] = [
      {
        ...({ code: 'wininet-strings-newer', severity: 'warning', store: 'wininet/current/lan' } as const),
        evidence: { values: ['ProxyServer'], strings: 'direct', used: 'direct', newer: 'unknown' },
      },
      {
        ...({ code: 'user-setting-not-followed', severity: 'error', store: 'winhttp/native' } as const),
        evidence: { reason: 'nothing-named', sid: 'current', name: null, servers: [PROXY], wsus: null },
      },
    ];
    for (const finding of blocks)
      for (const texts of [ENGLISH, JAPANESE]) {
        const facts = {
          ...asked(checks, verdicts),
          findings: [finding],
          plan: null,
          outcome: 'refused' as const,
        };
        const { cause, owners } = conclusionOf({ ...FACTS, ...facts }, texts);
        const { message, remedy } = texts.finding(finding);
        expect(cause).toBe(message);
        expect(owners.map(({ owner }) => owner)).toEqual(['administrator', 'network-team']);
        expect(owners[0]?.action).toBe(remedy);
      }
  });

  it('are those of the verdict as well where no request is made about a blocked change', () => {
    const failing = verdict('untrusted-root', { stage: 'certificate', notProposed: true });
    const finding: Finding = {
      ...{ code: 'change-blocked', severity: 'error', store: 'winhttp/native' },
      evidence: { reason: 'policy' },
    };
    const checks = [check('certificate', 'current', 'direct', { evidence: { reason: 'untrusted-root' } })];
    const facts = { checks, verdicts: [failing], findings: [finding], outcome: 'refused' as const };
    expect(ownersOf(facts).map(({ owner }) => owner)).toEqual(['administrator', 'vpn-team']);
  });

  it('are those of the path where it alone keeps the addresses of the revocation lists from being known', () => {
    const failing = verdict('gateway-unreachable', { stage: 'tcp', notProposed: true });
    const checks = [
      check('tcp', 'current', 'direct', { evidence: { of: 'gateway', errno: 'ECONNREFUSED' } }),
    ];
    const finding = (kind: string): Finding => ({
      ...({ code: 'automatic-refused', severity: 'error', store: 'wininet/current/lan' } as const),
      evidence: { kind, answers: [{ url: `https://${GATEWAY}/`, answer: 'DIRECT' }] },
    });
    const ownersOfBlock = (kind: string) =>
      ownersOf({
        ...asked(checks, [failing]),
        plan: null,
        findings: [finding(kind)],
        outcome: 'refused' as const,
      }).map(({ owner }) => owner);
    expect(ownersOfBlock('incomplete')).toEqual(['network-team', 'vpn-team']);
    expect(ownersOfBlock('several')).toEqual(['administrator', 'network-team', 'vpn-team']);
  });

  it.each(['127.0.0.1:9000', 'localhost:9000', '[::1]:9000'])(
    'are the user and the administrator where the proxy that does not answer is on the computer itself: %s',
    (via) => {
      const checks = [check('tcp', 'current', via, { evidence: { of: 'proxy', reason: 'refused' } })];
      const facts = asked(checks, [verdict('proxy-unreachable', { stage: 'tcp' })]);
      expect(facts.requests).toEqual([]);
      for (const texts of [ENGLISH, JAPANESE]) {
        const owners = ownersOf({ ...facts, plan: null }, texts);
        expect(owners.map(({ owner }) => owner)).toEqual(['user', 'administrator']);
        expect(owners[0]?.action).toContain(via);
      }
      const ofTeam = [check('tcp', 'current', PROXY, { evidence: { of: 'proxy', reason: 'refused' } })];
      expect(asked(ofTeam, [verdict('proxy-unreachable', { stage: 'tcp' })]).requests).toHaveLength(1);
    },
  );

  it('are the administrator alone where a scheduled change that would fix the route is reverted each time', () => {
    const checks = [
      check('sstp', 'current', PROXY, { status: 'pass' }),
      fetched('current', 'direct', { reason: 'not-found' }),
    ];
    const reverted = (leftAlone: boolean): Finding => ({
      ...{ code: 'schedule-undone', severity: 'warning', store: 'winhttp/native' },
      evidence: { stores: ['winhttp/native'], count: 2, by: null, leftAlone },
    });
    const of = (verdicts: Verdict[], finding: Finding, seen = checks) => {
      const facts = {
        ...FACTS,
        mode: 'schedule',
        ...asked(seen, verdicts),
        plan: null,
        findings: [finding],
      };
      return conclusionOf(facts as ConclusionFacts, ENGLISH);
    };
    const failing = [verdict('revocation-unreachable', { stage: 'revocation' })];
    const left = reverted(true);
    const { message, remedy } = ENGLISH.finding(left);
    expect(of(failing, left)).toMatchObject({
      cause: message,
      owners: [{ owner: 'administrator', action: remedy }],
    });
    expect(of(failing, reverted(false)).owners.map(({ action }) => action)).not.toContain(remedy);
    const refused = [verdict('proxy-refused', { stage: 'connect' })];
    const refusing = [
      check('connect', 'current', PROXY, { evidence: { reason: 'status', httpStatus: 403 } }),
    ];
    expect(of(refused, left, refusing).owners.map(({ owner }) => owner)).toEqual(['proxy-team']);
  });

  it('begin with those of the worst gateway, which no change repairs', () => {
    const other = 'other.contoso.example';
    const checks = [
      check('sstp', 'current', PROXY, { status: 'pass' }),
      fetched('current', 'direct', { reason: 'not-found' }),
      { ...check('connect', 'current', PROXY, { evidence: { httpStatus: 403 } }), gateway: other } as Check,
    ];
    const verdicts = [
      verdict('revocation-unreachable', { stage: 'revocation', ...APPLY }),
      verdict('proxy-refused', { stage: 'connect', gateway: other }),
      verdict('reachable', { stores: 'proposed' }),
    ];
    const facts = { mode: 'verify' as const, ...asked(checks, verdicts), plan: null };
    expect(facts.requests.map(({ gateway }) => gateway)).toEqual([other]);
    const owners = ownersOf(facts);
    expect(owners.map(({ owner }) => owner)).toEqual(['proxy-team', 'administrator']);
    expect(owners[1]?.action).toContain(APPLY.command);
  });

  it('begin with the VPN team where no gateway offers SSTP, whatever setting changes', () => {
    const needs = { ...APPLY, elevation: [], restart: false, restartPending: [], redial: true };
    const facts = { plan: PLAN, needs, outcome: 'drift' as const };
    const unoffered = verdict('sstp-not-offered', { gateway: 'ike.contoso.example' });
    for (const texts of [ENGLISH, JAPANESE])
      expect(ownersOf({ ...facts, verdicts: [unoffered] }, texts)).toEqual([
        { owner: 'vpn-team', action: texts.verdict(unoffered, []).next },
        { owner: 'administrator', action: APPLY.command },
      ]);
    const verdicts = [unoffered, verdict('timeout', { stage: 'tcp' })];
    expect(ownersOf({ ...facts, verdicts }).map(({ owner }) => owner)).toEqual(['administrator', 'vpn-team']);
  });
});
