import { encodeWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import {
  encodeWinInetBlob,
  freshWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';

export const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
export const USER_SETTINGS = `HKEY_CURRENT_USER\\Software\\${INTERNET}`;

/** A value as a `.reg` file writes it. */
type RegText = number | string | Uint8Array;

/** A `.reg` file in UTF-16LE with these keys, each with its values. */
export function regText(keys: Readonly<Record<string, Readonly<Record<string, RegText>>>>): Buffer {
  const lines = ['Windows Registry Editor Version 5.00', ''];
  for (const [key, values] of Object.entries(keys)) {
    lines.push(`[${key}]`);
    for (const [name, value] of Object.entries(values)) lines.push(`"${escaped(name)}"=${textOf(value)}`);
    lines.push('');
  }
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf16le');
}

/**
 * A user whose LAN setting is this blob, with strings beside it, and a WinHTTP with this setting in both views. By
 * default the strings match the blob, as WinINET leaves them.
 */
export function machineText(
  blob: Partial<WinInetBlob>,
  strings: Readonly<Record<string, RegText>> = {},
  winHttp = '',
  legacy: Partial<WinInetBlob> | null = null,
): Buffer {
  const setting = encodeWinHttpBlob({
    version: 0x28,
    counter: 0,
    flags: winHttp === '' ? 1 : 3,
    proxy: winHttp,
    bypass: '',
  });
  return regText({
    [USER_SETTINGS]: Object.keys(strings).length > 0 ? { ProxyEnable: 0, ...strings } : stringsOf(blob),
    [`${USER_SETTINGS}\\Connections`]: {
      DefaultConnectionSettings: encodeWinInetBlob({ ...freshWinInetBlob(), counter: 64, ...blob }),
      ...(legacy !== null && {
        SavedLegacySettings: encodeWinInetBlob({ ...freshWinInetBlob(), counter: 9, ...legacy }),
      }),
    },
    [`HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}\\Connections`]: { WinHttpSettings: setting },
    [`HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}\\Connections`]: { WinHttpSettings: setting },
  });
}

/** The string values that WinINET writes beside a blob. */
function stringsOf({ flags = 1, proxy = '', bypass = '', pac = '' }: Partial<WinInetBlob>) {
  return {
    ProxyEnable: flags & 2 ? 1 : 0,
    ...(proxy !== '' && { ProxyServer: proxy }),
    ...(bypass !== '' && { ProxyOverride: bypass }),
    ...(flags & 4 && { AutoConfigURL: pac }),
  };
}

function textOf(value: RegText): string {
  if (typeof value === 'number') return `dword:${value.toString(16).padStart(8, '0')}`;
  if (typeof value === 'string') return `"${escaped(value)}"`;
  return `hex:${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join(',')}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
