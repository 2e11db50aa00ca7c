import { describe, expect, it } from 'vitest';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { assess, isRefused } from '../../../src/core/decide/assess.ts';
import { desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { userPart } from '../../../src/core/decide/user-part.ts';
import { findingsOf } from '../../../src/core/findings/findings.ts';
import { bypassFindings } from '../../../src/core/findings/settings/bypass.ts';
import {
  candidateFailure,
  candidateFindings,
  lostByProposal,
} from '../../../src/core/findings/settings/candidate.ts';

import type { Stage, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import { toTexts } from '../../../src/core/model/message-parts.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../src/core/model/registry.ts';
import { JAPANESE } from '../../../src/report/text/ja/texts.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import {
  blobIn,
  CONNECTIONS,
  done,
  FOLLOW,
  observe,
  SETTINGS,
  sample,
  setBlob,
  WINHTTP,
  withValue,
} from '../stores/registry-scene.ts';

const PROXY = desiredFor({
  kind: 'proxy',
  servers: [{ scheme: 'all', host: 'new', port: 80 }],
  bypass: null,
});
const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const dword = (number: number): RegistryValue => ({ kind: 'dword', number });

/** The text of a finding in English and in Japanese. */
function inBoth(finding: Finding | undefined) {
  return [ENGLISH, JAPANESE].map((texts) => texts.finding(finding ?? expect.fail()));
}

function reported(registry: RegistrySnapshot, code: string) {
  return findingsOf(assess(observe(registry), FOLLOW, null), []).filter((finding) => finding.code === code);
}

/** Strings that name the sample's proxy, beside a blob and legacy settings of another state. */
function waiting(change: Parameters<typeof setBlob>[1], migrateProxy: number): RegistrySnapshot {
  const old = setBlob(sample(), change);
  const value = old.value(CONNECTIONS, 'DefaultConnectionSettings') ?? null;
  const both = withValue(old, CONNECTIONS, 'SavedLegacySettings', value);
  return withValue(both, SETTINGS, 'MigrateProxy', dword(migrateProxy));
}

/** The registry after every write of the plan for `desired`. */
function repaired(registry: RegistrySnapshot, desired = PROXY): RegistrySnapshot {
  return done(
    registry,
    assess(observe(registry), desired, null).plan.changes.flatMap(({ writes }) => writes),
  );
}

describe('what other tools leave behind', () => {
  it('strings old, blob new: the strings are named, the machine is not aligned, and they are brought in line', () => {
    const registry = setBlob(sample(), { proxy: 'new.contoso.example:80' });
    expect(reported(registry, 'wininet-mirror-differs')).toMatchObject([
      { severity: 'warning', evidence: { values: ['ProxyServer'] } },
    ]);
    expect(reported(registry, 'wininet-strings-only')).toEqual([]);
    expect(assess(observe(registry), FOLLOW, null).plan.changes[0]?.store).toBe('wininet/current/lan');
    const after = repaired(registry, FOLLOW);
    expect(after.value(SETTINGS, 'ProxyServer')).toEqual(text('new.contoso.example:80'));
    // With other legacy settings the new strings would count as changed outside p2s-fix.
    expect(blobIn(after, 'SavedLegacySettings').proxy).toBe('new.contoso.example:80');
    expect(blobIn(after)).toEqual(blobIn(registry));
  });

  it('strings new, blob old with its PAC still on: reported, never called aligned, repaired by a named state', () => {
    const registry = waiting({ flags: 5, pac: 'http://pac.contoso.example/p', proxy: '', bypass: '' }, 1);
    const [finding, ...more] = reported(registry, 'wininet-strings-newer');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: 'warning', store: 'wininet/current/lan' });
    const message = finding === undefined ? '' : ENGLISH.finding(finding).message;
    expect(message).toContain('proxy.contoso.example:8080');
    expect(message).toContain('PAC http://pac.contoso.example/p');
    expect(isRefused(assess(observe(registry), FOLLOW, null))).toBe(true);
    const after = repaired(registry);
    expect(blobIn(after)).toMatchObject({ flags: 3, proxy: 'new:80' });
    expect(after.value(SETTINGS, 'ProxyServer')).toEqual(text('new:80'));
    expect(assess(observe(after), PROXY, null).plan.changes).toEqual([]);
  });

  it('a WinINET-shaped blob in WinHttpSettings: unreadable, named for what it is, replaced whole', () => {
    const bytes = encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: 'shown.contoso.example:1' });
    const registry = withValue(sample(), WINHTTP, 'WinHttpSettings', { kind: 'binary', bytes });
    expect(reported(registry, 'store-unreadable')).toMatchObject([
      { evidence: { reason: 'wininet-shaped' } },
    ]);
    expect(reported(registry, 'winhttp-wininet-shaped')).toMatchObject([
      { severity: 'error', store: 'winhttp/native' },
    ]);
    const changes = assess(observe(registry), FOLLOW, null).plan.changes;
    expect(changes.find(({ store }) => store === 'winhttp/native')?.action).toBe('replace');
    expect(reported(repaired(registry, FOLLOW), 'winhttp-wininet-shaped')).toEqual([]);
  });

  it('a legacy blob that says something else is shown, and is no drift', () => {
    const bytes = encodeWinInetBlob({ ...blobIn(sample()), flags: 1 });
    const registry = withValue(sample(), CONNECTIONS, 'SavedLegacySettings', { kind: 'binary', bytes });
    expect(reported(registry, 'wininet-legacy-differs')).toMatchObject([
      { severity: 'info', evidence: { legacy: 'direct' } },
    ]);
  });
});

describe('settings in a finding', () => {
  const serviceKey = 'HKEY_USERS\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
  const blob = (change: Partial<ReturnType<typeof freshWinInetBlob>>): RegistryValue => ({
    kind: 'binary',
    bytes: encodeWinInetBlob({ ...freshWinInetBlob(), ...change }),
  });
  const aligned = () => repaired(sample(), FOLLOW);

  it.each([
    [
      'wininet-strings-only',
      waiting({ flags: 1 }, 0),
      { used: 'direct' },
      /「プロキシ proxy\.contoso\.example:8080、バイパス .*「直接」を使用/,
    ],
    [
      'wininet-legacy-differs',
      withValue(sample(), CONNECTIONS, 'SavedLegacySettings', blob({ flags: 9 })),
      { legacy: 'auto-detect' },
      /「自動検出」/,
    ],
    [
      'service-account-proxy',
      withValue(
        withValue(sample(), serviceKey, 'ProxyEnable', dword(1)),
        `${serviceKey}\\Connections`,
        'DefaultConnectionSettings',
        blob({ flags: 3, proxy: 'service:1' }),
      ),
      { settings: 'proxy service:1' },
      /: プロキシ service:1。/,
    ],
    [
      'winhttp-proxy-stale',
      setBlob(aligned(), { flags: 1 }),
      { proxy: expect.stringMatching(/^proxy proxy\.contoso\.example:8080/) },
      /プロキシ proxy\.contoso\.example:8080.* が設定されていますが/,
    ],
  ] as const)('%s are shown in Japanese, in English to programs', (code, registry, evidence, japanese) => {
    const [finding] = reported(registry, code);
    if (finding === undefined) throw new Error('no finding');
    expect(finding.evidence).toMatchObject(evidence);
    const { message } = JAPANESE.finding(finding);
    expect(message).toMatch(japanese);
    expect(message).not.toMatch(/\bproxy (?!proxy)|bypass|direct|auto-detect/);
    for (const text of Object.values(finding.messages ?? {}).map((part) => toTexts(part)))
      expect(ENGLISH.finding(finding).message).toContain(text);
  });
});

describe('a WinHTTP proxy', () => {
  const direct = () => setBlob(repaired(sample(), FOLLOW), { flags: 1 });

  it('that stays while the user is direct is stale, and cleared; an error where the check fails by it', () => {
    const assessment = assess(observe(direct()), FOLLOW, null);
    const severity = (verdict: Verdict['verdict']) =>
      findingsOf(assessment, [{ gateway: 'g', stores: 'current', verdict, stage: 'revocation' }]).find(
        ({ code }) => code === 'winhttp-proxy-stale',
      )?.severity;
    expect(severity('revocation-unreachable')).toBe('error');
    expect(severity('reachable')).toBe('warning');
    expect(
      assessment.plan.changes.filter(({ store }) => store.startsWith('winhttp')).map(({ action }) => action),
    ).toEqual(['clear', 'clear']);
  });

  it('is not to be written where the proposal was tried and fails by it', () => {
    const assessment = assess(observe(direct()), FOLLOW, null);
    const of = (proposed: Verdict['verdict']) =>
      findingsOf(assessment, [
        { gateway: 'g', stores: 'current', verdict: 'reachable', stage: null },
        { gateway: 'g', stores: 'proposed', verdict: proposed, stage: 'revocation' },
      ]).filter(({ code }) => ['winhttp-not-aligned', 'winhttp-proxy-stale'].includes(code));
    for (const [verdict, says] of [
      ['revocation-unreachable', 'candidate-fails'],
      ['reachable', 'p2s-fix --apply'],
    ] as const) {
      const texts = of(verdict).flatMap((finding) => inBoth(finding).map(({ remedy }) => remedy));
      expect(texts.length).toBeGreaterThan(0);
      expect(texts).toEqual(texts.map(() => expect.stringContaining(says)));
    }
  });

  it.each<[string, Verdict['verdict'][], boolean]>([
    ['fails as well', ['revocation-unreachable'], false],
    ['fails as well, for every gateway', ['proxy-auth-required', 'timeout'], false],
    ['helps one of two', ['timeout', 'reachable'], true],
    ['could not be tried', ['not-tested'], true],
    ['was not tried', [], true],
  ])(
    'where the present path fails, is to be written unless the proposal %s',
    (_name, proposed, isAdvised) => {
      const verdicts: Verdict[] = [
        { gateway: 'g0', stores: 'current', verdict: 'revocation-unreachable', stage: 'revocation' },
        ...proposed.map((verdict, i) => ({
          gateway: `g${i}`,
          stores: 'proposed' as const,
          verdict,
          stage: null,
        })),
      ];
      const about = [
        findingsOf(assess(observe(direct()), FOLLOW, null), verdicts),
        findingsOf(assess(observe(sample()), PROXY, null), verdicts),
      ].flat();
      const codes = ['winhttp-not-aligned', 'winhttp-proxy-stale', 'wininet-not-as-desired'];
      const reported = about.filter(({ code }) => codes.includes(code));
      expect(new Set(reported.map(({ code }) => code))).toEqual(new Set(codes));
      for (const finding of reported)
        for (const { message, remedy } of inBoth(finding)) {
          expect(remedy?.includes('p2s-fix --apply')).toBe(isAdvised);
          expect(remedy).not.toContain('candidate-fails');
          if (!isAdvised && finding.code !== 'winhttp-proxy-stale') expect(message).toContain(proposed[0]);
        }
    },
  );

  it('that is the first of a list, and dead, is reported with the one that answers', () => {
    const verdicts: Verdict[] = [
      { gateway: 'g', stores: 'current', verdict: 'reachable', stage: null },
      { gateway: 'g', stores: 'proposed', verdict: 'revocation-unreachable', stage: 'revocation' },
    ];
    const skipped: Finding = {
      code: 'proxy-passed-over',
      severity: 'warning',
      store: 'wininet/current/lan',
      evidence: { gateway: 'g', ways: [{ via: 'dead:1', stage: 'tcp', reason: 'refused' }], via: 'alive:2' },
    };
    const remedies = (proxy: string, found: Finding[]) => {
      const assessment = assess(observe(setBlob(sample(), { proxy })), FOLLOW, null);
      const [finding] = candidateFindings(assessment, verdicts, found);
      return inBoth(finding).map(({ remedy }) => remedy);
    };
    for (const remedy of remedies('dead:1;alive:2', [skipped])) expect(remedy).toContain('alive:2');
    // The only known fact about the first one is that the proposal fails with it.
    const others = [...remedies('dead:1;alive:2', []), ...remedies('alive:2', [skipped])];
    for (const remedy of others) expect(remedy).toMatch(/^--apply /);
  });

  it.each([
    [3, 'warning', 'portable'],
    [0, 'info', 'stays set on other networks'],
  ] as const)('on a machine with %i battery devices is reported as %s', (count, severity, words) => {
    const key = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\CmBatt\\Enum';
    const [finding] = reported(withValue(sample(), key, 'Count', dword(count)), 'machine-wide-proxy');
    expect(finding?.severity).toBe(severity);
    expect(finding === undefined ? '' : ENGLISH.finding(finding).message).toContain(words);
  });
});

describe('a proposal, compared with the present path gateway by gateway', () => {
  type Seen = VerdictCode | readonly [VerdictCode, Stage] | null;
  const BEHIND_ACK = ['not-tested', 'revocation'] as const;
  const DEAD = 'proxy-unreachable';
  /** For the gateways g0, g1 …: the result by the current route and by the proposed one (`null`: not probed). */
  const seen = (routes: readonly (readonly [Seen, Seen])[]): Verdict[] =>
    (['current', 'proposed'] as const).flatMap((stores, i) =>
      routes.flatMap((route, g) => {
        const one = route[i];
        if (one === null || one === undefined) return [];
        const [verdict, stage] = typeof one === 'string' ? [one, null] : one;
        return [{ gateway: `g${g}`, stores, verdict, stage }];
      }),
    );

  it.each<[string, (readonly [Seen, Seen])[], string[], ReturnType<typeof candidateFailure>]>([
    ['loses the only one', [['reachable', DEAD]], ['g0'], { candidateFails: DEAD }],
    [
      'loses one beside one that fails by both',
      [
        ['gateway-unreachable', DEAD],
        ['reachable', DEAD],
      ],
      ['g1'],
      { candidateFails: DEAD },
    ],
    [
      'loses one, and mends another',
      [
        ['timeout', 'reachable'],
        ['reachable', DEAD],
      ],
      ['g1'],
      { candidateFails: DEAD },
    ],
    ['loses one whose list is not judged', [[BEHIND_ACK, DEAD]], ['g0'], { candidateFails: DEAD }],
    ['leaves one whose list is not judged', [[BEHIND_ACK, BEHIND_ACK]], [], null],
    [
      'loses one beside one that has no SSTP',
      [
        ['sstp-not-offered', null],
        ['reachable', DEAD],
      ],
      ['g1'],
      { candidateFails: DEAD },
    ],
    ['could not be tried', [['timeout', 'not-tested']], [], null],
    ['fails by both', [['timeout', DEAD]], [], { candidateFails: DEAD, presentFails: true }],
    [
      'fails by both beside one that has no SSTP',
      [
        ['sstp-not-offered', null],
        ['timeout', DEAD],
      ],
      [],
      { candidateFails: DEAD, presentFails: true },
    ],
    [
      'fails where the present way is not followed from here',
      [[['not-tested', 'tcp'], DEAD]],
      [],
      { candidateFails: DEAD, presentUnknown: true },
    ],
    [
      'fails where one of two present ways is not followed from here',
      [
        ['timeout', DEAD],
        [['not-tested', 'tcp'], DEAD],
      ],
      [],
      { candidateFails: DEAD, presentUnknown: true },
    ],
    [
      'fails for one that resets as one without SSTP does',
      [[['sstp-not-offered', 'tls'], DEAD]],
      [],
      { candidateFails: DEAD, presentUnknown: true },
    ],
  ])('that %s', (_name, routes, lost, failure) => {
    const verdicts = seen(routes);
    expect(lostByProposal(verdicts)).toEqual(lost.map((gateway) => ({ gateway, verdict: DEAD })));
    expect(candidateFailure(verdicts)).toEqual(failure);
    const assessment = assess(observe(sample()), PROXY, null);
    const reported = candidateFindings(assessment, verdicts, []);
    const failing = verdicts.filter(({ stores }) => stores === 'proposed');
    const asked = lost.length > 0 ? lostByProposal(verdicts) : failing;
    const names = (one: unknown) => (one as { gateway: string }[]).map(({ gateway }) => gateway);
    expect(reported.map(({ evidence }) => names(evidence.gateways))).toEqual(
      failure === null ? [] : [names(asked)],
    );
    for (const gateway of lost)
      for (const { message } of inBoth(reported[0])) expect(message).toContain(`${gateway} (${DEAD})`);
    const drift = findingsOf(assessment, verdicts).find(({ code }) => code === 'winhttp-not-aligned');
    const words = inBoth(drift).map(({ message }) => message);
    const isEither = failure?.presentFails === true;
    expect(words.map((text) => /does not work either|現在の設定でも/.test(text))).toEqual([
      isEither,
      isEither,
    ]);
    expect(words.map((text) => /while the current one (?:does|works)|通信できている/.test(text))).toEqual(
      words.map(() => lost.length > 0),
    );
  });
});

describe('a proposal that is not proved to work, where the present path is', () => {
  type Seen = Pick<Verdict, 'verdict' | 'stage'>;
  const REACHABLE: Seen = { verdict: 'reachable', stage: null };
  const NOT_FOLLOWED: Seen = { verdict: 'not-tested', stage: 'tcp' };
  const BEHIND_ACK: Seen = { verdict: 'not-tested', stage: 'revocation' };
  it.each<[Seen, Seen, boolean]>([
    [REACHABLE, NOT_FOLLOWED, true],
    [REACHABLE, BEHIND_ACK, true],
    [BEHIND_ACK, NOT_FOLLOWED, true],
    [BEHIND_ACK, BEHIND_ACK, false],
    [BEHIND_ACK, REACHABLE, false],
    [NOT_FOLLOWED, NOT_FOLLOWED, false],
  ])('%j, then %j', (current, proposed, isLost) => {
    const verdicts: Verdict[] = [
      { gateway: 'g', stores: 'current', ...current },
      { gateway: 'g', stores: 'proposed', ...proposed },
    ];
    expect(lostByProposal(verdicts)).toEqual(isLost ? [{ gateway: 'g', verdict: 'not-tested' }] : []);
    const assessment = assess(observe(sample()), PROXY, null);
    const [reported] = candidateFindings(assessment, verdicts, []);
    const drift = findingsOf(assessment, verdicts).find(({ code }) => code === 'winhttp-not-aligned');
    if (reported === undefined) return expect(drift?.evidence.candidateFails).toBeUndefined();
    const texts = [...inBoth(reported), ...inBoth(drift)].map(({ message }) => message);
    for (const text of texts) expect(text).toMatch(/is not proved to work|かどうかは、?確認できていません/);
    for (const text of texts) expect(text).not.toMatch(/does not work|通信できません/);
    // A gateway that fails is reported first.
    const beside: Verdict[] = [
      ...verdicts,
      { gateway: 'h', stores: 'current', ...REACHABLE },
      { gateway: 'h', stores: 'proposed', verdict: 'timeout', stage: 'tcp' },
    ];
    expect(candidateFailure(beside)).toEqual({ candidateFails: 'timeout' });
    const [both] = candidateFindings(assessment, beside, []);
    expect(both === undefined ? '' : ENGLISH.finding(both).message).toMatch(
      /does not work for h \(timeout\), /,
    );
  });
});

describe('a service account with a proxy of its own', () => {
  const key = 'HKEY_USERS\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
  const bytes = encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: 'service:1' });
  const registry = withValue(
    withValue(sample(), key, 'ProxyEnable', dword(1)),
    `${key}\\Connections`,
    'DefaultConnectionSettings',
    { kind: 'binary', bytes },
  );

  it('counts while WinHTTP is direct, because LocalService checks revocation', () => {
    expect(reported(registry, 'service-account-proxy')).toMatchObject([
      { severity: 'warning', store: 'wininet/S-1-5-19/lan', evidence: { decides: true } },
    ]);
  });

  it('is worth knowing only where WinHTTP names a proxy', () => {
    expect(reported(repaired(registry, FOLLOW), 'service-account-proxy')).toMatchObject([
      { severity: 'info' },
    ]);
  });
});

describe('an entry of a bypass list', () => {
  const gateway = { host: 'azuregateway-1.vpn.azure.com', port: 443, source: 'option' } as const;
  const url = 'http://crl3.digicert.com/a.crl';

  function matches(bypass: string, verdicts: Verdict[] = []) {
    const registry = repaired(setBlob(sample(), { bypass }), FOLLOW);
    return bypassFindings(assess(observe(registry), FOLLOW, null), [gateway], [url], verdicts);
  }

  it('that sends the gateway or a CRL host around the proxy is reported for each setting', () => {
    expect(matches('<local>;*.azure.com;*.digicert.com')).toMatchObject([
      {
        store: 'wininet/current/lan',
        severity: 'info',
        evidence: { entry: '*.azure.com', host: gateway.host },
      },
      {
        store: 'winhttp/native',
        severity: 'info',
        evidence: { entry: '*.digicert.com', host: 'crl3.digicert.com' },
      },
    ]);
  });

  it('is a warning where that part of the path fails', () => {
    const verdict: Verdict = { gateway: gateway.host, stores: 'current', verdict: 'timeout', stage: 'tcp' };
    expect(matches('*.azure.com;*.digicert.com', [verdict]).map(({ severity }) => severity)).toEqual([
      'warning',
      'info',
    ]);
  });

  it('that concerns other hosts is not', () => {
    expect(matches('<local>;*.contoso.example')).toEqual([]);
  });
});

describe('the part of a plan that needs no administrator', () => {
  const verdict = (
    stores: Verdict['stores'],
    code: Verdict['verdict'],
    stage: Verdict['stage'],
  ): Verdict => ({
    gateway: 'g',
    stores,
    verdict: code,
    stage,
  });

  it.each([
    [
      'the tunnel fails now and gets through as proposed',
      [verdict('current', 'timeout', 'tcp'), verdict('proposed', 'reachable', null)],
      true,
    ],
    [
      'the tunnel gets through, the revocation check does not',
      [verdict('current', 'revocation-unreachable', 'revocation'), verdict('proposed', 'reachable', null)],
      false,
    ],
    [
      'the tunnel fails either way',
      [verdict('current', 'timeout', 'tcp'), verdict('proposed', 'proxy-refused', 'connect')],
      false,
    ],
    ['nothing was checked', [], false],
  ] as [string, Verdict[], boolean][])('%s', (_, verdicts, improves) => {
    const { plan } = assess(observe(sample()), PROXY, null);
    expect(userPart(plan, verdicts)?.changes.map(({ store }) => store) ?? null).toEqual(
      improves ? ['wininet/current/lan'] : null,
    );
  });

  it('repairs that send no request elsewhere are an improvement by themselves', () => {
    const registry = setBlob(sample(), { proxy: 'new.contoso.example:80' });
    const { plan } = assess(observe(registry), FOLLOW, null);
    expect(userPart(plan, [])?.changes.map(({ store }) => store)).toEqual(['wininet/current/lan']);
  });
});
