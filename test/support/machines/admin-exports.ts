import { encodeWinHttpBlob, freshWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { INTERNET, regText, USER_SETTINGS } from './reg-text.ts';

const HKLM = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
const COMPUTER = `${HKLM}\\${INTERNET}`;
const PROXY = 'proxy.contoso.example:8080';

type Keys = Parameters<typeof regText>[0];

/** The key of a user as regedit exports it, with the subkeys that programs put there. */
function user(blob: Parameters<typeof encodeWinInetBlob>[0] | null, strings: Keys[string] = {}): Keys {
  return {
    [USER_SETTINGS]: { 'User Agent': 'Mozilla/4.0', ProxyEnable: 0, ...strings },
    ...(blob !== null && {
      [`${USER_SETTINGS}\\Connections`]: { DefaultConnectionSettings: encodeWinInetBlob(blob) },
    }),
    [`${USER_SETTINGS}\\ZoneMap`]: { AutoDetect: 1 },
  };
}

function proxied(proxy: string, bypass = ''): Keys {
  return user(
    { ...freshWinInetBlob(), counter: 12, flags: 3, proxy, bypass },
    { ProxyEnable: 1, ProxyServer: proxy, ...(bypass !== '' && { ProxyOverride: bypass }) },
  );
}

/** The key of a computer; `null` without a WinHTTP setting, and without the key that holds it. */
function computer(winHttp: Uint8Array | null, root = COMPUTER): Keys {
  return {
    [root]: { MinorVersion: '0', WarnOnIntranet: 1 },
    ...(winHttp !== null && { [`${root}\\Connections`]: { WinHttpSettings: winHttp } }),
  };
}

const winHttp = (proxy: string) => encodeWinHttpBlob({ ...freshWinHttpBlob(), flags: 3, proxy });
const WOW64 = `${HKLM}\\WOW6432Node\\${INTERNET}`;
const utf8 = (keys: Keys) => Buffer.from(regText(keys).toString('utf16le').replace('\ufeff', ''), 'utf8');
/** Quotation marks as a Japanese Windows stores them. */
const CP932_QUOTES = `\u0081g${PROXY}\u0081h`;

/** Exports of one computer as administrators make them, by file name. */
export const ADMIN_EXPORTS: Readonly<Record<string, Readonly<Record<string, Buffer>>>> = {
  'the two keys of regedit, without WOW6432Node': {
    'user.reg': regText(proxied(PROXY)),
    'computer.reg': regText(computer(null)),
  },
  'both in one file, with WOW6432Node, aligned, UTF-8': {
    'pc.reg': utf8({ ...proxied(PROXY), ...computer(winHttp(PROXY)), ...computer(winHttp(PROXY), WOW64) }),
  },
  'HKCU alone': { 'user.reg': regText(proxied(PROXY)) },
  'HKLM alone': { 'computer.reg': regText(computer(winHttp(PROXY))) },
  'a user with strings alone, UTF-8': {
    'pc.reg': utf8({ ...user(null, { ProxyEnable: 1, ProxyServer: PROXY }), ...computer(winHttp(PROXY)) }),
  },
  'ProxySettingsPerUser=0': {
    'pc.reg': regText({
      ...user({ ...freshWinInetBlob(), flags: 1 }),
      ...computer(null),
      [COMPUTER]: { ProxyEnable: 1, ProxyServer: PROXY },
      [`${COMPUTER}\\Connections`]: {
        DefaultConnectionSettings: encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: PROXY }),
      },
      [`${HKLM}\\Policies\\${INTERNET}`]: { ProxySettingsPerUser: 0 },
    }),
  },
  'quotation marks of code page 932 in WinHTTP': {
    'pc.reg': regText({ ...proxied(PROXY), ...computer(winHttp(CP932_QUOTES)) }),
  },
  'HKLM alone, with quotation marks in WinHTTP': { 'pc.reg': regText(computer(winHttp(CP932_QUOTES))) },
  'a PAC file': {
    'pc.reg': regText({
      ...user(
        { ...freshWinInetBlob(), flags: 5, pac: 'http://pac.contoso.example/proxy.pac' },
        { AutoConfigURL: 'http://pac.contoso.example/proxy.pac' },
      ),
      ...computer(null),
    }),
  },
  SOCKS: { 'pc.reg': regText({ ...proxied('socks=socks.contoso.example:1080'), ...computer(null) }) },
  credentials: { 'pc.reg': regText({ ...proxied(`anna:secret@${PROXY}`), ...computer(null) }) },
  'a truncated WinHTTP setting': {
    'pc.reg': regText({ ...proxied(PROXY), ...computer(winHttp(PROXY).subarray(0, 20)) }),
  },
  'several computers in one folder': {
    'PC-1.reg': regText({ ...proxied(PROXY), ...computer(null) }),
    'PC-2.reg': regText({ ...proxied('other.contoso.example:8080'), ...computer(null) }),
  },
};
