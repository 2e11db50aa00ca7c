import { describe, expect, it } from 'vitest';
import type { WinInetBlob } from '../../../../src/core/codec/wininet-blob.ts';
import { assess } from '../../../../src/core/decide/assess.ts';
import { neededChanges, needsElevation } from '../../../../src/core/decide/changes.ts';
import type { DesiredSetting, DesiredSettings } from '../../../../src/core/decide/desired-settings.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../../src/core/model/registry.ts';
import { readStores } from '../../../../src/core/stores/stores.ts';
import { winHttp, winInet } from '../../proxy/arbitraries.ts';
import {
  blobIn,
  CONNECTIONS,
  observe,
  SETTINGS,
  sample,
  text,
  WINHTTP,
  withValue,
  withWinHttp,
} from '../../stores/registry-scene.ts';
import { applied, BLOB, binary, changesOf, copies, named, proxyOf } from './changes-scene.ts';

const LAN = 'wininet/current/lan';
const PAC = 'http://w/p.pac';
const LONG = `${'x'.repeat(3000)}.example`;
const server = (host: string) => ({ scheme: 'all', host, port: 1 }) as const;
const written = (registry: RegistrySnapshot, desired: DesiredSettings) =>
  changesOf(registry, desired).flatMap(({ writes }) => writes.map(({ name }) => name));

describe('a WinINET setting', () => {
  it.each<[string, Partial<WinInetBlob>, DesiredSettings]>([
    ['in another case', { flags: 3, proxy: 'A:1', bypass: 'x' }, named(proxyOf('a'))],
    [
      'with another order of the bypass list',
      { flags: 3, proxy: 'a:1', bypass: 'y;x' },
      named(proxyOf('a', ['x', 'y'])),
    ],
    ['with a proxy that is off', { flags: 1, proxy: 'a:1', bypass: 'x' }, named({ kind: 'direct' })],
    ['with its address', { flags: 5, proxy: 'a:1', pac: PAC }, named({ kind: 'pac', url: PAC })],
  ])('that is there is not written: %s', (_, part, desired) => {
    expect(written(copies(part, binary(part)), desired)).toEqual([]);
  });

  it.each<[string, Partial<WinInetBlob>, DesiredSettings, Partial<WinInetBlob>]>([
    [
      'a proxy as it is stored',
      { flags: 1, proxy: 'A:1', bypass: 'Y; x' },
      named(proxyOf('a', ['Y', 'x'])),
      { flags: 3, proxy: 'A:1', bypass: 'Y; x' },
    ],
    [
      'the lists under a PAC file',
      { flags: 3, proxy: 'A:1', bypass: 'Y; x' },
      named({ kind: 'pac', url: PAC }),
      { flags: 5, proxy: 'A:1', bypass: 'Y; x', pac: PAC },
    ],
    [
      'the address under a proxy',
      { flags: 5, pac: PAC },
      named(proxyOf('b')),
      { flags: 3, proxy: 'b:1', pac: PAC },
    ],
    [
      'unknown bits',
      { flags: 0x105, pac: PAC },
      named(proxyOf('b')),
      { flags: 0x103, proxy: 'b:1', pac: PAC },
    ],
    [
      'a bypass list that is too long',
      { flags: 1, bypass: LONG },
      named(proxyOf('b')),
      { flags: 3, proxy: 'b:1', bypass: LONG },
    ],
  ])('keeps %s', (_, part, desired, expected) => {
    expect(blobIn(applied(copies(part), desired))).toMatchObject(expected);
  });

  it.each<[string, Partial<WinInetBlob>, DesiredSettings, number]>([
    ['a PAC bit without an address', { flags: 5, pac: '' }, named({ kind: 'direct' }), 1],
    ['auto-detection', { flags: 9 }, named({ kind: 'direct' }), 1],
    ['auto-detection beside the proxy', { flags: 11, proxy: 'a:1' }, named(proxyOf('a')), 3],
    ['a direct bit that is not set', { flags: 2, proxy: 'a:1' }, named(proxyOf('a')), 3],
  ])('is corrected: %s', (_, part, desired, flags) => {
    expect(blobIn(applied(copies(part), desired)).flags).toBe(flags);
  });

  it('keeps PAC file and auto-detection after WinHTTP', () => {
    const registry = withWinHttp(copies({ flags: 13, proxy: 'a:1', pac: PAC }), 'b:1', 'x');
    const next = blobIn(applied(registry, { source: 'winhttp' }));
    expect(next).toMatchObject({ flags: 15, proxy: 'b:1', bypass: 'x', pac: PAC });
  });

  it.each<[string, RegistryValue | null, string]>([
    ['is made where it is absent', null, 'set'],
    ['is replaced where it cannot be read', { kind: 'binary', bytes: new Uint8Array(3) }, 'replace'],
  ])('%s', (_, value, action) => {
    const registry = withValue(copies({ flags: 1, bypass: 'x' }), CONNECTIONS, BLOB, value);
    const [change] = changesOf(registry, named(proxyOf('b', ['y'])));
    expect(change).toMatchObject({ store: LAN, action, winHttp: null, needsElevation: false });
    expect(change?.writes[0]).toMatchObject({ key: CONNECTIONS, name: BLOB, expected: value });
    expect(blobIn(applied(registry, named(proxyOf('b', ['y']))))).toMatchObject({
      counter: 1,
      flags: 3,
      proxy: 'b:1',
      bypass: 'y',
    });
    expect(changesOf(copies({ flags: 3, proxy: 'a:1' }), named({ kind: 'direct' }))[0]?.action).toBe('clear');
  });

  it('that is absent and direct is left to Windows, but not for strings that say otherwise', () => {
    const absent = withValue(copies({ flags: 1 }), CONNECTIONS, BLOB, null);
    expect(changesOf(absent, named({ kind: 'direct' }))).toEqual([]);
    const strings = withValue(absent, SETTINGS, 'ProxyEnable', { kind: 'dword', number: 1 });
    expect(blobIn(applied(strings, named({ kind: 'direct' }))).flags).toBe(1);
    // Strings alone are not a blob: a named state gets one, also if they agree with it.
    const alone = withValue(copies({ flags: 3, proxy: 'a:1', bypass: 'x' }), CONNECTIONS, BLOB, null);
    expect(blobIn(applied(alone, named(proxyOf('a'))))).toMatchObject({
      flags: 3,
      proxy: 'a:1',
      bypass: 'x',
    });
    const wrong = withValue(absent, SETTINGS, 'ProxyEnable', text('1'));
    expect(blobIn(applied(wrong, named({ kind: 'direct' }))).flags).toBe(1);
    expect(applied(wrong, named({ kind: 'direct' })).value(SETTINGS, 'ProxyEnable')).toEqual({
      kind: 'dword',
      number: 0,
    });
  });

  it('with strings that no blob can hold is still written, and a named part of them is refused', () => {
    const override = withValue(
      withValue(sample(), CONNECTIONS, BLOB, null),
      SETTINGS,
      'ProxyOverride',
      text(`\u00fc;${LONG}`),
    );
    expect(blobIn(applied(override, named(proxyOf('b'))))).toMatchObject({ flags: 3, proxy: 'b:1' });
    expect(() => changesOf(sample(), named({ kind: 'pac', url: 'http://\u00fc/' }))).toThrow(
      expect.objectContaining({
        code: 'refused',
        where: LAN,
        message: 'The pac text cannot be stored (non-ascii).',
        next: 'Name a state without it, e.g. with --proxy and --bypass.',
      }),
    );
  });
});

describe('a WinHTTP setting', () => {
  it.each<[string, DesiredSetting, object, string]>([
    ['without a bypass list', proxyOf('b', []), { proxy: 'b:1', bypass: null }, 'set'],
    ['with one', proxyOf('b', ['x', 'y']), { proxy: 'b:1', bypass: 'x;y' }, 'set'],
    ['direct, whatever was bypassed', { kind: 'direct' }, { proxy: null, bypass: null }, 'clear'],
  ])('goes to the setter of Windows in the native view alone: %s', (_, state, winHttp, action) => {
    const desired: DesiredSettings = { source: 'explicit', winInet: null, winHttp: state };
    const changes = changesOf(withWinHttp(sample(), 'a:1', 'held'), desired);
    expect(changes.map((change) => [change.store, change.action, change.winHttp])).toEqual([
      ['winhttp/wow64', action, null],
      ['winhttp/native', action, winHttp],
    ]);
  });
});

describe('what is not written', () => {
  const unseen = new RegistrySnapshot([...sample().keys].filter(({ path }) => path === SETTINGS));
  const managed = (registry: RegistrySnapshot) =>
    withValue(registry, SETTINGS.replace('Software\\', 'Software\\Policies\\'), 'ProxyServer', text('a:1'));

  it('is what is not visible', () => {
    const targets = readStores(unseen).map((store) => ({
      ...{ store, named: true },
      desired:
        store.api === 'winhttp'
          ? winHttp({ proxy: { enabled: true, servers: [server('b')] } })
          : winInet({ proxy: { enabled: true, servers: [server('b')] } }),
    }));
    expect(targets.map(({ store }) => store.id)).toEqual([LAN, 'winhttp/native', 'winhttp/wow64']);
    expect(targets.map(({ store }) => store.present)).toEqual([null, null, null]);
    expect(neededChanges(unseen, targets, null)).toEqual({ changes: [], blocked: [] });
  });

  it.each<[string, RegistrySnapshot, boolean]>([
    ['differs', sample(), true],
    [
      'cannot be read',
      withValue(sample(), CONNECTIONS, BLOB, { kind: 'binary', bytes: new Uint8Array(3) }),
      true,
    ],
    ['is there', copies({ flags: 3, proxy: 'b:1', bypass: '' }), false],
  ])('is what a policy manages, blocked where it %s', (_, registry, isBlocked) => {
    const { plan: made, blocked } = assess(observe(managed(registry)), named(proxyOf('b', [])), null);
    expect(made.changes).toEqual([]);
    expect(blocked).toEqual(isBlocked ? [{ store: LAN, reason: 'policy:ProxyServer' }] : []);
  });

  it('needs an administrator, but for the settings of the account itself', () => {
    const hive =
      'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    const machine = WINHTTP.replace('\\Connections', '');
    const registry = [hive, machine].reduce(
      (all, key) =>
        withValue(
          withValue(all, key, 'ProxyEnable', { kind: 'dword', number: 0 }),
          `${key}\\Connections`,
          BLOB,
          binary({}),
        ),
      sample(),
    );
    const needs = (self: string | null) =>
      readStores(registry)
        .filter((store) => !needsElevation(store, self))
        .map(({ id }) => id);
    expect(readStores(registry)).toHaveLength(5);
    expect(needs(null)).toEqual([LAN]);
    expect(needs('S-1-5-21-1-2-3-1001')).toEqual([LAN, 'wininet/S-1-5-21-1-2-3-1001/lan']);
  });
});
