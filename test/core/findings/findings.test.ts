import { describe, expect, it } from 'vitest';
import { type Assessment, assess } from '../../../src/core/decide/assess.ts';
import { questionKey, questionOf } from '../../../src/core/decide/automatic.ts';
import type { NotFollowed } from '../../../src/core/decide/not-followed.ts';
import { automaticFindings, findingsOf } from '../../../src/core/findings/findings.ts';
import type { Stage, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import type { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import { command } from '../../../src/core/model/say.ts';
import type { Call } from '../../../src/core/options/table.ts';
import { conversionRemark } from '../../../src/core/proxy/conversion-table.ts';
import { POLICIES } from '../../../src/core/stores/policy.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import {
  FOLLOW,
  observe,
  registryOf,
  sample,
  setBlob,
  WINHTTP,
  withValue,
} from '../stores/registry-scene.ts';
import { dword, PROXY, repaired } from './findings-scene.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const APPLY = command('apply');
const MACHINE = `HKEY_LOCAL_MACHINE\\${POLICIES}`;
const follow = (registry: RegistrySnapshot = sample()) => assess(observe(registry), FOLLOW, null);
const verdict = (code: VerdictCode, stage: Stage | null, stores: Verdict['stores'] = 'current'): Verdict => ({
  gateway: 'gw.example',
  ...{ stores, verdict: code, stage },
});
const WORKS = verdict('reachable', null);
const of = (assessment: Assessment, code: string, verdicts: readonly Verdict[] = [], call?: Call) =>
  findingsOf(assessment, verdicts, call === undefined ? null : { call, shell: 'sh' }).filter(
    (one) => one.code === code,
  );

describe('a setting that has to change', () => {
  it.each<[string, Verdict[], string, string]>([
    ['was not checked', [], 'warning', 'warning'],
    ['works', [WORKS], 'warning', 'warning'],
    ['fails in the tunnel', [verdict('timeout', 'tcp')], 'warning', 'error'],
    ['fails in the revocation check', [verdict('revocation-unreachable', 'revocation')], 'error', 'warning'],
    [
      'is not tested',
      [verdict('not-tested', 'connect'), verdict('not-tested', 'revocation')],
      'warning',
      'warning',
    ],
    ['fails without a stage', [verdict('sstp-not-offered', null)], 'warning', 'warning'],
    ['would fail with the proposal', [verdict('timeout', 'tcp', 'proposed')], 'warning', 'warning'],
  ])('is as severe as its path: the gateway %s', (_, verdicts, http, inet) => {
    const severities = (code: string) =>
      new Set(of(assess(observe(sample()), PROXY, null), code, verdicts).map(({ severity }) => severity));
    expect(severities('winhttp-not-aligned')).toEqual(new Set([http]));
    expect(severities('wininet-not-as-desired')).toEqual(new Set([inet]));
  });

  it('has the setting, what it should be, and whether the path works already', () => {
    const [wow64, native] = of(follow(), 'winhttp-not-aligned', [WORKS]);
    expect([wow64?.store, native?.store]).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(native?.evidence).toMatchObject({ action: 'set', works: true, holds: 'direct' });
    expect(of(follow(), 'winhttp-not-aligned')[0]?.evidence).not.toHaveProperty('works');
    expect(of(follow(), 'wininet-not-as-desired')).toEqual([]);
  });

  it('has the command that changes it, or says that none does', () => {
    const evidence = (assessment: Assessment, verdicts: Verdict[] = [], call?: Call) =>
      of(assessment, 'winhttp-not-aligned', verdicts, call).at(-1)?.evidence;
    expect(evidence(follow(), [], APPLY)).toMatchObject({ command: 'p2s-fix --apply' });
    expect(evidence(follow(), [], APPLY)).not.toHaveProperty('yes');
    expect(evidence(follow())).not.toHaveProperty('command');
    expect(evidence(follow())).not.toHaveProperty('unplanned');
    const damaged = withValue(sample(), WINHTTP, 'WinHttpSettings', {
      kind: 'binary',
      bytes: new Uint8Array(3),
    });
    expect(evidence(follow(damaged), [], APPLY)).toMatchObject({ command: 'p2s-fix --apply', yes: true });
    const refused = { ...follow(), blocked: [{ store: 'winhttp/wow64', reason: 'policy:X' }] } as Assessment;
    expect(evidence(refused, [], APPLY)).toMatchObject({ refused: true });
    expect(evidence(refused, [], APPLY)).not.toHaveProperty('command');
    const unseen = { ...follow(), unseen: [{ store: 'winhttp/wow64', key: 'K' }] };
    expect(evidence(unseen, [], APPLY)).toMatchObject({ refused: true });
    const fails = [verdict('timeout', 'tcp'), verdict('timeout', 'tcp', 'proposed')];
    expect(evidence(follow(), fails, APPLY)).toMatchObject({
      candidateFails: expect.anything(),
      command: 'p2s-fix --apply',
    });
  });

  it('of a setting that nothing plans says so', () => {
    const noDirectBit = setBlob(repaired(sample(), FOLLOW), { flags: 2 });
    const [finding] = of(follow(noDirectBit), 'wininet-direct-bit-missing', [], APPLY);
    expect(finding?.evidence).toMatchObject({ command: 'p2s-fix --apply' });
    const none = { ...follow(noDirectBit), plan: { ...follow(noDirectBit).plan, changes: [] } };
    expect(of(none, 'wininet-direct-bit-missing', [], APPLY)[0]?.evidence).toMatchObject({ unplanned: true });
    const elsewhere = follow();
    const other = elsewhere.plan.changes.filter(({ store }) => store !== 'winhttp/native');
    const half = { ...follow(noDirectBit), plan: { ...elsewhere.plan, changes: other } };
    expect(of(half, 'wininet-direct-bit-missing', [], APPLY)[0]?.evidence).toMatchObject({ unplanned: true });
  });

  it('of a missing flag bit 0 alone says so, in every language', () => {
    const noDirectBit = setBlob(repaired(sample(), FOLLOW), { flags: 2 });
    const [finding] = of(follow(noDirectBit), 'wininet-not-as-desired', [], APPLY);
    const { holds, desired } = finding?.evidence ?? {};
    expect(holds).toBe(`${desired}, flag bit 0 (direct) missing`);
    const [change] = follow(noDirectBit).plan.changes;
    for (const texts of [ENGLISH, JAPANESE])
      expect(texts.settings(change?.before ?? null)).not.toBe(texts.settings(change?.after ?? null));
    expect(JAPANESE.settings(change?.before ?? null)).toMatch(/、フラグのビット 0 \(直接接続\) なし$/);
  });

  it('that is blocked is an error, but a warning where the path works and nothing else changes', () => {
    const { plan, ...rest } = follow(repaired(sample(), FOLLOW));
    const blocked = {
      ...rest,
      plan: { ...plan, changes: [] },
      blocked: [{ store: 'winhttp/native', reason: 'policy:X' }],
    } as Assessment;
    const shown = (verdicts: Verdict[]) =>
      of(blocked, 'change-blocked', verdicts).map(({ severity, evidence }) => [
        severity,
        evidence.needless ?? false,
      ]);
    expect(shown([])).toEqual([['error', false]]);
    expect(shown([WORKS])).toEqual([['warning', true]]);
    expect(shown([verdict('timeout', 'tcp')])).toEqual([['error', false]]);
  });
});

describe('what an assessment says about users', () => {
  const notFollowed = (isNeeded: boolean): NotFollowed => ({
    ...{ reason: 'not-allowed', sid: 'S-1-5-21-1', name: null, servers: ['a:1'], wsus: null, isNeeded },
  });

  it('is an error where a setting is not followed that WinHTTP lacks', () => {
    const found = (isNeeded: boolean) => {
      const assessment = follow();
      return of(
        { ...assessment, desired: { ...assessment.desired, notFollowed: notFollowed(isNeeded) } },
        'user-setting-not-followed',
      );
    };
    expect(found(true)).toMatchObject([
      { severity: 'error', store: 'winhttp/native', evidence: { reason: 'not-allowed', servers: ['a:1'] } },
    ]);
    expect(found(false)).toEqual([]);
    expect(of(follow(), 'user-setting-not-followed')).toEqual([]);
  });

  it('names the user whose setting becomes that of the computer', () => {
    const vpnUser = { sid: 'S-1-5-21-1', name: 'CONTOSO\\anne' };
    expect(of({ ...follow(), vpnUser }, 'user-setting-machine-wide')).toMatchObject([
      { severity: 'info', store: 'winhttp/native', evidence: { ...vpnUser } },
    ]);
    expect(of(follow(), 'user-setting-machine-wide')).toEqual([]);
  });
});

describe('remarks on a conversion', () => {
  const remarks = (count: number, code: 'quotes' | 'ftp-dropped' | 'port-left-out') =>
    Array.from({ length: count }, (_, at) => conversionRemark(code, 'toWinHttp', `entry ${at}`));
  const priority = conversionRemark('pac-overrides', 'toWinInet', '');
  const found = (notes: ReturnType<typeof remarks>, code: string) => {
    const assessment = follow();
    return of({ ...assessment, desired: { ...assessment.desired, notes } }, code);
  };

  it('are errors where they refuse, warnings where something is lost or has priority, and else information', () => {
    const notes = [
      ...remarks(1, 'ftp-dropped'),
      ...remarks(1, 'port-left-out'),
      ...remarks(1, 'quotes'),
      priority,
    ];
    expect(found(notes, 'alignment-refused')).toMatchObject([
      { severity: 'error', store: 'wininet/current/lan', evidence: { reason: 'quotes', detail: 'entry 0' } },
    ]);
    expect(
      found(notes, 'alignment-note').map(({ severity, evidence }) => [severity, evidence.reason]),
    ).toEqual([
      ['warning', 'ftp-dropped'],
      ['info', 'port-left-out'],
      ['warning', 'pac-overrides'],
    ]);
  });

  it.each([
    [49, undefined],
    [50, undefined],
    [51, 1],
    [60, 10],
  ])('%i of one kind: the last has that %s more are left out', (count, further) => {
    const notes = found([...remarks(1, 'port-left-out'), ...remarks(count, 'ftp-dropped')], 'alignment-note');
    expect(notes).toHaveLength(Math.min(count, 50) + 1);
    expect(notes.map(({ evidence }) => evidence.further).filter((one) => one !== undefined)).toEqual(
      further === undefined ? [] : [further],
    );
    expect(notes.at(-1)?.evidence.further).toBe(further);
  });
});

describe('what the registry says beside the settings', () => {
  const withPolicy = (name: string, number: number, base = sample()) =>
    withValue(base, MACHINE, name, dword(number));

  it.each([
    [0, 1],
    [1, 0],
  ])('ProxySettingsPerUser=%i: %i findings', (number, count) => {
    expect(of(follow(withPolicy('ProxySettingsPerUser', number)), 'per-machine-policy')).toHaveLength(count);
  });

  it('auto-detection that is disabled is worth a word where a setting uses it', () => {
    const auto = setBlob(sample(), { flags: 11 });
    expect(of(follow(withPolicy('DisableWpad', 1, auto)), 'wpad-disabled')).toMatchObject([
      { severity: 'info', store: 'wininet/current/lan' },
    ]);
    expect(of(follow(withPolicy('DisableWpad', 0, auto)), 'wpad-disabled')).toEqual([]);
    expect(of(follow(withPolicy('DisableWpad', 1)), 'wpad-disabled')).toEqual([]);
    expect(of({ ...follow(withPolicy('DisableWpad', 1)), winInet: null }, 'wpad-disabled')).toEqual([]);
  });

  it('nothing of it is known of an empty registry', () => {
    expect(() => findingsOf(assess(observe(registryOf({})), FOLLOW, null), [])).not.toThrow();
  });
});

describe('the result of auto-detection', () => {
  const auto = follow(setBlob(sample(), { flags: 11 }));
  const answers = (more: object) => new Map([['https://gw/', { url: 'https://gw/', ...more }]]);
  const settings = auto.winInet?.settings ?? null;
  const question = questionOf(settings) ?? expect.fail();
  const resolved = (kind: string, resolution: object | null, more: object = {}) => {
    const desired = { ...auto.desired, winInet: settings, automatic: { kind, ...more } };
    const automatic = new Map(resolution === null ? [] : [[questionKey(question), resolution]]);
    return automaticFindings({ ...auto, desired, automatic } as unknown as Assessment);
  };

  it('that was not asked is information, or a warning beside a proxy in WinHTTP', () => {
    const unasked = (part: object, registry = setBlob(sample(), { flags: 9 })) =>
      automaticFindings({ ...follow(registry), ...part });
    const base = follow(setBlob(sample(), { flags: 9 }));
    const info = {
      code: 'auto-detect-not-resolved',
      severity: 'info',
      store: 'wininet/current/lan',
      evidence: {},
    };
    expect(unasked({})).toEqual([info]);
    const { native, wow64 } = base.winHttp;
    const http = {
      ...native,
      settings: {
        ...native.settings,
        proxy: { enabled: true, servers: [{ scheme: 'all', host: 'p', port: 1 }] },
      },
    };
    const winHttp = { native: http, wow64 } as Assessment['winHttp'];
    expect(unasked({ winHttp })).toEqual([{ ...info, severity: 'warning', evidence: { proxy: 'p:1' } }]);
    expect(unasked({ winHttp }, setBlob(sample(), { flags: 11 }))).toEqual([info]);
    expect(unasked({ winHttp: { native: { ...native, settings: null }, wow64 } })).toEqual([info]);
    expect(unasked({ winInet: null })).toEqual([]);
    expect(unasked({ desired: { ...base.desired, source: 'winhttp/native' } })).toEqual([]);
    expect(automaticFindings(follow())).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ['direct', {}, 'automatic-resolved', 'info'],
    ['nothing-detected', {}, 'automatic-resolved', 'info'],
    ['one-proxy', { proxy: { host: 'p', port: 1 }, fallbacksDropped: false }, 'automatic-resolved', 'info'],
    ['one-proxy', { proxy: { host: 'p', port: 1 }, fallbacksDropped: true }, 'automatic-resolved', 'warning'],
    ['mixed', {}, 'automatic-refused', 'error'],
    ['failed', {}, 'automatic-refused', 'error'],
  ])('%s %j is %s, %s', (kind, more, code, severity) => {
    const [finding, ...others] = resolved(kind, null, more);
    expect(others).toEqual([]);
    const { answers: _, ...evidence } = { answers: [], ...more };
    expect(finding).toMatchObject({
      code,
      severity,
      store: 'wininet/current/lan',
      evidence: { kind, ...evidence },
    });
    expect(finding?.evidence).toMatchObject({
      dependsOnNetwork: [],
      variesWith: [],
      answers: [],
    });
    expect(finding?.evidence).not.toHaveProperty('deadProxies');
  });

  it('has the answers, and is a warning with a dead proxy', () => {
    const failure = { reason: 'timed-out', win32: 12002 };
    const resolution = (one: object) => ({
      ...{
        dependsOnNetwork: ['d'],
        variesWith: ['v'],
        deadProxies: ['a:1'],
        answers: answers(one),
      },
    });
    for (const [kind, more] of [
      ['direct', {}],
      ['one-proxy', { proxy: { host: 'p', port: 1 }, fallbacksDropped: false }],
    ] as const)
      expect(resolved(kind, resolution({ hops: [{ kind: 'direct' }] }), more)).toMatchObject([
        {
          severity: 'warning',
          evidence: {
            ...{ dependsOnNetwork: ['d'], variesWith: ['v'], deadProxies: ['a:1'] },
            answers: [{ url: 'https://gw/', answer: 'DIRECT' }],
          },
        },
      ]);
    const answer = (one: object) => resolved('failed', resolution(one))[0]?.evidence.answers;
    expect(answer({ failure })).toEqual([{ url: 'https://gw/', answer: 'timed-out (12002)' }]);
    expect(answer({ failure: { ...failure, win32: null } })).toEqual([
      { url: 'https://gw/', answer: 'timed-out' },
    ]);
  });
});
