import { describe, expect, it } from 'vitest';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../../src/core/codec/wininet-blob.ts';
import { assess, isRefused } from '../../../../src/core/decide/assess.ts';
import { findingsOf } from '../../../../src/core/findings/findings.ts';
import { candidateFindings } from '../../../../src/core/findings/settings/candidate.ts';
import type { Verdict } from '../../../../src/core/model/check.ts';
import type { Finding } from '../../../../src/core/model/finding.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../../src/core/model/registry.ts';
import { toTexts } from '../../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../../src/report/text/texts.ts';
import {
  blobIn,
  CONNECTIONS,
  FOLLOW,
  observe,
  SETTINGS,
  sample,
  setBlob,
  WINHTTP,
  withValue,
} from '../../stores/registry-scene.ts';
import { dword, inBoth, PROXY, repaired, reported, text } from '../findings-scene.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

/** Strings that name the sample's proxy, beside a blob and legacy settings of another state. */
function waiting(change: Parameters<typeof setBlob>[1], migrateProxy: number): RegistrySnapshot {
  const old = setBlob(sample(), change);
  const value = old.value(CONNECTIONS, 'DefaultConnectionSettings') ?? null;
  const both = withValue(old, CONNECTIONS, 'SavedLegacySettings', value);
  return withValue(both, SETTINGS, 'MigrateProxy', dword(migrateProxy));
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
      /「プロキシ proxy\.contoso\.example:8080、バイパス .*「直接接続」を使用/,
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
          if (!isAdvised && finding.code !== 'winhttp-proxy-stale')
            expect(message).toMatch(
              /cannot be checked\.|失効を確認できません。|authentication \(407\)|認証を要求しています \(407\)/,
            );
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
    for (const remedy of others)
      expect(remedy).toMatch(/^(?!.*alive:2).*(?:only with --yes\.|適用で書き込むには --yes が必要です。)$/);
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

  it('warns where its bypass list lacks the own domain of the computer', () => {
    const key = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';
    const computer = setBlob(sample(), { bypass: '*.contoso.example' });
    const joined = (text: string) =>
      reported(withValue(computer, key, 'Domain', { kind: 'string', text }), 'domain-not-bypassed');
    const [finding] = joined('corp.fabrikam.example');
    expect(finding).toMatchObject({ severity: 'warning', evidence: { domain: 'corp.fabrikam.example' } });
    expect(joined('contoso.example')).toEqual([]);
    expect(joined('')).toEqual([]);
  });

  it.each([
    ['SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment', 'HTTPS_PROXY'],
    ['SOFTWARE\\Policies\\Microsoft\\Windows Defender', 'ProxyServer'],
    ['SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection', 'TelemetryProxyServer'],
  ])('is not the only one: %s\\%s is named, without its value', (key, name) => {
    const value = { kind: 'string', text: 'http://user:secret@proxy.example:1' } as const;
    const found = reported(
      withValue(sample(), `HKEY_LOCAL_MACHINE\\${key}`, name, value),
      'other-proxy-setting',
    );
    expect(found.map(({ severity, evidence }) => [severity, evidence.name])).toEqual([['info', name]]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});
