import { describe, expect, it } from 'vitest';
import { assess } from '../../../../src/core/decide/assess.ts';
import { candidateFailure, unreachable, worksToday } from '../../../../src/core/decide/compare.ts';
import { findingsOf } from '../../../../src/core/findings/findings.ts';
import { bypassFindings } from '../../../../src/core/findings/settings/bypass.ts';
import { candidateFindings } from '../../../../src/core/findings/settings/candidate.ts';
import type { Stage, Verdict, VerdictCode } from '../../../../src/core/model/check.ts';
import type { Finding } from '../../../../src/core/model/finding.ts';
import { conversionRemark } from '../../../../src/core/proxy/conversion-table.ts';
import {
  CONNECTIONS,
  FOLLOW,
  observe,
  SETTINGS,
  sample,
  setBlob,
  WINHTTP,
  withValue,
} from '../../stores/registry-scene.ts';
import { repaired } from '../findings-scene.ts';

const verdict = (
  code: VerdictCode,
  stage: Stage | null,
  stores: Verdict['stores'] = 'current',
  gateway = 'gw',
): Verdict => ({
  ...{ gateway, stores, verdict: code, stage },
});
const WORKS = verdict('reachable', null);

describe('a bypass list that excludes a part of the path', () => {
  const scene = (bypass: string, proxy = 'a.example:1') =>
    repaired(setBlob(sample(), { bypass, proxy }), FOLLOW);
  const gateways = ['gw.example', 'b.example'].map((host) => ({
    host,
    port: 443,
    source: 'option' as const,
  }));
  const found = (
    bypass: string,
    verdicts: Verdict[] = [],
    urls = ['http://crl.example/a.crl', 'http://other/b'],
  ) =>
    bypassFindings(assess(observe(scene(bypass)), FOLLOW, null), gateways, urls, verdicts).map(
      ({ severity, store, evidence }) => `${severity} ${store} ${evidence.entry} ${evidence.host}`,
    );
  const GATEWAY = 'wininet/current/lan gw.example gw.example';
  const LIST = 'winhttp/native crl.example crl.example';

  it.each<[string, Verdict[], string, string]>([
    ['nothing fails', [], 'info', 'info'],
    ['all works', [WORKS], 'info', 'info'],
    ['the tunnel fails', [verdict('timeout', 'tcp')], 'warning', 'info'],
    ['the tunnel fails with the proposal', [verdict('timeout', 'tcp', 'proposed')], 'info', 'info'],
    ['revocation fails', [verdict('revocation-unreachable', 'revocation')], 'info', 'warning'],
    ['the gateway is not probed', [verdict('sstp-not-offered', null)], 'info', 'info'],
    [
      'a stage is named, but all works',
      [verdict('reachable', 'tcp'), verdict('reachable', 'revocation')],
      'info',
      'info',
    ],
  ])('is worth a word, and a warning where %s', (_, verdicts, tunnel, list) => {
    expect(found('gw.example;crl.example', verdicts)).toEqual([`${tunnel} ${GATEWAY}`, `${list} ${LIST}`]);
  });

  it('is none of a list that is off, of no setting, of another host, or of one that a later entry cancels', () => {
    expect(found('x')).toEqual([]);
    expect(found('*.example', [], ['no url'])).toEqual([
      'info wininet/current/lan *.example gw.example',
      'info wininet/current/lan *.example b.example',
    ]);
    const assessment = assess(observe(scene('gw.example')), FOLLOW, null);
    expect(bypassFindings({ ...assessment, winInet: null }, gateways, [], [])).toEqual([]);
    const { winInet } = assessment;
    const off = winInet && {
      ...winInet,
      settings: winInet.settings && { ...winInet.settings, proxy: { enabled: false, servers: [] } },
    };
    expect(bypassFindings({ ...assessment, winInet: off }, gateways, [], [])).toEqual([]);
    const unread = winInet && { ...winInet, settings: null };
    expect(bypassFindings({ ...assessment, winInet: unread }, gateways, [], [])).toEqual([]);
    const own = [{ host: 'localhost', port: 443, source: 'option' as const }];
    const local = (bypass: string) =>
      bypassFindings(assess(observe(scene(bypass)), FOLLOW, null), own, [], []).length;
    expect([local(''), local('localhost'), local('localhost;<-loopback>')]).toEqual([0, 1, 0]);
  });
});

describe('a change and its path', () => {
  const REVOCATION = verdict('not-tested', 'revocation');
  const FAILS = verdict('timeout', 'tcp');
  const proposed = (code: VerdictCode, stage: Stage | null = null, gateway = 'gw') =>
    verdict(code, stage, 'proposed', gateway);

  it('works today where every current path does', () => {
    expect(worksToday([])).toBe(false);
    expect(worksToday([WORKS, proposed('timeout')])).toBe(true);
    expect(worksToday([WORKS, FAILS])).toBe(false);
    expect(worksToday([proposed('reachable')])).toBe(false);
    expect(unreachable([])).toBe(false);
    expect(unreachable([WORKS, proposed('timeout')])).toBe(false);
    expect(unreachable([WORKS, FAILS])).toBe(true);
  });

  const TIMES_OUT = proposed('timeout', 'tcp');
  const BY_BOTH = { candidateFails: 'timeout', presentFails: true };
  const UNKNOWN = { candidateFails: 'timeout', presentUnknown: true };

  it.each<[string, Verdict[], object | null]>([
    ['nothing was checked', [], null],
    ['it works', [FAILS, proposed('reachable')], null],
    ['it was not tested', [FAILS, proposed('not-tested', 'tcp')], null],
    ['it loses a path', [WORKS, TIMES_OUT], { candidateFails: 'timeout' }],
    ['it loses the proof', [WORKS, proposed('not-tested', 'tcp')], { candidateFails: 'not-tested' }],
    ['it loses nothing of what was not tested', [REVOCATION, proposed('not-tested', 'revocation')], null],
    ['it loses a path without revocation', [REVOCATION, TIMES_OUT], { candidateFails: 'timeout' }],
    ['both fail', [FAILS, TIMES_OUT], BY_BOTH],
    ['it fails where today is unknown', [verdict('not-tested', 'tcp'), TIMES_OUT], UNKNOWN],
    ['it fails where today was not checked', [TIMES_OUT], UNKNOWN],
    [
      'one of two works',
      [FAILS, TIMES_OUT, verdict('timeout', 'tcp', 'current', 'b'), proposed('reachable', null, 'b')],
      null,
    ],
    ['another gateway works today', [verdict('reachable', null, 'current', 'b'), FAILS, TIMES_OUT], BY_BOTH],
  ])('fails where %s', (_, verdicts, expected) => {
    expect(candidateFailure(verdicts)).toEqual(expected);
  });

  it('that loses a gateway names the proxy that answered, for a list of several', () => {
    const assessment = assess(observe(sample()), FOLLOW, null);
    const lost = [WORKS, proposed('timeout', 'tcp')];
    const skipped: Finding = {
      code: 'proxy-passed-over',
      severity: 'warning',
      store: null,
      evidence: { via: 'b:1' },
    };
    const other: Finding = { ...skipped, code: 'store-managed', evidence: { via: 'c:1' } };
    const notes = [
      conversionRemark('ftp-dropped', 'toWinHttp', 'x'),
      conversionRemark('several-proxies', 'toWinHttp', 'b:1'),
    ];
    const answering = (remarks: typeof notes) =>
      candidateFindings({ ...assessment, desired: { ...assessment.desired, notes: remarks } }, lost, [
        other,
        skipped,
      ])[0]?.evidence;
    expect(answering(notes)).toEqual({
      verdict: 'timeout',
      gateways: [{ gateway: 'gw', verdict: 'timeout' }],
      answering: 'b:1',
    });
    expect(answering(notes.slice(0, 1))).not.toHaveProperty('answering');
  });

  it('of newer strings needs a yes where it replaces a WinHTTP that cannot be read', () => {
    const strings = withValue(
      withValue(setBlob(sample(), { proxy: 'old:1' }), SETTINGS, 'MigrateProxy', {
        kind: 'dword',
        number: 1,
      }),
      WINHTTP,
      'WinHttpSettings',
      { kind: 'binary', bytes: new Uint8Array(3) },
    );
    const old = strings.value(CONNECTIONS, 'DefaultConnectionSettings') ?? null;
    const registry = withValue(strings, CONNECTIONS, 'SavedLegacySettings', old);
    const yes = (
      changed: (all: ReturnType<typeof assess>['stores']) => ReturnType<typeof assess>['stores'],
    ) => {
      const assessment = assess(observe(registry), FOLLOW, null);
      const [finding] = findingsOf({ ...assessment, stores: changed(assessment.stores) }, []).filter(
        ({ code }) => code === 'wininet-strings-newer',
      );
      return finding?.evidence.yes ?? (finding === undefined ? 'no finding' : false);
    };
    expect(yes((all) => all)).toBe(true);
    expect(yes((all) => all.map((one) => (one.api === 'winhttp' ? { ...one, present: false } : one)))).toBe(
      false,
    );
    expect(yes((all) => all.filter(({ api }) => api === 'wininet'))).toBe(false);
  });
});
