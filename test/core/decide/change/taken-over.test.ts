import { describe, expect, it } from 'vitest';
import { assess, isRefused } from '../../../../src/core/decide/assess.ts';
import { type Automatic, questionKey } from '../../../../src/core/decide/automatic.ts';
import type { Allowed, DesiredSettings } from '../../../../src/core/decide/desired-settings.ts';
import { settingsSummary } from '../../../../src/core/decide/summary.ts';
import { desiredUnattended, machineWide } from '../../../../src/core/decide/unattended.ts';
import { RegistrySnapshot } from '../../../../src/core/model/registry.ts';
import { parsePacAnswer } from '../../../../src/core/proxy/auto-answer.ts';
import { POLICIES } from '../../../../src/core/stores/policy.ts';
import {
  dword,
  FOLLOW,
  observe,
  SETTINGS,
  sample,
  setBlob,
  text,
  WINHTTP,
  WINHTTP32,
  withValue,
  withWinHttp,
} from '../../stores/registry-scene.ts';
import { BLOB, binary } from './changes-scene.ts';

const ANN = 'S-1-5-21-1-2-3-1001';
const INTERNET = SETTINGS.replace('HKEY_CURRENT_USER', '');
const PAC = 'http://w/p.pac';
const DIRECT = { kind: 'direct' } as const;
const proxy = { kind: 'proxy', servers: [{ scheme: 'all', host: 'p', port: 1 }], bypass: ['x'] } as const;
const allow = (bypass: readonly string[] | null = null, ...proxies: string[]): Allowed => ({
  proxies,
  bypass,
});
const user = (part: object) => setBlob(sample(), part);
const own = user({ flags: 3, proxy: 'a:1', bypass: 'own' });
const explicit = (part: object): DesiredSettings => ({
  ...{ source: 'explicit', winInet: null, winHttp: 'follow' },
  ...part,
});
const computer = [...sample().keys].filter(({ path }) => path.startsWith('HKEY_LOCAL'));
/** A setting as WinINET stores it: the blob, and the strings that agree. */
function withLan(
  registry: RegistrySnapshot,
  key: string,
  part: { flags: number; proxy?: string; bypass?: string },
) {
  const { flags, proxy: list = '', bypass = '' } = part;
  const strings = {
    ProxyEnable: dword((flags & 2) === 0 ? 0 : 1),
    ProxyServer: text(list),
    ProxyOverride: text(bypass),
  };
  const there = Object.entries(strings).reduce(
    (all, [name, value]) => withValue(all, key, name, value),
    registry,
  );
  return withValue(there, `${key}\\Connections`, BLOB, binary(part));
}
/** The computer with a user whose SID is known. */
const known = (part: { flags: number; proxy?: string }) =>
  withLan(new RegistrySnapshot(computer), `HKEY_USERS\\${ANN}${INTERNET}`, part);
/** The setting of the computer decides. */
const perMachine = (registry: RegistrySnapshot) =>
  withLan(
    withValue(registry, `HKEY_LOCAL_MACHINE\\${POLICIES}`, 'ProxySettingsPerUser', dword(0)),
    WINHTTP.replace('\\Connections', ''),
    { flags: 3, proxy: 'm:1', bypass: 'all' },
  );

function run(registry: RegistrySnapshot, desired: DesiredSettings, automatic?: Automatic) {
  return assess(observe(registry), desiredUnattended(desired, registry, []), null, automatic);
}
const http = (...given: Parameters<typeof run>) => settingsSummary(run(...given).desired.winHttp);

describe('the bypass list of an unattended run', () => {
  const following = (bypass: readonly string[] | null = null) =>
    ({ source: 'wininet', allowed: allow(bypass, 'a:1') }) as const;
  const unreadable = withValue(own, WINHTTP, 'WinHttpSettings', { kind: 'binary', bytes: new Uint8Array(3) });

  const twoViews = withWinHttp(withWinHttp(own, 'b:1', 'native', [WINHTTP]), 'b:1', 'other', [WINHTTP32]);
  const named = (part: Parameters<typeof explicit>[0]) => explicit({ ...part, allowed: allow(['y']) });

  it.each<[string, RegistrySnapshot, DesiredSettings, string]>([
    ['is that of the native view', twoViews, following(), 'proxy a:1, bypass native'],
    ['is empty where that view cannot be read', unreadable, following(), 'proxy a:1'],
    ['is the named one, also then', unreadable, following(['y']), 'proxy a:1, bypass y'],
    ['is that of the named state', own, named({ winInet: proxy }), 'proxy p:1, bypass x'],
    ['is that named for WinHTTP', own, named({ winInet: DIRECT, winHttp: proxy }), 'proxy p:1, bypass x'],
    ['is that of the state for WinHTTP alone', own, named({ winHttp: proxy }), 'proxy p:1, bypass x'],
    [
      'is not that of the user, if WinHTTP alone follows',
      own,
      explicit({ allowed: allow(['y'], 'a:1') }),
      'proxy a:1, bypass y',
    ],
  ])('%s', (_, registry, desired, expected) => {
    expect(http(registry, desired)).toBe(expected);
  });

  it('keeps what is wrong in the list of WinHTTP, but not in a named one', () => {
    const issues = (bypass: readonly string[] | null) =>
      run(withWinHttp(own, 'b:1', 'c d,e'), following(bypass)).desired.winHttp?.bypassIssues?.map(
        ({ entry }) => entry,
      );
    expect(issues(null)).toEqual(['d,e']);
    expect(issues(['y'])).toBeUndefined();
  });

  it('is empty for the proxy of a named PAC file, and the proxy needs no allow-list', () => {
    const url = 'https://vpn.contoso.example/';
    const answers = new Map([[url, { url, hops: parsePacAnswer('PROXY a:1') }]]);
    const resolution = {
      answers,
      complete: true,
      dependsOnNetwork: [],
      variesWith: [],
      deadProxies: [],
    };
    const automatic = new Map([[questionKey({ autoDetect: false, pacUrl: PAC }), resolution]]);
    const pac = explicit({ winInet: { kind: 'pac', url: PAC }, allowed: allow(['y']) });
    expect(http(withWinHttp(own, 'b:1', 'held'), pac, automatic)).toBe('proxy a:1');
    expect(run(user({ flags: 5, pac: PAC }), { source: 'wininet', allowed: allow() }).desired).toMatchObject({
      winHttp: null,
      source: 'wininet/current/lan',
    });
    expect(
      run(user({ flags: 5, pac: PAC }), { source: 'wininet', allowed: allow() }).desired,
    ).not.toHaveProperty('notFollowed');
  });

  it('is that of the computer where a policy makes its setting decide', () => {
    expect(http(perMachine(own), following())).toBe('proxy m:1, bypass all');
  });
});

describe('a setting that is not followed', () => {
  const notAllowed = { source: 'wininet', allowed: allow(null, 'b:1') } as const;

  it.each<[string, RegistrySnapshot, boolean]>([
    ['is refused where WinHTTP has another one', own, true],
    ['is refused where one view has another one', withWinHttp(own, 'a:1', '', [WINHTTP]), true],
    [
      'is refused where a view cannot be read',
      withValue(withWinHttp(own, 'a:1'), WINHTTP, 'WinHttpSettings', {
        kind: 'binary',
        bytes: new Uint8Array(3),
      }),
      true,
    ],
    ['stays where WinHTTP has it', withWinHttp(own, 'a:1'), false],
  ])('%s', (_, registry, refused) => {
    const assessment = run(registry, notAllowed);
    expect(isRefused(assessment)).toBe(refused);
    expect(assessment.desired).toMatchObject({
      winHttp: null,
      notFollowed: { reason: 'not-allowed', isNeeded: refused, sid: 'current', name: null, wsus: null },
    });
    expect(assessment.plan.changes.filter(({ store }) => store.startsWith('winhttp/'))).toEqual([]);
  });

  it('without an allow-list is reported as such, beside an update server, too', () => {
    const wsus = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate';
    const registry = withValue(own, wsus, 'WUServer', text('http://wsus'));
    const reported = (allowed: Allowed) => run(registry, { source: 'wininet', allowed }).desired.notFollowed;
    expect(reported(allow())).toMatchObject({ reason: 'nothing-named', wsus: null });
    expect(reported(allow(null, 'a:1'))).toMatchObject({ reason: 'wsus-http', wsus: 'http://wsus' });
  });

  it('is none where no user is there', () => {
    const { desired, vpnUser } = run(new RegistrySnapshot(computer), explicit({ allowed: allow() }));
    expect([vpnUser, settingsSummary(desired.winHttp), desired.notFollowed]).toEqual([
      null,
      'direct',
      undefined,
    ]);
  });
});

describe('the user whose setting the computer takes over', () => {
  const taken = (registry: RegistrySnapshot, desired: DesiredSettings = FOLLOW) =>
    machineWide(assess(observe(registry), desired, null));

  it.each<[string, RegistrySnapshot, DesiredSettings, object | null]>([
    [
      'is reported with the proxy',
      known({ flags: 3, proxy: 'a:1;b:2' }),
      FOLLOW,
      { sid: ANN, name: null, servers: ['a:1'] },
    ],
    [
      'is reported where the proxy is cleared',
      withWinHttp(known({ flags: 1 }), 'a:1'),
      FOLLOW,
      { sid: ANN, name: null, servers: [] },
    ],
    ['is none where WinHTTP has it', withWinHttp(known({ flags: 3, proxy: 'a:1' }), 'a:1'), FOLLOW, null],
    [
      'is none where WinINET follows',
      withWinHttp(known({ flags: 3, proxy: 'a:1' }), 'b:1'),
      { source: 'winhttp' },
      null,
    ],
    ['is none where a proxy is named', known({ flags: 3, proxy: 'a:1' }), explicit({ winInet: proxy }), null],
    ['is none that has no name', own, FOLLOW, null],
  ])('%s', (_, registry, desired, expected) => {
    expect(taken(registry, desired)).toEqual(expected);
  });

  it('is none where the setting is that of the computer', () => {
    const assessment = assess(observe(perMachine(known({ flags: 1 }))), FOLLOW, null);
    expect(settingsSummary(assessment.desired.winHttp)).toBe('proxy m:1, bypass all');
    expect(machineWide(assessment)).toBeNull();
  });
});
