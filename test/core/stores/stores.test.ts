import { describe, expect, it } from 'vitest';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { INTERNET_SETTINGS, WOW64_INTERNET_SETTINGS } from '../../../src/core/model/locations.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { POLICIES } from '../../../src/core/stores/policy.ts';
import { pendingRestartReasons } from '../../../src/core/stores/restart.ts';
import { connectionNames, readStores, viewOf } from '../../../src/core/stores/stores.ts';
import { dword, registryOf, text } from './registry-scene.ts';

const NATIVE = `HKEY_LOCAL_MACHINE\\${INTERNET_SETTINGS}`;
const WOW64 = `HKEY_LOCAL_MACHINE\\${WOW64_INTERNET_SETTINGS}`;
const USER = `HKEY_CURRENT_USER\\${INTERNET_SETTINGS}`;
const POLICY = { [`HKEY_LOCAL_MACHINE\\${POLICIES}`]: { ProxySettingsPerUser: dword(0) } };
const BLOB: RegistryValue = { kind: 'binary', bytes: encodeWinInetBlob(freshWinInetBlob()) };
const LAN = { DefaultConnectionSettings: BLOB };
const ABSENT = { [NATIVE]: 'absent', [WOW64]: 'absent' } as const;

type Keys = Parameters<typeof registryOf>[0];
const ids = (keys: Keys) => readStores(registryOf(keys)).map(({ id }) => id);

describe('the settings of a registry', () => {
  const http = ['winhttp/native', 'winhttp/wow64'];

  it.each<[string, Keys, string[]]>([
    ['nothing is known', {}, http],
    ['Windows has 32 bits', { [WOW64]: 'absent' }, ['winhttp/native']],
    ['one setting is for all users', POLICY, ['wininet/machine', 'wininet/machine/wow64', ...http]],
    ['it is, on Windows with 32 bits', { ...POLICY, ...ABSENT }, ['wininet/machine', 'winhttp/native']],
    ['the setting of the computer exists', { [`${NATIVE}\\Connections`]: LAN }, ['wininet/machine', ...http]],
    ['it does not', { [NATIVE]: {}, [`${NATIVE}\\Connections`]: {} }, http],
    [
      'the 32-bit views exist',
      { [WOW64]: 'absent', [`${WOW64}\\Connections`]: { ...LAN, WinHttpSettings: BLOB } },
      ['wininet/machine/wow64', ...http],
    ],
  ])('where %s', (_, keys, expected) => {
    expect(ids(keys)).toEqual(expected);
  });

  it('include each phonebook entry, by name, with any 16-bit unit', () => {
    const values = {
      'b c': BLOB,
      a: BLOB,
      '\ud800': BLOB,
      '\udfff': BLOB,
      '\ue000': BLOB,
      '': BLOB,
      text: text('x'),
    };
    const keys = {
      [USER]: {},
      [`${USER}\\Connections`]: { ...values, DefaultConnectionSettings: BLOB, winhttpsettings: BLOB },
    };
    expect(connectionNames(registryOf(keys), USER)).toEqual(['a', 'b c', '\ud800', '\udfff', '\ue000']);
    expect(ids(keys).slice(0, 6)).toEqual([
      'wininet/current/lan',
      'wininet/current/ras/a',
      'wininet/current/ras/b%20c',
      'wininet/current/ras/%ED%A0%80',
      'wininet/current/ras/%ED%BF%BF',
      'wininet/current/ras/%EE%80%80',
    ]);
  });

  it('of a computer are not pending where no blob and no string is visible', () => {
    const [lan] = readStores(registryOf({ [`${USER}\\Connections`]: {} }));
    expect(lan).toMatchObject({ present: null, settings: null, mirror: null });
  });
});

describe('viewOf', () => {
  const secret = { ...freshWinInetBlob(), flags: 5, pac: 'http://bob:s3cret@w/p.pac' };
  const bytes = encodeWinInetBlob(secret);
  const values = {
    DefaultConnectionSettings: { kind: 'binary', bytes },
    SavedLegacySettings: { kind: 'binary', bytes },
  } as const;
  const shown = 'http://w/p.pac';

  it('is what a report has, with safe addresses', () => {
    const registry = registryOf({
      [USER]: { AutoConfigURL: text(secret.pac) },
      [`${USER}\\Connections`]: values,
    });
    const [lan, native] = readStores(registry);
    if (lan === undefined || native === undefined) throw new Error('no stores');
    const view = viewOf(lan);
    const raw = { version: 0x46, counter: secret.counter, flags: 5, length: bytes.length, unreadable: null };
    expect(view).toMatchObject({
      ...{ id: 'wininet/current/lan', present: true, managedBy: null },
      ...{ settings: { pac: { enabled: true, url: shown } }, raw },
      legacy: { settings: { pac: { url: shown } }, raw },
    });
    expect(Object.keys(view).sort()).toEqual(['id', 'legacy', 'managedBy', 'present', 'raw', 'settings']);
    expect(Object.keys(viewOf(native)).sort()).toEqual(['id', 'managedBy', 'present', 'raw', 'settings']);
    expect(viewOf({ ...lan, legacy: null }).legacy).toBeNull();
    const settings = lan.settings;
    expect(viewOf({ ...lan, pending: { newer: 'strings', reason: null, settings } })).toMatchObject({
      pending: { newer: 'strings', settings: { pac: { url: shown } } },
    });
  });
});

describe('pendingRestartReasons', () => {
  const WINDOWS = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
  const SESSION = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager';

  it.each<[Keys, string[]]>([
    [{}, []],
    [{ [`${WINDOWS}\\Component Based Servicing\\RebootPending`]: {} }, ['component-servicing']],
    [{ [`${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`]: {} }, ['windows-update']],
    [{ [`${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`]: 'absent', [SESSION]: {} }, []],
    [{ [SESSION]: { PendingFileRenameOperations: { kind: 'multi-string', texts: [] } } }, ['file-rename']],
  ])('of %j', (keys, expected) => {
    expect(pendingRestartReasons(registryOf(keys))).toEqual(expected);
  });
});
