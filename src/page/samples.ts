import { encodeWinHttpBlob } from '../core/codec/winhttp-blob.ts';
import { encodeWinInetBlob, freshWinInetBlob } from '../core/codec/wininet-blob.ts';
import { INTERNET_SETTINGS } from '../core/model/locations.ts';
import type { PageFile } from './recognise.ts';
import type { Sample } from './samples-names.ts';

const PROXY = 'proxy.contoso.example:8080';
const PROXIES: Readonly<Record<Sample, { user: string; computer: string }>> = {
  broken: { user: PROXY, computer: '' },
  quotes: { user: PROXY, computer: `\u0093${PROXY}\u0094` },
  aligned: { user: PROXY, computer: PROXY },
};

/** The export of a computer that is made up: the user's setting, and that of both WinHTTP views. */
export function sampleFile(sample: Sample): PageFile {
  const { user, computer } = PROXIES[sample];
  const blob = encodeWinInetBlob({ ...freshWinInetBlob(), counter: 64, flags: 3, proxy: user });
  const flags = computer === '' ? 1 : 3;
  const setting = encodeWinHttpBlob({ version: 0x28, counter: 0, flags, proxy: computer, bypass: '' });
  const views = ['Software', 'Software\\WOW6432Node'].map((above) =>
    INTERNET_SETTINGS.replace(/^Software/, `HKEY_LOCAL_MACHINE\\${above}`),
  );
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    `[HKEY_CURRENT_USER\\${INTERNET_SETTINGS}]`,
    '"ProxyEnable"=dword:00000001',
    `"ProxyServer"="${user}"`,
    '',
    `[HKEY_CURRENT_USER\\${INTERNET_SETTINGS}\\Connections]`,
    `"DefaultConnectionSettings"=hex:${hexOf(blob)}`,
    '',
    ...views.flatMap((view) => [`[${view}\\Connections]`, `"WinHttpSettings"=hex:${hexOf(setting)}`, '']),
  ];
  return {
    name: `sample-${sample}.reg`,
    bytes: new TextEncoder().encode(lines.join('\r\n')),
    modifiedAt: Date.UTC(2026, 0, 1),
  };
}

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
