import { describe, expect, it } from 'vitest';
import { freshWinInetBlob, type WinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import type { RegistryValue, RegistryWrite } from '../../../src/core/model/registry.ts';
import {
  blobOfMirror,
  mirrorChanges,
  mirrorWrites,
  settingsOfMirror,
  type WinInetMirror,
  wrongTypes,
} from '../../../src/core/stores/mirror.ts';
import { dword, text } from './registry-scene.ts';

const KEY = 'HKEY_CURRENT_USER\\Software';
const expand = (value: string): RegistryValue => ({ kind: 'expand-string', text: value });
const mirror = (part: Partial<WinInetMirror> = {}): WinInetMirror => ({
  key: KEY,
  proxyEnable: null,
  proxyServer: null,
  proxyOverride: null,
  autoConfigUrl: null,
  migrateProxy: null,
  ...part,
});
const write = (name: string, expected: RegistryValue | null, next: RegistryValue | null): RegistryWrite => ({
  key: 'HKEY_CURRENT_USER\\Software',
  name,
  expected,
  next,
});

describe('what a change does to the strings beside a setting', () => {
  it('is reported by value, with what is absent', () => {
    const writes = [
      write('ProxyEnable', { kind: 'dword', number: 0 }, { kind: 'dword', number: 1 }),
      write('ProxyServer', text('old:1'), text('new:2')),
      write('AutoConfigURL', text('http://pac/'), null),
    ];
    expect(mirrorChanges(writes)).toEqual([
      { valueName: 'ProxyEnable', before: '0', after: '1' },
      { valueName: 'ProxyServer', before: 'old:1', after: 'new:2' },
      { valueName: 'AutoConfigURL', before: 'http://pac/', after: null },
    ]);
  });

  it('shows no password and no control character', () => {
    const [server, pac] = mirrorChanges([
      write('ProxyServer', text('http=bob:s3cr3t@a:1;https=eve:s3cr3t@b:2'), text('a:1')),
      write('AutoConfigURL', text('http://bob:s3cr3t@pac/\u001b]0;x'), null),
    ]);
    expect(server?.before).toBe('***@b:2');
    expect(pac?.before).toBe('http://pac/\\x1b]0;x');
  });

  it('is not reported when the setting itself is written', () => {
    const blob = write('DefaultConnectionSettings', null, { kind: 'binary', bytes: new Uint8Array(4) });
    expect(mirrorChanges([blob, write('ProxyServer', text('old:1'), text('new:2'))])).toEqual([]);
  });
});

describe('the writes that make the strings match a blob', () => {
  const ON = { proxyEnable: dword(1), proxyServer: text('a:1') };
  const WITH_BYPASS = { ...ON, proxyOverride: text('x') };
  const BYPASS = { flags: 3, proxy: 'a:1', bypass: 'x' };

  it.each<[string, Partial<WinInetMirror>, Partial<WinInetBlob>, Record<string, string | number | null>]>([
    ['nothing for a direct one', {}, { flags: 1, proxy: 'a:1', bypass: 'x', pac: 'http://w' }, {}],
    ['all of a proxy', {}, BYPASS, { ProxyEnable: 1, ProxyServer: 'a:1', ProxyOverride: 'x' }],
    ['nothing that is there', { ...ON, proxyOverride: expand('x') }, BYPASS, {}],
    ['another proxy', ON, { flags: 3, proxy: 'b:1' }, { ProxyServer: 'b:1' }],
    ['an empty proxy that is on', ON, { flags: 3, proxy: '' }, { ProxyServer: '' }],
    ['no bypass list', WITH_BYPASS, { flags: 3, proxy: 'a:1' }, { ProxyOverride: null }],
    ['the bit alone when it goes off', WITH_BYPASS, { flags: 1, proxy: 'b:1' }, { ProxyEnable: 0 }],
    ['a bit of another type', { proxyEnable: text('0') }, { flags: 1 }, { ProxyEnable: 0 }],
    ['a string of another type', { ...ON, proxyServer: dword(1) }, { flags: 3 }, { ProxyServer: '' }],
    ['an address', {}, { flags: 5, pac: 'http://w' }, { AutoConfigURL: 'http://w' }],
    [
      'no address',
      { autoConfigUrl: text('http://w') },
      { flags: 1, pac: 'http://w' },
      { AutoConfigURL: null },
    ],
    [
      'no bytes of unknown encoding',
      {},
      { flags: 7, proxy: '\u00fc:1', pac: 'http://\u00fc' },
      { ProxyEnable: 1 },
    ],
  ])('are %s', (_, part, blob, expected) => {
    const found = mirror(part);
    const writes = mirrorWrites(found, { ...freshWinInetBlob(), ...blob });
    const shown = writes.map(({ name, next }) => [
      name,
      next === null
        ? null
        : next.kind === 'dword'
          ? next.number
          : next.kind === 'string'
            ? next.text
            : next.kind,
    ]);
    expect(Object.fromEntries(shown)).toEqual(expected);
    for (const { key, name, expected: before } of writes) {
      expect(key).toBe(KEY);
      const was = {
        ProxyEnable: found.proxyEnable,
        ProxyServer: found.proxyServer,
        ProxyOverride: found.proxyOverride,
      };
      expect(before).toEqual(name === 'AutoConfigURL' ? found.autoConfigUrl : was[name as keyof typeof was]);
    }
  });

  it('are reported without those of the legacy settings', () => {
    const legacy = write('SavedLegacySettings', null, { kind: 'binary', bytes: new Uint8Array(4) });
    expect(mirrorChanges([legacy, write('ProxyEnable', null, dword(1))])).toEqual([
      { valueName: 'ProxyEnable', before: null, after: '1' },
    ]);
  });
});

describe('strings of the wrong type', () => {
  const wrong = { proxyServer: dword(1), proxyOverride: dword(2), autoConfigUrl: dword(3) };
  const names = (part: Partial<WinInetMirror>, options?: { all?: boolean }) =>
    wrongTypes(mirror(part), options).map(({ name, expected }) => `${name} ${expected}`);

  it('are those of a proxy that is on, or all', () => {
    const strings = ['ProxyServer REG_SZ', 'ProxyOverride REG_SZ'];
    expect(names(wrong)).toEqual(['AutoConfigURL REG_SZ']);
    expect(names({ ...wrong, proxyEnable: dword(0) })).toEqual(['AutoConfigURL REG_SZ']);
    expect(names({ ...wrong, proxyEnable: dword(1) })).toEqual([...strings, 'AutoConfigURL REG_SZ']);
    expect(names(wrong, { all: true })).toEqual([...strings, 'AutoConfigURL REG_SZ']);
    expect(names({ ...wrong, proxyEnable: text('1') })).toEqual([
      'ProxyEnable REG_DWORD',
      'AutoConfigURL REG_SZ',
    ]);
    const right = { proxyEnable: dword(1), proxyServer: expand('a:1'), proxyOverride: text('') };
    expect(names(right, { all: true })).toEqual([]);
  });
});

describe('the setting that the strings are', () => {
  it.each<[Partial<WinInetMirror>, boolean]>([
    [{ proxyEnable: dword(1) }, true],
    [{ proxyEnable: dword(2) }, false],
    [{ proxyEnable: text('1') }, false],
    [{}, false],
  ])('of %j has a proxy: %s', (part, enabled) => {
    const { proxy, pac } = settingsOfMirror(mirror({ ...part, proxyServer: expand('a:1') }));
    expect(proxy).toEqual({ enabled, servers: [{ scheme: 'all', host: 'a', port: 1 }] });
    expect(pac?.enabled).toBe(false);
    expect(settingsOfMirror(mirror({ ...part, autoConfigUrl: text('http://w') })).pac?.enabled).toBe(true);
  });

  it('is a blob with every string that ASCII can hold, and is off', () => {
    expect(blobOfMirror(null)).toEqual(freshWinInetBlob());
    const strings = { proxyEnable: dword(1), proxyServer: text('a:1'), proxyOverride: text('\u00fc') };
    expect(blobOfMirror(mirror({ ...strings, autoConfigUrl: expand('http://w') }))).toEqual({
      ...freshWinInetBlob(),
      proxy: 'a:1',
      pac: 'http://w',
    });
  });
});
