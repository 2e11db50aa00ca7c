import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/core/decide/assess.ts';
import type { Allowed, DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import {
  desiredUnattended,
  followsUser,
  isHanded,
  namesNothing,
  serverNames,
} from '../../../src/core/decide/unattended.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../src/core/model/registry.ts';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { POLICIES } from '../../../src/core/stores/policy.ts';
import { winHttp } from '../proxy/arbitraries.ts';
import {
  dword,
  observe,
  sample,
  setBlob,
  text,
  WINHTTP,
  withValue,
  withWinHttp,
} from '../stores/registry-scene.ts';

const MACHINE = `HKEY_LOCAL_MACHINE\\${POLICIES}`;
const WSUS = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate';
const CSP = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\PolicyManager\\current\\device\\Update';
const allow = (...proxies: string[]): Allowed => ({ proxies, bypass: null });
const user = (proxy: string, flags = 3, bypass = 'own') => setBlob(sample(), { flags, proxy, bypass });
const http = (proxy: string, bypass = '') => winHttp(parseLists({ proxy, bypass }, proxy !== '', 'winhttp'));
const held = (registry: RegistrySnapshot, proxy: string, bypass = 'held') =>
  withWinHttp(registry, proxy, bypass);
function run(registry: RegistrySnapshot, allowed: Allowed | undefined, own: readonly ProxySettings[] = []) {
  const desired: DesiredSettings = { source: 'wininet', ...(allowed === undefined ? {} : { allowed }) };
  return assess(observe(registry), desiredUnattended(desired, registry, own), null).desired;
}

describe("a user's setting in an unattended run", () => {
  const ALLOWED = allow('a:1');
  const updates = (key: string, name: string, value: RegistryValue) =>
    withValue(user('a:1'), key, name, value);
  const junk: RegistryValue = { kind: 'binary', bytes: new Uint8Array(3) };
  const unreadable = withValue(user('', 1), WINHTTP, 'WinHttpSettings', junk);
  const mdm: RegistryValue = { kind: 'expand-string', text: 'http://wsus' };

  it.each<[string, RegistrySnapshot, Allowed | undefined, string | null, ProxySettings?]>([
    ['is followed where its proxy is allowed', user('a:1'), ALLOWED, null],
    ['is not without an allow-list', user('a:1'), undefined, 'nothing-named'],
    ['is not with an empty one', user('a:1'), allow(), 'nothing-named'],
    ['is not with another proxy', user('b:1'), ALLOWED, 'not-allowed'],
    ['is not with another proxy beside', user('http=a:1;https=b:1'), ALLOWED, 'not-allowed'],
    ['may clear nothing', held(user('', 1), ''), ALLOWED, null],
    ['may clear what a run set', held(user('', 1), 'a:1'), ALLOWED, null, http('a:1')],
    ['may not clear what another set', held(user('', 1), 'b:1'), ALLOWED, 'direct', http('a:1')],
    ['may not clear what nobody knows', held(user('', 1), 'a:1'), ALLOWED, 'direct'],
    ['may not clear what cannot be read', unreadable, ALLOWED, 'direct'],
    [
      'is not beside an update server over http',
      updates(WSUS, 'WUServer', text(' HTTP://wsus')),
      ALLOWED,
      'wsus-http',
    ],
    [
      'is not beside another',
      updates(WSUS, 'UpdateServiceUrlAlternate', text('http://wsus')),
      ALLOWED,
      'wsus-http',
    ],
    ['is not beside one of MDM', updates(CSP, 'UpdateServiceUrl', mdm), ALLOWED, 'wsus-http'],
    ['is beside one over https', updates(WSUS, 'WUServer', text('https://http:80')), ALLOWED, null],
    ['is beside a value of another type', updates(WSUS, 'WUServer', dword(1)), ALLOWED, null],
  ])('%s', (_, registry, allowed, reason, own) => {
    const { notFollowed, winHttp: desired } = run(registry, allowed, own === undefined ? [] : [own]);
    expect(notFollowed?.reason ?? null).toBe(reason);
    expect(desired === null).toBe(reason !== null);
    expect(notFollowed?.wsus?.toLowerCase() ?? null).toBe(reason === 'wsus-http' ? 'http://wsus' : null);
  });

  it('that is not followed has its servers and its user, and whether WinHTTP lacks it', () => {
    const seen = (registry: RegistrySnapshot) => run(registry, allow('x:1')).notFollowed;
    expect(seen(user('[fd00::1];b:2'))).toMatchObject({
      servers: ['[fd00::1]:80'],
      sid: 'current',
      name: null,
      isNeeded: true,
    });
    expect(seen(held(user('b:2'), 'b:2'))).toMatchObject({ servers: ['b:2'], isNeeded: false });
    expect(seen(held(user('b:2'), 'c:2'))).toMatchObject({ servers: ['b:2'], isNeeded: true });
    expect(run(held(user('b:2', 3), 'b:2', ''), allow('x:1')).notFollowed?.isNeeded).toBe(false);
  });

  it('gives its proxy, and never its bypass list', () => {
    const list = (registry: RegistrySnapshot, bypass: string[] | null, own: ProxySettings[] = []) =>
      run(registry, { proxies: ['a:1'], bypass }, own).winHttp?.bypass;
    expect(list(held(user('a:1'), ''), null)).toEqual([]);
    expect(list(held(user('a:1'), ''), ['named'])).toEqual(['named']);
    expect(list(held(user('a:1'), 'b:1'), null)).toEqual(['held']);
    expect(list(held(user('a:1'), 'b:1'), [])).toEqual([]);
    expect(list(held(user('a:1'), ''), null, [http('b:1', 'other'), http('a:1', 'earlier')])).toEqual([
      'earlier',
    ]);
  });
});

describe('an unattended run', () => {
  const policy = [
    ['ProxyEnable', dword(1)],
    ['ProxyServer', text('policy:1')],
  ] as const;
  const byPolicy = policy.reduce((all, [name, value]) => withValue(all, MACHINE, name, value), user('a:1'));
  const perMachine = withValue(user('a:1'), MACHINE, 'ProxySettingsPerUser', dword(0));
  const direct = { kind: 'direct' } as const;
  const proxy = { kind: 'proxy', servers: [{ scheme: 'all', host: 'p', port: 1 }], bypass: null } as const;
  const explicit = (part: object): DesiredSettings => ({
    source: 'explicit',
    winInet: null,
    winHttp: 'follow',
    ...part,
  });

  it.each<[string, DesiredSettings, RegistrySnapshot, boolean]>([
    ['WinINET', { source: 'wininet' }, user('a:1'), true],
    ['WinHTTP', { source: 'winhttp' }, user('a:1'), false],
    ['what follows', explicit({}), user('a:1'), true],
    ['a named WinINET', explicit({ winInet: direct }), user('a:1'), false],
    ['a named WinHTTP', explicit({ winHttp: direct }), user('a:1'), false],
    ['WinINET for all users', { source: 'wininet' }, perMachine, false],
  ])('follows a user or not: %s', (_, desired, registry, expected) => {
    expect(followsUser(desired, registry)).toBe(expected);
    expect(namesNothing(desired, registry)).toBe(expected);
    if ('allowed' in desired || desired.source === 'winhttp') return;
    expect(namesNothing({ ...desired, allowed: allow() }, registry)).toBe(expected);
    expect(namesNothing({ ...desired, allowed: allow('a:1') }, registry)).toBe(false);
  });

  it('takes the proxy of a machine policy in place of the user, with the named stores', () => {
    const winHttp = { kind: 'proxy', servers: [{ scheme: 'all', host: 'policy', port: 1 }], bypass: [] };
    const replaced = { source: 'explicit', winInet: null, winHttp };
    expect(desiredUnattended({ source: 'wininet' }, byPolicy, [])).toStrictEqual(replaced);
    const stores = { 'wininet/machine': direct };
    expect(desiredUnattended(explicit({ stores }), byPolicy, [])).toEqual({ ...replaced, stores });
    expect(desiredUnattended(explicit({}), byPolicy, [])).toStrictEqual(replaced);
    expect(desiredUnattended({ source: 'winhttp' }, byPolicy, [])).toEqual({ source: 'winhttp' });
    expect(desiredUnattended(explicit({ winInet: direct }), byPolicy, [])).toMatchObject({ winInet: direct });
  });

  it('names for WinHTTP what is named for WinINET, but for a PAC file', () => {
    const named = (part: object) => desiredUnattended(explicit(part), user('a:1'), []);
    const allowed = { proxies: [], bypass: null, own: [] };
    expect(named({ winInet: direct })).toEqual(explicit({ winInet: direct, winHttp: direct, allowed }));
    expect(named({ winInet: proxy })).toMatchObject({ winHttp: { ...proxy, bypass: null } });
    expect(named({ winInet: { ...proxy, bypass: ['x'] } })).toMatchObject({ winHttp: { bypass: ['x'] } });
    expect(named({ winInet: proxy, allowed: { proxies: [], bypass: ['y'] } })).toMatchObject({
      winHttp: { bypass: ['y'] },
    });
    expect(named({ winInet: { kind: 'pac', url: 'http://w' } })).toMatchObject({ winHttp: 'follow' });
    expect(named({ winInet: direct, winHttp: proxy })).toMatchObject({ winHttp: proxy });
    expect(named({})).toMatchObject({ winInet: null, winHttp: 'follow', allowed });
    expect(desiredUnattended({ source: 'wininet' }, user('a:1'), [http('a:1')])).toEqual({
      source: 'wininet',
      allowed: { ...allowed, own: [http('a:1')] },
    });
  });

  it('may clear a proxy when each of it is allowed', () => {
    expect(isHanded(http('a:1'), allow('a:1'))).toBe(true);
    expect(isHanded(http('http=a:1;https=b:1'), allow('a:1'))).toBe(false);
    expect(isHanded(http('a:1'), undefined)).toBe(false);
    expect(isHanded(http(''), allow('a:1'))).toBe(false);
    expect([serverNames(null), serverNames(http('')), serverNames(http('a'))]).toEqual([[], [], ['a:80']]);
  });
});
