import { describe, expect, it } from 'vitest';
import {
  decodeWinInetBlob,
  encodeWinInetBlob,
  freshWinInetBlob,
} from '../../../../src/core/codec/wininet-blob.ts';
import { assess, isRefused } from '../../../../src/core/decide/assess.ts';
import { type DesiredSetting, desiredFor } from '../../../../src/core/decide/desired-settings.ts';
import type { StoreChange } from '../../../../src/core/decide/plan.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../../src/core/model/registry.ts';
import { readStores } from '../../../../src/core/stores/stores.ts';
import { CONNECTIONS, done, FOLLOW, observe, sample, withValue } from '../../stores/registry-scene.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const MACHINE = `HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}`;
const MACHINE32 = `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}`;
const POLICIES = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${INTERNET}`;
const PROXY: DesiredSetting = {
  kind: 'proxy',
  servers: [{ scheme: 'all', host: 'new.contoso.example', port: 3128 }],
  bypass: ['<local>'],
};

function blob(proxy: string, flags = 3): RegistryValue {
  return { kind: 'binary', bytes: encodeWinInetBlob({ ...freshWinInetBlob(), flags, counter: 5, proxy }) };
}

function perMachine(start = sample()): RegistrySnapshot {
  let registry = withValue(start, POLICIES, 'ProxySettingsPerUser', { kind: 'dword', number: 0 });
  for (const key of [MACHINE, MACHINE32])
    registry = withValue(registry, key, 'ProxyEnable', { kind: 'dword', number: 0 });
  return registry;
}

function writtenNames({ writes }: StoreChange): string[] {
  return writes.map(({ key, name }) =>
    `${key.slice(key.indexOf('\\') + 1)}\\${name}`.replace(INTERNET, '…').replace(/^Software/, 'SOFTWARE'),
  );
}

describe('the machine-wide WinINET setting', () => {
  it('decides under ProxySettingsPerUser=0, in both views and both blobs, and the user is left alone', () => {
    const before = perMachine();
    const { winInet, plan, blocked } = assess(observe(before), desiredFor(PROXY), null);
    expect(winInet?.id).toBe('wininet/machine');
    expect(blocked).toEqual([]);
    expect(plan.changes.map(({ store, needsElevation }) => [store, needsElevation])).toEqual([
      ['wininet/machine', true],
      ['wininet/machine/wow64', true],
      ['winhttp/wow64', true],
      ['winhttp/native', true],
    ]);
    expect(plan.changes.slice(0, 2).flatMap(writtenNames)).toEqual([
      'SOFTWARE\\…\\Connections\\DefaultConnectionSettings',
      'SOFTWARE\\…\\Connections\\SavedLegacySettings',
      'SOFTWARE\\…\\ProxyEnable',
      'SOFTWARE\\…\\ProxyServer',
      'SOFTWARE\\…\\ProxyOverride',
      'SOFTWARE\\WOW6432Node\\…\\Connections\\DefaultConnectionSettings',
      'SOFTWARE\\WOW6432Node\\…\\Connections\\SavedLegacySettings',
      'SOFTWARE\\WOW6432Node\\…\\ProxyEnable',
      'SOFTWARE\\WOW6432Node\\…\\ProxyServer',
      'SOFTWARE\\WOW6432Node\\…\\ProxyOverride',
    ]);
    const after = done(
      before,
      plan.changes.flatMap(({ writes }) => writes),
    );
    expect(assess(observe(after), desiredFor(PROXY), null).plan.changes).toEqual([]);
    expect(assess(observe(after), FOLLOW, null).plan.changes).toEqual([]);
  });

  it('aligns a 32-bit view that differs from the native one', () => {
    let registry = withValue(
      perMachine(),
      `${MACHINE}\\Connections`,
      'DefaultConnectionSettings',
      blob('a:1'),
    );
    registry = withValue(registry, `${MACHINE32}\\Connections`, 'DefaultConnectionSettings', blob('b:2'));
    // The strings are as Windows left them: only the blobs were written since.
    for (const key of [MACHINE, MACHINE32])
      registry = withValue(registry, `${key}\\Connections`, 'SavedLegacySettings', blob('', 1));
    const { plan } = assess(observe(registry), FOLLOW, null);
    const change = plan.changes.find(({ store }) => store === 'wininet/machine/wow64');
    expect(change?.after.proxy.servers).toEqual([{ scheme: 'all', host: 'a', port: 1 }]);
  });

  it('is not written where a policy names its values', () => {
    const registry = withValue(perMachine(), POLICIES, 'ProxyServer', { kind: 'string', text: 'policy:1' });
    const assessment = assess(observe(registry), desiredFor(PROXY), null);
    expect(isRefused(assessment)).toBe(true);
    expect(assessment.blocked[0]).toEqual({ store: 'wininet/machine', reason: 'policy:ProxyServer' });
    expect(assessment.plan.changes.filter(({ store }) => store.startsWith('wininet'))).toEqual([]);
  });
});

describe('stores that are named by their ids', () => {
  const other = 'HKEY_USERS\\S-1-5-19';
  const keyOf = (root: string) => `${root}\\Software\\${INTERNET}`;

  function start(): RegistrySnapshot {
    let registry = withValue(sample(), CONNECTIONS, 'Contoso VPN', blob('ras:1'));
    registry = withValue(registry, keyOf(other), 'ProxyEnable', { kind: 'dword', number: 0 });
    return withValue(registry, `${keyOf(other)}\\Connections`, 'DefaultConnectionSettings', blob('', 9));
  }

  function changeOf(id: string, desired: DesiredSetting) {
    const named = { source: 'explicit', winInet: null, winHttp: null, stores: { [id]: desired } } as const;
    return assess(observe(start()), named, null).plan.changes;
  }

  it('a RAS entry: its own value, and nothing beside it', () => {
    const changes = changeOf('wininet/current/ras/Contoso%20VPN', PROXY);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.writes.map(({ key, name }) => [key, name])).toEqual([[CONNECTIONS, 'Contoso VPN']]);
  });

  it('a service account: blob and strings of its hive, by an administrator', () => {
    const [change, ...rest] = changeOf('wininet/S-1-5-19/lan', PROXY);
    expect(rest).toEqual([]);
    expect(change?.needsElevation).toBe(true);
    expect(change?.writes.every(({ key }) => key.startsWith(other))).toBe(true);
  });

  it('one WinHTTP view alone', () => {
    expect(changeOf('winhttp/wow64', PROXY).map(({ store }) => store)).toEqual(['winhttp/wow64']);
  });

  it('with a PAC: its bit and its address, while the other strings stay', () => {
    const [change] = changeOf('wininet/current/lan', { kind: 'pac', url: 'http://pac.contoso.example/p' });
    const next = change?.writes[0]?.next;
    const decoded = next?.kind === 'binary' ? decodeWinInetBlob(next.bytes) : null;
    expect(decoded).toMatchObject({
      ok: true,
      blob: { flags: 5, pac: 'http://pac.contoso.example/p', proxy: 'proxy.contoso.example:8080' },
    });
  });

  it('refuses a PAC for WinHTTP, and a store that is not there', () => {
    const desired = { source: 'explicit', winInet: null, winHttp: null } as const;
    const pac = { kind: 'pac', url: 'http://p/' } as const;
    expect(isRefused(assess(observe(start()), { ...desired, stores: { 'winhttp/native': pac } }, null))).toBe(
      true,
    );
    expect(() => assess(observe(start()), { ...desired, stores: { 'wininet/x/lan': PROXY } }, null)).toThrow(
      expect.objectContaining({ code: 'input' }),
    );
  });
});

describe('what is shown', () => {
  it('the legacy blob of a LAN setting, also where it disagrees', () => {
    const registry = withValue(sample(), CONNECTIONS, 'SavedLegacySettings', blob('old:1', 1));
    const lan = readStores(registry).find(({ id }) => id === 'wininet/current/lan');
    expect(lan?.legacy?.settings?.proxy).toEqual({
      enabled: false,
      servers: [{ scheme: 'all', host: 'old', port: 1 }],
    });
    expect(lan?.legacy?.raw).toMatchObject({ version: 0x46, counter: 5, flags: 1 });
    const without = withValue(sample(), CONNECTIONS, 'SavedLegacySettings', null);
    expect(readStores(without)[0]?.legacy).toBeNull();
  });

  it.each([
    ['S-1-5-18', '.DEFAULT'],
    ['.DEFAULT', 'S-1-5-18'],
  ])('S-1-5-18 once: %s says nothing of the settings and %s does', (other, reporting) => {
    let registry = withValue(sample(), `HKEY_USERS\\${other}\\Environment`, 'x', {
      kind: 'dword',
      number: 1,
    });
    const key = `HKEY_USERS\\${reporting}\\Software\\${INTERNET}`;
    registry = withValue(registry, key, 'ProxyEnable', { kind: 'dword', number: 0 });
    registry = withValue(registry, `${key}\\Connections`, 'DefaultConnectionSettings', blob('sys:1'));
    const system = readStores(registry).filter(({ id }) => id.startsWith('wininet/S-1-5-18'));
    expect(system.map(({ id }) => id)).toEqual(['wininet/S-1-5-18/lan']);
    expect(system[0]?.settings?.proxy.servers).toHaveLength(1);
  });
});
