import { describe, expect, it } from 'vitest';
import {
  encodeWinHttpBlob,
  freshWinHttpBlob,
  type WinHttpBlob,
} from '../../../src/core/codec/winhttp-blob.ts';
import {
  encodeWinInetBlob,
  freshWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { isAsWritten, proxyMeaning, sameSetting } from '../../../src/core/stores/same-setting.ts';
import { dword, text } from './registry-scene.ts';

const LAN = 'DefaultConnectionSettings';
const LEGACY = 'savedlegacysettings';
const WINHTTP = 'winhttpsettings';
const binary = (bytes: Uint8Array): RegistryValue => ({ kind: 'binary', bytes });
const inet = (part: Partial<WinInetBlob>) =>
  binary(encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: 'a:1', ...part }));
const http = (part: Partial<WinHttpBlob>) =>
  binary(encodeWinHttpBlob({ ...freshWinHttpBlob(), flags: 3, proxy: 'a:1', ...part }));
const damaged = (byte: number) => binary(new Uint8Array([byte, 2, 3]));

describe('sameSetting', () => {
  it.each<[boolean, string, string, RegistryValue | null, RegistryValue | null]>([
    [true, 'both absent', LAN, null, null],
    [false, 'one absent', LAN, inet({}), null],
    [false, 'one absent, WinHTTP', WINHTTP, null, http({})],
    [true, 'the counter of WinINET', LAN, inet({ counter: 4 }), inet({ counter: 9 })],
    [false, 'the flags of WinINET', LAN, inet({}), inet({ flags: 1 })],
    [false, 'the auto-detect bit', LAN, inet({}), inet({ flags: 11 })],
    [false, 'the proxy of WinINET', LAN, inet({}), inet({ proxy: 'http://a:1' })],
    [false, 'the bypass list of WinINET', LAN, inet({}), inet({ bypass: 'x' })],
    [false, 'the PAC address of WinINET', LAN, inet({}), inet({ pac: 'http://w' })],
    [true, 'the auto-detect bit of the legacy settings', LEGACY, inet({}), inet({ flags: 11 })],
    [true, 'the direct bit of the legacy settings', LEGACY, inet({}), inet({ flags: 2 })],
    [
      true,
      'strings of the legacy settings that are off',
      LEGACY,
      inet({ flags: 1, bypass: 'x' }),
      inet({ flags: 1, proxy: '' }),
    ],
    [true, 'a PAC address of the legacy settings that is off', LEGACY, inet({}), inet({ pac: 'http://w' })],
    [
      false,
      'a PAC address of the legacy settings',
      LEGACY,
      inet({ flags: 7, pac: 'http://v' }),
      inet({ flags: 7, pac: 'http://w' }),
    ],
    [false, 'the proxy bit of the legacy settings', LEGACY, inet({}), inet({ flags: 1 })],
    [false, 'the proxy of the legacy settings', LEGACY, inet({}), inet({ proxy: 'b:1' })],
    [false, 'the bypass list of the legacy settings', LEGACY, inet({ bypass: 'x' }), inet({ bypass: 'y' })],
    [true, 'the header of WinHTTP', WINHTTP, http({ version: 0x18, flags: 2 }), http({ counter: 1 })],
    [
      true,
      'separators and http:// of WinHTTP',
      WINHTTP,
      http({ proxy: 'A:1; b' }),
      http({ proxy: 'http://a:1/;b' }),
    ],
    [false, 'the proxy of WinHTTP', WINHTTP, http({}), http({ proxy: 'b:1' })],
    [false, 'the bypass list of WinHTTP', WINHTTP, http({}), http({ bypass: 'x' })],
    [false, 'whether WinHTTP has a proxy', WINHTTP, http({}), http({ flags: 1 })],
    [false, 'two that cannot be read', LAN, damaged(1), damaged(2)],
    [false, 'one that cannot be read', LAN, inet({}), damaged(2)],
    [false, 'the other one that cannot be read', LAN, damaged(2), inet({})],
    [false, 'two of WinHTTP that cannot be read', WINHTTP, damaged(1), damaged(2)],
    [false, 'one of WinHTTP that cannot be read', WINHTTP, http({ flags: 1 }), damaged(2)],
    [false, 'the other of WinHTTP that cannot be read', WINHTTP, damaged(2), http({ flags: 1 })],
    [false, 'another type', LAN, text('a'), text('b')],
    [false, 'a type that is not a blob', LAN, inet({}), dword(1)],
    [false, 'a type that is not a blob, before', LAN, dword(1), inet({})],
  ])('is %s with another: %s', (same, _, name, a, b) => {
    expect(sameSetting(name, a, b)).toBe(same);
  });
});

describe('isAsWritten', () => {
  it.each<[boolean, string, RegistryValue, RegistryValue]>([
    [true, LAN, inet({ counter: 4 }), inet({ counter: 9 })],
    [false, LAN, inet({}), inet({ proxy: 'b:1' })],
    [true, WINHTTP, http({}), http({})],
    [false, WINHTTP, http({ counter: 1 }), http({})],
  ])('is %s for %s', (expected, name, found, next) => {
    expect(isAsWritten(name, found, next)).toBe(expected);
  });
});

describe('proxyMeaning', () => {
  it.each([
    [3, 'P:1; http=http://q/', 'X ;y', '["p:1;http=q",["x","y"]]'],
    [2, 'https=http://q;ftp=http://f', '', '["https=q;ftp=f",[]]'],
    [3, 'a=http://q;xhttp://r', '', '["a=http://q;xhttp://r",[]]'],
    [3, ' ; ', 'x', null],
    [1, 'p:1', 'x', null],
  ])('flags %i, "%s" and "%s": %s', (flags, proxy, bypass, expected) => {
    expect(proxyMeaning({ flags, proxy, bypass })).toBe(expected);
  });
});
