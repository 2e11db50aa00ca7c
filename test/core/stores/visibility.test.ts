import { describe, expect, it } from 'vitest';
import {
  encodeWinInetBlob,
  freshWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { INTERNET_SETTINGS, WOW64_INTERNET_SETTINGS } from '../../../src/core/model/locations.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { POLICIES } from '../../../src/core/stores/policy.ts';
import { readStores, type WinHttpStore, type WinInetStore } from '../../../src/core/stores/stores.ts';
import { arePoliciesSeen, unseenSettings } from '../../../src/core/stores/visibility.ts';
import { dword, FOLLOW, registryOf } from './registry-scene.ts';

const USER = `HKEY_CURRENT_USER\\${INTERNET_SETTINGS}`;
const NATIVE = `HKEY_LOCAL_MACHINE\\${INTERNET_SETTINGS}`;
const WOW64 = `HKEY_LOCAL_MACHINE\\${WOW64_INTERNET_SETTINGS}`;
const MACHINE_POLICIES = `HKEY_LOCAL_MACHINE\\${POLICIES}`;
const DIRECT = { kind: 'direct' } as const;

type Keys = Parameters<typeof registryOf>[0];
const blob = (part: Partial<WinInetBlob>): Record<string, RegistryValue> => ({
  DefaultConnectionSettings: { kind: 'binary', bytes: encodeWinInetBlob({ ...freshWinInetBlob(), ...part }) },
});
const ALL: Keys = {
  [USER]: {},
  [`${USER}\\Connections`]: {},
  [NATIVE]: {},
  [`${NATIVE}\\Connections`]: {},
  [WOW64]: {},
  [`${WOW64}\\Connections`]: {},
  [MACHINE_POLICIES]: {},
};

function without(...names: string[]): Keys {
  return Object.fromEntries(Object.entries(ALL).filter(([path]) => !names.includes(path)));
}

/** The ids of the unseen settings, with their keys. */
function unseen(keys: Keys, desired: DesiredSettings = FOLLOW, user = 'wininet/current/lan') {
  const registry = registryOf(keys);
  const stores = readStores(registry);
  const one = (id: string) => stores.find((store) => store.id === id) ?? null;
  const found = unseenSettings(
    {
      registry,
      stores,
      winInet: one(user) as WinInetStore | null,
      winHttp: {
        native: one('winhttp/native') as WinHttpStore,
        wow64: one('winhttp/wow64') as WinHttpStore | null,
      },
    },
    desired,
  );
  return found.map(({ store, key }) => `${store} ${key}`);
}

const UNSEEN_USER = `wininet/current/lan ${USER}`;
const UNSEEN_NATIVE = `winhttp/native ${NATIVE}`;
const UNSEEN_WOW64 = `winhttp/wow64 ${WOW64}`;

describe('unseenSettings', () => {
  it('are none where all keys are visible', () => {
    expect(unseen(ALL)).toEqual([]);
    expect(unseen({ ...without(WOW64, `${WOW64}\\Connections`), [WOW64]: 'absent' })).toEqual([]);
  });

  it.each<[string, Keys, string[]]>([
    ['no user', without(USER, `${USER}\\Connections`), [UNSEEN_USER]],
    ['no blob of the user', without(`${USER}\\Connections`), [UNSEEN_USER]],
    ['no strings of the user', without(USER), [UNSEEN_USER]],
    ['a blob without its strings', { ...without(USER), [`${USER}\\Connections`]: blob({}) }, [UNSEEN_USER]],
    ['no WinHTTP', without(`${NATIVE}\\Connections`), [UNSEEN_NATIVE]],
    ['no 32-bit WinHTTP', without(`${WOW64}\\Connections`), [UNSEEN_WOW64]],
    ['nothing', {}, [UNSEEN_USER, UNSEEN_NATIVE, UNSEEN_WOW64]],
  ])('%s', (_, keys, expected) => {
    expect(unseen(keys)).toEqual(expected);
  });

  const explicit = (
    winInet: typeof DIRECT | null,
    winHttp: typeof DIRECT | 'follow' | null,
    store?: string,
  ): DesiredSettings => ({
    ...{ source: 'explicit', winInet, winHttp },
    ...(store === undefined ? {} : { stores: { [store]: DIRECT } }),
  });

  it.each<[string, DesiredSettings, string[]]>([
    ['WinINET alone', explicit(DIRECT, null), [UNSEEN_USER]],
    ['WinHTTP alone', explicit(null, DIRECT), [UNSEEN_NATIVE, UNSEEN_WOW64]],
    ['WinHTTP that follows', explicit(null, 'follow'), [UNSEEN_USER, UNSEEN_NATIVE, UNSEEN_WOW64]],
    ['neither', explicit(null, null), []],
    ['a named one, once', explicit(null, DIRECT, 'winhttp/native'), [UNSEEN_NATIVE, UNSEEN_WOW64]],
    ['a named one', explicit(null, null, 'winhttp/native'), [UNSEEN_NATIVE]],
    ['another named one', explicit(null, null, 'wininet/x/lan'), []],
    ['WinHTTP as the source', { source: 'winhttp' }, [UNSEEN_USER, UNSEEN_NATIVE, UNSEEN_WOW64]],
  ])('where the desired settings are for %s', (_, desired, expected) => {
    expect(unseen({}, desired)).toEqual(expected);
  });

  it('include the second view of the setting for the whole computer, and of no other', () => {
    const perMachine = { [MACHINE_POLICIES]: { ProxySettingsPerUser: dword(0) } };
    const inet: DesiredSettings = { source: 'explicit', winInet: DIRECT, winHttp: null };
    expect(unseen({ ...ALL, ...perMachine }, inet, 'wininet/machine')).toEqual([]);
    const half = { ...without(`${WOW64}\\Connections`), ...perMachine };
    expect(unseen(half, inet, 'wininet/machine')).toEqual([`wininet/machine/wow64 ${WOW64}`]);
    const other = { ...without(`${NATIVE}\\Connections`), ...perMachine };
    expect(unseen(other, inet, 'wininet/machine')).toEqual([`wininet/machine ${NATIVE}`]);
    expect(unseen(half, inet)).toEqual([]);
  });

  it.each<[string, Partial<WinInetBlob>, Partial<WinInetBlob>, boolean]>([
    ['has a proxy', { flags: 3, proxy: 'a:1' }, {}, true],
    ['has a PAC file', { flags: 5, pac: 'http://w' }, {}, true],
    ['has the proxy of the user', { flags: 3, proxy: 'a:1' }, { flags: 3, proxy: 'http://A:1' }, false],
    ['is direct', { flags: 1, proxy: 'a:1' }, {}, false],
    ['is direct, unlike that of the user', { flags: 1 }, { flags: 3, proxy: 'a:1' }, false],
  ])('include the policies where the setting of the computer %s', (_, machine, user, expected) => {
    const keys = {
      ...without(MACHINE_POLICIES),
      [`${NATIVE}\\Connections`]: blob(machine),
      [`${USER}\\Connections`]: blob(user),
    };
    expect(unseen(keys)).toEqual(expected ? [`wininet/machine ${MACHINE_POLICIES}`] : []);
    expect(unseen({ ...keys, [MACHINE_POLICIES]: {} })).toEqual([]);
    expect(unseen({ ...keys, [MACHINE_POLICIES]: 'absent' })).toEqual([]);
    expect(arePoliciesSeen(registryOf(keys))).toBe(false);
    expect(arePoliciesSeen(registryOf({ ...keys, [MACHINE_POLICIES]: 'absent' }))).toBe(true);
  });

  it.each<[string, Record<string, RegistryValue>, boolean]>([
    ['name a proxy', { ProxyEnable: dword(1), ProxyServer: { kind: 'string', text: 'a:1' } }, true],
    ['name a PAC file', { AutoConfigURL: { kind: 'string', text: 'http://w' } }, true],
    ['are switched off', { ProxyEnable: dword(0), ProxyServer: { kind: 'string', text: 'a:1' } }, false],
  ])('include the policies where the strings of the computer, without a blob, %s', (_, strings, expected) => {
    const keys = { ...without(MACHINE_POLICIES), [NATIVE]: strings };
    expect(unseen(keys)).toEqual(expected ? [`wininet/machine ${MACHINE_POLICIES}`] : []);
    expect(unseen({ ...keys, [MACHINE_POLICIES]: {} })).toEqual([]);
  });

  it('include the policies where the setting of the user cannot be read', () => {
    const broken = { DefaultConnectionSettings: { kind: 'binary' as const, bytes: new Uint8Array(3) } };
    const keys = {
      ...without(MACHINE_POLICIES),
      [`${NATIVE}\\Connections`]: blob({ flags: 3, proxy: 'a:1' }),
      [`${USER}\\Connections`]: broken,
    };
    expect(unseen(keys)).toEqual([`wininet/machine ${MACHINE_POLICIES}`]);
  });
});
