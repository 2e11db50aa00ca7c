import { describe, expect, it } from 'vitest';
import { INTERNET_SETTINGS } from '../../../src/core/model/locations.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import {
  isPerMachine,
  isWpadDisabled,
  managedBy,
  POLICIES,
  policyProxy,
  policySettings,
} from '../../../src/core/stores/policy.ts';
import { dword, registryOf, text } from './registry-scene.ts';

const USER = { root: 'HKEY_USERS\\S-1-5-21-1' };
const MACHINE = `HKEY_LOCAL_MACHINE\\${POLICIES}`;
const LOCKDOWN = 'Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel';
const WINHTTP =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp';
const expand = (value: string): RegistryValue => ({ kind: 'expand-string', text: value });

describe('isPerMachine', () => {
  it.each<[boolean, RegistryValue]>([
    [true, dword(0)],
    [false, dword(1)],
    [false, text('0')],
  ])('is %s for %j', (expected, value) => {
    expect(isPerMachine(registryOf({ [MACHINE]: { ProxySettingsPerUser: value } }))).toBe(expected);
  });
});

describe('managedBy', () => {
  it.each<[string, string, Record<string, RegistryValue>, string | null, string | null]>([
    [
      'ProxySettingsPerUser=0',
      MACHINE,
      { ProxySettingsPerUser: dword(0) },
      'policy:ProxySettingsPerUser',
      null,
    ],
    ['ProxySettingsPerUser=1', MACHINE, { ProxySettingsPerUser: dword(1) }, null, null],
    [
      "a user's policy",
      `${USER.root}\\${POLICIES}`,
      { ProxyServer: text('a:1') },
      'policy:ProxyServer',
      null,
    ],
    [
      'a machine policy',
      MACHINE,
      { AutoConfigURL: text('') },
      'policy:AutoConfigURL',
      'policy:AutoConfigURL',
    ],
    [
      'a locked page',
      `HKEY_LOCAL_MACHINE\\${LOCKDOWN}`,
      { Proxy: dword(1) },
      'policy:ControlPanel\\Proxy',
      'policy:ControlPanel\\Proxy',
    ],
    [
      "a user's locked page",
      `${USER.root}\\${LOCKDOWN}`,
      { Autoconfig: dword(1) },
      'policy:ControlPanel\\Autoconfig',
      null,
    ],
    ['a page that is not locked', `${USER.root}\\${LOCKDOWN}`, { Proxy: dword(0) }, null, null],
    ['another type', `${USER.root}\\${LOCKDOWN}`, { Proxy: text('1') }, null, null],
  ])('%s', (_, key, values, user, machine) => {
    const registry = registryOf({ [key]: values });
    expect(managedBy(registry, USER)).toBe(user);
    expect(managedBy(registry, null)).toBe(machine);
  });
});

describe('policyProxy', () => {
  const ON = { ProxyEnable: dword(1), ProxyServer: text('a:1') };

  it.each<[Record<string, RegistryValue>, string[]]>([
    [ON, []],
    [{ ...ON, ProxyServer: expand('a:1,') }, []],
    [{ ...ON, ProxyOverride: text('x,<local>') }, ['x', '<local>']],
  ])('is what %j sets', (values, bypass) => {
    const servers = [{ scheme: 'all', host: 'a', port: 1 }];
    expect(policyProxy(registryOf({ [MACHINE]: values }))).toEqual({ kind: 'proxy', servers, bypass });
  });

  it.each<[Record<string, RegistryValue>]>([
    [{}],
    [{ ProxyServer: text('a:1') }],
    [{ ...ON, ProxyEnable: dword(0) }],
    [{ ...ON, ProxyEnable: text('1') }],
    [{ ProxyEnable: dword(1) }],
    [{ ...ON, ProxyServer: dword(1) }],
    [{ ...ON, ProxyServer: text('') }],
    [{ ...ON, ProxyServer: text('a:1;b:0') }],
    [{ ...ON, ProxyOverride: text('"x"') }],
  ])('is nothing for %j', (values) => {
    expect(policyProxy(registryOf({ [MACHINE]: values }))).toBeNull();
  });
});

describe('policySettings', () => {
  const host = (key: string, keys: Parameters<typeof registryOf>[0]) =>
    policySettings(registryOf(keys), key)?.proxy.servers[0]?.host;
  const proxy = (name: string) => ({ ProxyEnable: dword(1), ProxyServer: text(name) });
  const own = `${USER.root}\\${POLICIES}`;

  it('are those of the user, else those of the computer, else none', () => {
    for (const key of [`${USER.root}\\${INTERNET_SETTINGS}`, `${USER.root.toLowerCase()}\\x\\y`]) {
      expect(host(key, { [own]: proxy('own'), [MACHINE]: proxy('all') })).toBe('own');
      expect(host(key, { [own]: {}, [MACHINE]: proxy('all') })).toBe('all');
      expect(host(key, { [own]: { ProxySettingsPerUser: dword(1) }, [MACHINE]: proxy('all') })).toBe('all');
      expect(host(key, { [MACHINE]: proxy('all') })).toBe('all');
      expect(policySettings(registryOf({ [own]: {}, [MACHINE]: {} }), key)).toBeNull();
    }
    const current = `HKEY_CURRENT_USER\\${POLICIES}`;
    expect(host(`HKEY_CURRENT_USER\\${INTERNET_SETTINGS}`, { [current]: proxy('own') })).toBe('own');
  });
});

describe('isWpadDisabled', () => {
  it.each<[boolean, string, RegistryValue]>([
    [true, MACHINE, dword(1)],
    [true, WINHTTP, dword(1)],
    [false, MACHINE, dword(0)],
    [false, WINHTTP, text('1')],
  ])('is %s for %s %j', (expected, key, value) => {
    expect(isWpadDisabled(registryOf({ [key]: { DisableWpad: value } }))).toBe(expected);
    expect(isWpadDisabled(registryOf({ [key]: {} }))).toBe(false);
  });
});
