import { describe, expect, it } from 'vitest';
import { assess, isRefused } from '../../../../src/core/decide/assess.ts';
import { type DesiredSettings, desiredFor } from '../../../../src/core/decide/desired-settings.ts';
import { settingsSummary } from '../../../../src/core/decide/summary.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../../src/core/model/registry.ts';
import {
  CONNECTIONS,
  dword,
  FOLLOW,
  observe,
  sample,
  setBlob,
  text,
  WINHTTP,
  WINHTTP32,
  withValue,
  withWinHttp,
} from '../../stores/registry-scene.ts';
import { binary, proxyOf } from '../change/changes-scene.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const POLICIES = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${INTERNET}`;
const [MACHINE = '', MACHINE32 = ''] = [WINHTTP, WINHTTP32].map((key) => key.replace('\\Connections', ''));
const PROXY = proxyOf('new', ['<local>']);
const blob = (proxy: string) => binary({ flags: 3, counter: 5, proxy });

function perMachine(start = sample()): RegistrySnapshot {
  return [MACHINE, MACHINE32].reduce(
    (all, key) => withValue(all, key, 'ProxyEnable', dword(0)),
    withValue(start, POLICIES, 'ProxySettingsPerUser', dword(0)),
  );
}

describe('the two views of the machine-wide setting', () => {
  const lists = (proxy: string) => ({
    ProxyEnable: dword(1),
    ProxyServer: text(proxy),
    MigrateProxy: dword(1),
  });
  /** The blob of each view, and strings that agree with it or, if named, were written since. */
  function views(native: string, wow64: string, newer: { native?: string; wow64?: string } = {}) {
    const one = (registry: RegistrySnapshot, key: string, proxy: string, strings: string) => {
      const named = Object.entries(lists(strings)).reduce(
        (all, [name, value]) => withValue(all, key, name, value),
        registry,
      );
      return ['DefaultConnectionSettings', 'SavedLegacySettings'].reduce(
        (all, name) => withValue(all, `${key}\\Connections`, name, blob(proxy)),
        named,
      );
    };
    const first = one(perMachine(), MACHINE, native, newer.native ?? native);
    return one(first, MACHINE32, wow64, newer.wow64 ?? wow64);
  }
  const planned = (registry: RegistrySnapshot, desired: DesiredSettings) =>
    assess(observe(registry), desired, null)
      .plan.changes.filter(({ store }) => store.startsWith('wininet/'))
      .map(({ store, after }) => `${store}: ${settingsSummary(after)}`);
  const forWinHttp = { source: 'explicit', winInet: null, winHttp: { kind: 'direct' } } as const;

  it.each<[string, RegistrySnapshot, DesiredSettings, string[]]>([
    ['stay if they are equal', views('a:1', 'a:1'), FOLLOW, []],
    ['become equal', views('a:1', 'b:1'), FOLLOW, ['wininet/machine/wow64: proxy a:1']],
    [
      'also beside a state for WinHTTP',
      views('a:1', 'b:1'),
      forWinHttp,
      ['wininet/machine/wow64: proxy a:1'],
    ],
    ['wait while the strings of one are newer', views('a:1', 'b:1', { wow64: 'c:1' }), FOLLOW, []],
    ['wait while those of the other are', views('a:1', 'b:1', { native: 'c:1' }), forWinHttp, []],
    [
      'do not wait for a named state',
      views('a:1', 'b:1', { native: 'c:1', wow64: 'c:1' }),
      desiredFor(PROXY),
      ['wininet/machine', 'wininet/machine/wow64'].map((id) => `${id}: proxy new:1, bypass <local>`),
    ],
  ])('%s', (_, registry, desired, expected) => {
    expect(planned(registry, desired)).toEqual(expected);
  });
});

describe('a computer', () => {
  const sid = 'S-1-5-21-1-2-3-1001';
  const settings = (root: string) => `HKEY_USERS\\${root}\\Software\\${INTERNET}`;
  const hive = (registry: RegistrySnapshot, root: string, value: RegistryValue) =>
    withValue(
      withValue(registry, settings(root), 'ProxyEnable', dword(0)),
      `${settings(root)}\\Connections`,
      'DefaultConnectionSettings',
      value,
    );
  const computer = new RegistrySnapshot(
    [...sample().keys].filter(({ path }) => path.startsWith('HKEY_LOCAL')),
  );

  it('without any key has no user, also if one is named', () => {
    const { vpnUser, plan } = assess(observe(new RegistrySnapshot([])), FOLLOW, sid);
    expect([vpnUser, plan.changes]).toEqual([null, []]);
  });

  it('lets its account write its own setting, in any case of the SID', () => {
    const account = (own: string | null) => ({
      ...observe(hive(computer, sid, blob('a:1'))),
      user: { name: null, sid: own, elevated: false },
    });
    const needs = (own: string | null) =>
      assess(account(own), desiredFor(PROXY), sid).plan.changes.find(
        ({ store }) => store === `wininet/${sid}/lan`,
      )?.needsElevation;
    expect([needs(sid.toLowerCase()), needs(sid), needs(null), needs(`${sid}0`)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('of which a needed setting is not visible gets no plan at all', () => {
    const user = new RegistrySnapshot(
      [...sample().keys].filter(({ path }) => path.startsWith('HKEY_CURRENT')),
    );
    const { plan, unseen } = assess(observe(user), desiredFor(PROXY), null);
    expect([plan.changes, unseen.map(({ store }) => store)]).toEqual([
      [],
      ['winhttp/native', 'winhttp/wow64'],
    ]);
  });

  it('checks revocation by the setting of LocalService, as it is and as the plan leaves it', () => {
    const stores = { 'wininet/S-1-5-19/lan': PROXY };
    const registry = hive(sample(), 'S-1-5-19', blob('a:1'));
    const desired = { source: 'explicit', winInet: null, winHttp: null, stores } as const;
    const { current, proposed } = assess(observe(registry), desired, null);
    expect(
      [current, proposed].map(({ checker }) => [checker?.id, settingsSummary(checker?.settings ?? null)]),
    ).toEqual([
      ['wininet/S-1-5-19/lan', 'proxy a:1'],
      ['wininet/S-1-5-19/lan', 'proxy new:1, bypass <local>'],
    ]);
    expect(assess(observe(perMachine(registry)), FOLLOW, null).current.checker?.id).toBe('wininet/machine');
  });

  it('is not refused for a setting that is not the source', () => {
    const damaged: RegistryValue = { kind: 'binary', bytes: new Uint8Array([0x46, 0, 0, 0, 0]) };
    const registry = withValue(
      withWinHttp(sample(), 'a:1'),
      CONNECTIONS,
      'DefaultConnectionSettings',
      damaged,
    );
    const follows = assess(observe(registry), { source: 'winhttp' }, null);
    expect(isRefused(follows)).toBe(false);
    expect(follows.plan.changes).toMatchObject([{ store: 'wininet/current/lan', action: 'replace' }]);
    const auto = withWinHttp(setBlob(sample(), { flags: 9 }), 'a:1');
    const nothing = { source: 'explicit', winInet: null, winHttp: null } as const;
    expect([
      isRefused(assess(observe(auto), nothing, null)),
      isRefused(assess(observe(auto), FOLLOW, null)),
    ]).toEqual([false, true]);
    const both = withWinHttp(setBlob(sample(), { flags: 11 }), 'a:1');
    expect(isRefused(assess(observe(both), FOLLOW, null))).toBe(false);
  });
});
