import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/core/decide/assess.ts';
import { withHistory } from '../../../src/core/findings/history.ts';
import { notJudgedError } from '../../../src/core/findings/not-visible.ts';
import { skippedFindings } from '../../../src/core/findings/path/certificates.ts';
import { unseenFindings } from '../../../src/core/findings/settings/store.ts';
import type { StageResult } from '../../../src/core/model/check.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import { readStores } from '../../../src/core/stores/stores.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { CONNECTIONS, FOLLOW, observe, SETTINGS, sample, WINHTTP } from '../stores/registry-scene.ts';
import { text } from './findings-scene.ts';

const LAN = 'wininet/current/lan';
const registry = sample();
const stores = readStores(registry);
const finding = (code: Finding['code'], store: string | null): Finding => ({
  code,
  severity: 'warning',
  store,
  evidence: { a: 1 },
});
const drift = finding('winhttp-not-aligned', 'winhttp/native');
const own = finding('wininet-not-as-desired', LAN);

describe('the history of a setting', () => {
  const now = (key: string, name: string) => registry.value(key, name) ?? null;
  const wrote = (key: string, name: string, value: RegistryValue | null) => ({ key, name, value });
  const history = (values: ReturnType<typeof wrote>[] | null, findings = [drift, own]) =>
    withHistory(
      findings,
      values && { backup: '0007', appliedAt: '2026-11-25T00:00:00Z', values },
      registry,
      stores,
    ).map(({ code, store, evidence }) => `${code} ${store} ${evidence.history ?? evidence.backup ?? '-'}`);
  const NATIVE = 'winhttp-not-aligned winhttp/native';
  const USER = `wininet-not-as-desired ${LAN}`;
  const changedIn = (store: string) => `changed-since-apply ${store} 0007`;
  const nativeSame = wrote(WINHTTP, 'WinHttpSettings', now(WINHTTP, 'WinHttpSettings'));
  const nativeOther = wrote(WINHTTP.toLowerCase(), 'winhttpsettings', {
    kind: 'binary',
    bytes: new Uint8Array(9),
  });
  const blobSame = wrote(
    CONNECTIONS,
    'DefaultConnectionSettings',
    now(CONNECTIONS, 'DefaultConnectionSettings'),
  );
  const stringSame = wrote(SETTINGS, 'ProxyServer', now(SETTINGS, 'ProxyServer'));
  const stringOther = wrote(SETTINGS.toLowerCase(), 'ProxyServer', text('other:1'));
  const legacyOther = wrote(CONNECTIONS, 'SavedLegacySettings', text('x'));

  it('is none where nothing was applied', () => {
    expect(history(null)).toEqual([`${NATIVE} never-applied`, `${USER} never-applied`]);
    expect(history([])).toEqual([`${NATIVE} never-applied`, `${USER} never-applied`]);
  });

  it('is as applied, or changed since, by every value of it', () => {
    expect(history([nativeSame, blobSame, stringSame])).toEqual([
      `${NATIVE} as-applied`,
      `${USER} as-applied`,
    ]);
    expect(history([nativeOther])).toEqual([
      `${NATIVE} changed-since-apply`,
      `${USER} never-applied`,
      changedIn('winhttp/native'),
    ]);
    for (const values of [
      [blobSame, stringOther],
      [stringOther, blobSame],
      [legacyOther, blobSame],
    ])
      expect(history(values)).toEqual([
        `${NATIVE} never-applied`,
        `${USER} changed-since-apply`,
        changedIn(LAN),
      ]);
  });

  it('leaves out values of no setting, and of keys that are not visible', () => {
    const nowhere = wrote('HKEY_LOCAL_MACHINE\\Software', 'ProxyServer', text('x'));
    const beside = wrote(WINHTTP, 'Other', text('x'));
    expect(history([nowhere, beside])).toEqual([`${NATIVE} never-applied`, `${USER} never-applied`]);
    const unseen = withHistory(
      [own],
      { backup: '1', appliedAt: '', values: [stringOther] },
      observe(registry).registry,
      [],
    );
    expect(unseen).toMatchObject([{ evidence: { a: 1, history: 'never-applied' } }]);
  });

  it('belongs to drift alone', () => {
    const other = finding('store-managed', LAN);
    expect(history([nativeSame], [other, finding('winhttp-not-aligned', null)])).toEqual([
      `store-managed ${LAN} -`,
      'winhttp-not-aligned null never-applied',
    ]);
  });
});

describe('why a computer cannot be assessed', () => {
  const unseen = [
    { store: LAN, key: 'K1' },
    { store: 'winhttp/native', key: 'K2' },
  ];
  const seen = { unseen, vpnUser: { sid: 'S-1', name: null }, observation: observe(registry) };
  const evidence = { stores: [LAN, 'winhttp/native'], keys: ['K1', 'K2'] };
  const as = (elevated: boolean) => ({ ...seen.observation, user: { sid: null, name: null, elevated } });

  it('is nothing where all is visible', () => {
    expect(notJudgedError('local', { ...seen, unseen: [] })).toBeNull();
  });

  it('is a key of the user that has more than is read, not a denied one', () => {
    const path = 'HKEY_USERS\\S-1\\Internet Settings';
    const key = { path: `${path}\\Connections`, visibility: 'unseen', reason: 'too-large' } as const;
    const full = new RegistrySnapshot([{ ...key, values: new Map() }]);
    const observation = { ...as(true), registry: full };
    const error = notJudgedError('local', { ...seen, unseen: [{ store: LAN, key: path }], observation });
    expect(error).toMatchObject({
      code: 'refused',
      where: key.path,
      message: expect.not.stringContaining('denied'),
    });
    const [found] = unseenFindings({
      ...assess(observe(registry), FOLLOW, null),
      unseen: [{ store: LAN, key: path }],
      observation,
    });
    expect(found?.evidence).toEqual({ key: key.path, reason: 'too-large' });
    if (found !== undefined) expect(ENGLISH.finding(found).message).toContain('1,024 values');
  });

  const elevated = { ...seen, observation: as(true) };
  it.each<[string, ReturnType<typeof notJudgedError>, string, RegExp]>([
    ['a recording', notJudgedError('recorded', elevated), 'not-judged', /reg/],
    [
      'a user',
      notJudgedError('local', { ...seen, observation: as(false) }),
      'needs-elevation',
      /as administrator/,
    ],
    ['nobody that is known', notJudgedError('remote', seen), 'needs-elevation', /as administrator/],
    ['an administrator', notJudgedError('local', elevated), 'refused', /permissions/],
    [
      'one, nobody signed in',
      notJudgedError('local', { ...elevated, vpnUser: null }),
      'refused',
      /signed in/,
    ],
  ])('of %s', (_, error, code, next) => {
    expect(error).toMatchObject({ code, where: 'K1, K2', evidence, next: expect.stringMatching(next) });
  });
});

describe('skipped proxies', () => {
  const gateway = { host: 'gw.example', port: 443, source: 'option' } as const;
  const at = (via: string, status: StageResult['status'], evidence: object, stage = 'tcp') =>
    ({ stage, url: null, via, status, durationMs: 1, evidence }) as unknown as StageResult;
  const dead = at('a:1', 'warn', { passedOver: true, reason: 'refused' });

  it('are reported with the route that was taken', () => {
    expect(
      skippedFindings(
        gateway,
        [dead, at('b:1', 'pass', {}, 'dns'), at('c:1', 'fail', {}), at('b:1', 'pass', {})],
        LAN,
      ),
    ).toEqual([
      {
        code: 'proxy-passed-over',
        severity: 'warning',
        store: LAN,
        evidence: {
          gateway: 'gw.example',
          ways: [{ via: 'a:1', stage: 'tcp', reason: 'refused' }],
          via: 'b:1',
        },
      },
    ]);
  });

  it('are none without a skipped one, or without one that connected', () => {
    expect(skippedFindings(gateway, [at('b:1', 'pass', {})], LAN)).toEqual([]);
    expect(skippedFindings(gateway, [dead, at('b:1', 'fail', {})], LAN)).toEqual([]);
    expect(skippedFindings(gateway, [dead, at('b:1', 'pass', { client: 'winhttp' })], LAN)).toEqual([]);
  });
});
