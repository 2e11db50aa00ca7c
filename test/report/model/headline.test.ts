import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/model/check.ts';
import type { Outcome } from '../../../src/core/model/exit-code.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import { command } from '../../../src/core/model/say.ts';
import type { FollowUps } from '../../../src/core/options/follow-ups.ts';
import { inBothForms } from '../../../src/core/options/follow-ups.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import type { ConclusionFacts } from '../../../src/report/model/conclusion-facts.ts';
import { headline } from '../../../src/report/model/headline.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';
import { GATEWAY, machine, PLAN } from '../../ui/sequences.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const NOTHING: ConclusionFacts = {
  mode: 'audit',
  machine: machine(),
  checks: [],
  verdicts: [],
  findings: [],
  plan: null,
  result: null,
  requests: [],
  needs: null,
  outcome: null,
};

function verdict(code: Verdict['verdict'], more: Partial<Verdict> = {}): Verdict {
  return { gateway: GATEWAY, stores: 'current', verdict: code, stage: null, ...more };
}

/** A gateway that is tested for both protocols. */
const aMove = (gateway: string) =>
  migrationOf(gateway, {
    ikev2: ike(['reachable', 'reachable']),
    openvpn: openVpn(['reachable']),
    readiness: readiness(),
  });

const headlineOf = (facts: Partial<ConclusionFacts>, texts = ENGLISH) =>
  Object.fromEntries(headline({ ...NOTHING, ...facts }, texts).map(({ label, text }) => [label, text]));

const APPLY = inBothForms(command('apply'), 'sh');

describe('the headline', () => {
  it('says what the exit code says where nothing else is known', () => {
    expect(headlineOf({})).toEqual({ OK: 'No proxy setting needs to change.' });
    expect(headlineOf({ plan: { ...PLAN, changes: [] } })).toEqual({
      OK: 'No proxy setting needs to change.',
    });
  });

  it('names the first gateway that fails and counts the others', () => {
    const verdicts = [
      verdict('reachable', { gateway: 'a.example' }),
      verdict('dns-failed', { gateway: 'b.example' }),
      verdict('timeout', { gateway: 'c.example' }),
    ];
    const first = (facts: Partial<ConclusionFacts>) => headline({ ...NOTHING, ...facts }, ENGLISH)[0];
    const line = first({ verdicts, outcome: 'unreachable' as const });
    expect(line).toMatchObject({ label: 'FAIL', mood: 'bad' });
    expect(line?.text).toContain('b.example');
    expect(line?.text).toMatch(/\(And 1 more gateway\.\)$/);
    expect(first({ verdicts: verdicts.slice(0, 1) })?.mood).toBe('good');
    expect(first({ verdicts: [verdict('not-tested')] })?.mood).toBe('plain');
    const finding = { code: 'inspection-suspected', severity: 'error', store: null, evidence: {} } as const;
    expect(first({ verdicts: verdicts.slice(0, 1), findings: [finding] })?.mood).toBe('plain');
  });

  it('is no all-clear where no setting has to change, but an error keeps the VPN from connecting', () => {
    const evidence = { service: 'RasMan' };
    const disabled = { code: 'service-disabled', severity: 'error', store: null, evidence } as const;
    const { message, remedy } = ENGLISH.finding(disabled);
    for (const verdicts of [[], [verdict('reachable')], [verdict('not-tested')]]) {
      expect(headlineOf({ verdicts, findings: [disabled] })).toMatchObject({
        PROBLEM: message,
        Next: remedy,
      });
    }
    expect(headlineOf({ findings: [{ ...disabled, severity: 'warning' }] })).not.toHaveProperty('PROBLEM');
    expect(headlineOf({ findings: [disabled] }, JAPANESE)).toHaveProperty('問題');
    // Written all the same, but no good news; its step is named.
    const result = { changed: ['winhttp/native'], backup: '0007', rolledBack: false };
    const [applied, ...rest] = headline({ ...NOTHING, mode: 'apply', result, findings: [disabled] }, ENGLISH);
    expect(applied).toMatchObject({ label: 'DONE', mood: 'plain' });
    expect(rest.map(({ text }) => text)).toContain(remedy);
    // The step is complete where the sentence about the service is not beside it.
    expect(remedy).toContain('the start type of RasMan');
    // A move has its own answer.
    const moving = { mode: 'migrate', migration: [aMove('a.example')], findings: [disabled] } as const;
    expect(headlineOf(moving)).not.toHaveProperty('Cause');
  });

  it('names the import of a copy, and no rollback, after a change of a recording', () => {
    const result = { changed: ['winhttp/native'], backup: '0007', rolledBack: false };
    const next = (followUps?: FollowUps) =>
      headline({ ...NOTHING, mode: 'apply', result, ...(followUps && { followUps }) }, ENGLISH)
        .filter(({ label }) => label === 'Next')
        .map(({ text }) => text);
    expect(next()).toEqual(['To roll back: p2s-fix rollback 0007']);
    expect(next({ import: { words: ['reg', 'import', 'copy.reg'] } })).toEqual([
      'Administrator: import the copy on that computer, signed in as the VPN user: reg import copy.reg',
    ]);
  });

  it('names what keeps the VPN from connecting beside a change that does not fix it, each with its step', () => {
    const needs = { ...APPLY, elevation: [], restart: false, restartPending: [], redial: true };
    const change = { needs, plan: PLAN, outcome: 'drift' as const };
    const about = (code: 'service-disabled' | 'client-certificate', evidence: object) =>
      ({ code, severity: 'error', store: null, evidence }) as Finding;
    const disabled = about('service-disabled', { service: 'SstpSvc' });
    for (const finding of [disabled, about('client-certificate', { problem: 'none-usable' })])
      for (const verdicts of [[], [verdict('reachable')]]) {
        const lines = headline({ ...NOTHING, ...change, verdicts, findings: [finding] }, ENGLISH);
        const { message, remedy } = ENGLISH.finding(finding);
        expect(lines[0]).toEqual({ kind: 'outcome', label: 'PROBLEM', text: message, mood: 'bad' });
        expect(lines.flatMap(({ label, text }) => (label === 'Next' ? [text] : []))).toEqual([
          remedy,
          `Administrator: ${APPLY.command}`,
        ]);
      }
    // Neither explains a route that fails, or a change that is blocked.
    const fails = [verdict('proxy-auth-required', { stage: 'connect' })];
    for (const facts of [change, { outcome: 'unreachable' as const }, { outcome: 'refused' as const }]) {
      const lines = headlineOf({ verdicts: fails, findings: [disabled], ...facts });
      expect(JSON.stringify(lines)).not.toContain('SstpSvc');
    }
  });

  it('is that of the path where an error is about a later date, or the path works in spite of it', () => {
    for (const code of ['sstp-retirement', 'gateway-root-migration', 'inspection-suspected'] as const) {
      const finding = { code, severity: 'error', store: null, evidence: {} } as const;
      const facts = { verdicts: [verdict('reachable')], findings: [finding] };
      expect(headlineOf(facts).OK).toBe(headlineOf({ verdicts: facts.verdicts }).OK);
    }
  });

  it('promises a route that works only where the proposed settings were seen to work', () => {
    const current = verdict('revocation-unreachable');
    const proposed = (code: Verdict['verdict']) => verdict(code, { stores: 'proposed' });
    const change = (verdicts: Verdict[], outcome: Outcome = 'drift') =>
      headlineOf({ plan: PLAN, verdicts, outcome }).Change;
    const would =
      /^--apply sets WinHTTP \(64-bit and 32-bit\): proxy [^.]+\.contoso\.example[^.]*\.contoso\.example\./;
    expect(change([current, proposed('reachable')])).toMatch(would);
    expect(change([current, proposed('reachable')])).toMatch(/ Tested: with it both routes work\.$/);
    expect(change([verdict('reachable'), proposed('reachable')])).toMatch(
      / both routes work now, and with it\.$/,
    );
    expect(change([current, proposed('timeout')])).not.toContain('Tested');
    expect(change([current])).not.toContain('Tested');
    for (const outcome of ['unreachable', 'refused'] as const)
      expect(change([current], outcome)).toBeUndefined();
  });

  it('names whoever acts, with the command, and what comes after it', () => {
    const needs = {
      ...APPLY,
      elevation: ['winhttp/native'],
      restart: true,
      restartPending: [],
      redial: true,
    };
    const facts = { needs, plan: PLAN, outcome: 'drift' as const };
    expect(headlineOf(facts)).toMatchObject({
      Next: 'Administrator: p2s-fix --apply',
      Then: 'Restart this computer. Reconnect the VPN: open connections keep the old setting.',
    });
    expect(headlineOf(facts, JAPANESE)).toMatchObject({ 対応: '管理者: p2s-fix --apply' });
    const commands = {
      command: command('confirm', { backup: '0001' }),
      rollback: command('rollback', { backup: '0001' }),
    };
    const evidence = { secondsLeft: 60 };
    const unconfirmed: Finding = {
      ...{ code: 'change-unconfirmed', severity: 'warning', store: null, evidence, commands },
    };
    const steps = headline({ ...NOTHING, ...facts, findings: [unconfirmed] }, ENGLISH);
    expect(steps.flatMap(({ label, text }) => (label === 'Next' ? [text] : []))).toEqual([
      'To keep it: p2s-fix confirm 0001',
      'To roll back: p2s-fix rollback 0001',
      'After that, Administrator: p2s-fix --apply',
    ]);
    for (const verdicts of [[], [verdict('reachable')]]) {
      const lines = headline({ ...NOTHING, verdicts, findings: [unconfirmed] }, ENGLISH);
      expect(lines.slice(1)).toMatchObject([
        { label: 'Change', text: ENGLISH.finding(unconfirmed).message },
        { label: 'Next', text: 'To keep it: p2s-fix confirm 0001' },
        { label: 'Next', text: 'To roll back: p2s-fix rollback 0001' },
      ]);
    }
    const written = { changed: ['winhttp/native'], backup: '0001', rolledBack: false };
    const failing = {
      mode: 'apply',
      outcome: 'path-failed-after-change' as const,
      result: written,
      findings: [unconfirmed],
    } as const;
    const rollingBack = headline({ ...NOTHING, ...failing }, ENGLISH).map(({ text }) => text);
    expect(rollingBack).toContain('To keep it: p2s-fix confirm 0001');
    expect(rollingBack.join('\n')).not.toContain('After that');
    const applied = {
      mode: 'apply',
      result: { changed: ['winhttp/native'], backup: '0007', rolledBack: false },
    } as const;
    expect(headlineOf(applied)).toMatchObject({
      DONE: 'Written: WinHTTP (64-bit).',
      Next: 'To roll back: p2s-fix rollback 0007',
    });
  });

  it('gives no cause to a path that fails but an error, and no unrelated warning to a change', () => {
    const finding = (
      code: 'wpad-disabled' | 'sstp-retirement',
      severity: 'error' | 'warning',
      store: string | null,
    ) => ({ code, severity, store, evidence: {} }) as const;
    const verdicts = [verdict('proxy-auth-required', { stage: 'connect' })];
    const cause = (facts: Partial<ConclusionFacts>) =>
      headlineOf({ verdicts, outcome: 'unreachable' as const, ...facts }).Cause;
    expect(cause({ findings: [finding('wpad-disabled', 'warning', 'winhttp/native')] })).toBeUndefined();
    expect(cause({ findings: [finding('wpad-disabled', 'error', 'winhttp/native')] })).toBeDefined();
    const change = { plan: PLAN, outcome: 'drift' as const };
    expect(cause({ ...change, findings: [finding('sstp-retirement', 'warning', null)] })).toBeUndefined();
    expect(
      cause({ ...change, findings: [finding('wpad-disabled', 'warning', 'winhttp/native')] }),
    ).toBeDefined();
  });

  it('names the gateway that is farthest from its move, and counts the others that are not ready', () => {
    const moved = Object.entries({ a: 'ready', b: 'not-possible', c: 'ready-after-changes' } as const).map(
      ([name, answer]) => ({ ...aMove(`${name}.example`), answer }),
    );
    const [line] = headline({ ...NOTHING, migration: moved }, ENGLISH);
    expect(line).toMatchObject({ label: 'Answer', mood: 'bad' });
    expect(line?.text).toMatch(/^Move of b\.example: .*\(And 1 more not ready\.\)$/);
    expect(headline({ ...NOTHING, migration: moved.slice(0, 1) }, ENGLISH)[0]?.mood).toBe('good');
    expect(headline({ ...NOTHING, migration: moved }, JAPANESE)[0]?.label).toBe('結果');
  });
});
