import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/model/check.ts';
import { type HeadlineFacts, headline } from '../../src/report/model/headline.ts';
import { JAPANESE } from '../../src/report/text/ja/texts.ts';
import { ENGLISH } from '../../src/report/text/texts.ts';
import { ike, migrationOf, openVpn, readiness } from '../support/migrations.ts';
import { GATEWAY, machine, PLAN } from '../ui/sequences.ts';

const NOTHING: HeadlineFacts = {
  startedAt: '2026-11-24T10:00:00.000Z',
  machine: machine(),
  checks: [],
  verdicts: [],
  findings: [],
  migrations: [],
  plan: null,
  needs: null,
  changed: false,
  exitCode: 0,
};

function verdict(code: Verdict['verdict'], more: Partial<Verdict> = {}): Verdict {
  return { gateway: GATEWAY, stores: 'current', verdict: code, stage: null, ...more };
}

/** A gateway that is asked for both. */
const aMove = (gateway: string) =>
  migrationOf(gateway, {
    ikev2: ike(['reachable', 'reachable']),
    openvpn: openVpn(['reachable']),
    readiness: readiness(),
  });

const reported = (facts: Partial<HeadlineFacts>, texts = ENGLISH) =>
  Object.fromEntries(headline({ ...NOTHING, ...facts }, texts).map(({ label, text }) => [label, text]));

describe('the headline', () => {
  it('says nothing of what is not known', () => {
    expect(headline(NOTHING, ENGLISH)).toEqual([]);
    expect(reported({ plan: { ...PLAN, changes: [] } })).toEqual({ Change: 'nothing to change.' });
  });

  it('tells the first gateway that fails and counts the others', () => {
    const verdicts = [
      verdict('reachable', { gateway: 'a.example' }),
      verdict('dns-failed', { gateway: 'b.example' }),
      verdict('timeout', { gateway: 'c.example' }),
    ];
    const [line] = headline({ ...NOTHING, verdicts }, ENGLISH);
    expect(line?.mood).toBe('bad');
    expect(line?.text).toContain('b.example');
    expect(line?.text).toMatch(/\(And 1 more gateway\.\)$/);
    expect(headline({ ...NOTHING, verdicts: verdicts.slice(0, 1) }, ENGLISH)[0]?.mood).toBe('good');
    expect(headline({ ...NOTHING, verdicts: [verdict('not-tested')] }, ENGLISH)[0]?.mood).toBe('plain');
    const finding = { code: 'inspection-suspected', severity: 'error', store: null, evidence: {} } as const;
    const inspected = { verdicts: verdicts.slice(0, 1), findings: [finding] };
    expect(headline({ ...NOTHING, ...inspected }, ENGLISH)[0]?.mood).toBe('plain');
    expect(reported(inspected).Needed).toBe('the proxy team');
  });

  it('promises a path that works only where the proposed stores were seen to work', () => {
    const current = verdict('revocation-unreachable');
    const proposed = (code: Verdict['verdict']) => verdict(code, { stores: 'proposed' });
    const change = (verdicts: Verdict[], exitCode = 2) => reported({ plan: PLAN, verdicts, exitCode }).Change;
    const would = 'p2s-fix --apply would write winhttp/wow64, winhttp/native.';
    expect(change([current, proposed('reachable')])).toBe(`${would} With that the path works.`);
    expect(change([current, proposed('timeout')])).toBe(would);
    expect(change([current])).toBe(would);
    expect(change([current], 8)).toBe('A needed change is refused.');
    const none = { plan: { ...PLAN, changes: [] }, exitCode: 8 };
    expect(reported(none).Change).toBe('A needed change is refused.');
  });

  it('names everybody who is needed, and no administrator to one', () => {
    const needs = { elevation: ['winhttp/native'], restart: true, restartPending: [], redial: true };
    const verdicts = [verdict('proxy-auth-required', { stage: 'connect' })];
    expect(reported({ needs, verdicts }).Needed).toBe(
      'an administrator; the proxy team; a restart; dialling the VPN again afterwards',
    );
    const elevated = machine({ user: { name: 'adm', sid: 'S-1-5-21-9', elevated: true } });
    expect(reported({ needs, verdicts, machine: elevated }).Needed).toMatch(/^the proxy team/);
    expect(reported({ needs, verdicts }, JAPANESE).必要).toBe(
      '管理者権限、プロキシ担当者、再起動、適用後の VPN の再接続',
    );
  });

  it('counts in words', () => {
    const finding = { code: 'wpad-disabled', store: null, evidence: {} } as const;
    const findings = (['error', 'warning', 'warning', 'info'] as const).map((severity) => ({
      ...finding,
      severity,
    }));
    expect(reported({ findings }).Found).toBe('1 error, 2 warnings, 1 note');
  });

  it('tells the gateway that is farthest from its move, and counts the others that are not ready', () => {
    const moved = Object.entries({ a: 'ready', b: 'not-possible', c: 'ready-after-changes' } as const).map(
      ([name, answer]) => ({ ...aMove(`${name}.example`), answer }),
    );
    const [line] = headline({ ...NOTHING, migrations: moved }, ENGLISH);
    expect(line).toMatchObject({ label: 'Answer', mood: 'bad' });
    expect(line?.text).toMatch(/^Move of b\.example: .*\(And 1 more not ready\.\)$/);
    expect(headline({ ...NOTHING, migrations: moved.slice(0, 1) }, ENGLISH)[0]?.mood).toBe('good');
    expect(headline({ ...NOTHING, migrations: moved }, JAPANESE)[0]?.label).toBe('結果');
  });
});
