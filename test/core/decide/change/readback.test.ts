import { describe, expect, it } from 'vitest';
import { encodeWinHttpBlob, freshWinHttpBlob } from '../../../../src/core/codec/winhttp-blob.ts';
import type { StoreChange } from '../../../../src/core/decide/plan.ts';
import { compareReadBack, compareValues, shownText } from '../../../../src/core/decide/readback.ts';
import type { RegistryValue } from '../../../../src/core/model/registry.ts';
import { type Message, toText } from '../../../../src/core/model/say.ts';
import { DIRECT_WINHTTP, type ProxySettings } from '../../../../src/core/proxy/settings.ts';
import { dword, registryOf, text, WINHTTP } from '../../stores/registry-scene.ts';

const KEY = 'HKEY_CURRENT_USER\\Software\\x';
const shown = (value: Message | string) => (typeof value === 'string' ? value : toText(value));
const bytes = (...list: number[]) => new Uint8Array(list);

describe('a value that is read back', () => {
  it.each<[string, RegistryValue | null]>([
    ['absent', null],
    ['2 bytes', { kind: 'binary', bytes: bytes(1, 2) }],
    ['1 bytes', { kind: 'other', type: 9, bytes: bytes(1) }],
    ['"a:1"', text('a:1')],
    ['"b\\x07"', { kind: 'expand-string', text: 'b\u0007' }],
    ['a text of 12 characters', text('bob:s3cret@a')],
    ['2 strings', { kind: 'multi-string', texts: ['a', 'b'] }],
    ['7', dword(7)],
    ['8', { kind: 'qword', number: 8n }],
  ])('is shown as %s', (expected, value) => {
    const registry = registryOf({ [KEY]: value === null ? {} : { v: value } });
    const [mismatch] = compareValues(registry, 'wininet/x/lan', [
      { key: KEY, name: 'v', expected: null, next: value === null ? dword(1) : dword(99) },
    ]);
    expect(mismatch).toMatchObject({ store: 'wininet/x/lan', where: `${KEY}\\v` });
    expect(shown(mismatch?.found ?? '')).toBe(expected);
    expect(shown(mismatch?.expected ?? '')).toBe(value === null ? '1' : '99');
  });

  it('that matches, or is absent as it should be, is no mismatch', () => {
    const write = (next: RegistryValue | null, name = 'v') => [{ key: KEY, name, expected: null, next }];
    expect(compareValues(registryOf({ [KEY]: { v: dword(1) } }), 's', write(dword(1)))).toEqual([]);
    expect(compareValues(registryOf({ [KEY]: { v: dword(1) } }), 's', write(null, 'w'))).toEqual([]);
    expect(compareValues(registryOf({}), 's', write(null))).toEqual([]);
    expect(compareValues(registryOf({ [KEY]: { v: dword(1) } }), 's', write(null))).toHaveLength(1);
    expect(shown(shownText('a%40b'))).toBe('a text of 5 characters');
  });
});

describe('a WinHTTP setting that the setter of Windows wrote', () => {
  const named: ProxySettings = {
    ...DIRECT_WINHTTP,
    proxy: { enabled: true, servers: [{ scheme: 'all', host: 'a', port: 1 }] },
  };
  const blob = (part: object): RegistryValue => ({
    kind: 'binary',
    bytes: encodeWinHttpBlob({ ...freshWinHttpBlob(), flags: 3, proxy: 'a:1', ...part }),
  });
  const change = (bySetter: boolean): StoreChange => ({
    ...{ store: 'winhttp/native', action: 'set', before: null, after: named, needsElevation: true },
    writes: [{ key: WINHTTP, name: 'WinHttpSettings', expected: null, next: blob({}) }],
    winHttp: bySetter ? ({} as NonNullable<StoreChange['winHttp']>) : null,
  });
  const found = (value: RegistryValue, bySetter = true) =>
    compareReadBack(registryOf({ [WINHTTP]: { WinHttpSettings: value } }), [change(bySetter)]).map(
      ({ where, expected, found: is }) => `${where}: ${shown(is)}, not ${shown(expected)}`,
    );

  it('may have another header, but no other proxy', () => {
    expect(found(blob({}))).toEqual([]);
    expect(found(blob({ counter: 9 }))).toEqual([]);
    expect(found(blob({ proxy: 'b:1' }))).toEqual(['winhttp/native: proxy b:1, not proxy a:1']);
    expect(found({ kind: 'binary', bytes: bytes(1) })).toEqual([
      'winhttp/native: something unreadable, not proxy a:1',
    ]);
    expect(found(blob({ counter: 9 }), false)).toEqual([
      `${WINHTTP}\\WinHttpSettings: 23 bytes, not 23 bytes`,
    ]);
  });

  it('also where the setter wrote the other view, and for no other store', () => {
    const registry = registryOf({
      [WINHTTP]: { WinHttpSettings: blob({ counter: 9 }) },
      [KEY]: { v: dword(1) },
    });
    const inet: StoreChange = {
      ...change(true),
      store: 'wininet/x/lan',
      writes: [{ key: KEY, name: 'v', expected: null, next: dword(2) }],
    };
    expect(compareReadBack(registry, [change(false), inet])).toMatchObject([{ where: `${KEY}\\v` }]);
  });
});
