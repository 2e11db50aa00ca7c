import { encodeWinHttpBlob } from '../core/codec/winhttp-blob.ts';
import { encodeWinInetBlob, freshWinInetBlob } from '../core/codec/wininet-blob.ts';
import { INTERNET_SETTINGS, WINHTTP_VALUE, WOW64_INTERNET_SETTINGS } from '../core/model/locations.ts';
import type { RegistryValue } from '../core/model/registry.ts';
import { composeRegFile } from '../core/reg-file/compose.ts';
import type { PageFile } from './runs.ts';
import type { PageTexts } from './texts.ts';

/** Sample computers for a first try of the page. */
export type Sample = keyof PageTexts['sampleNames'];

const PROXY = 'proxy.contoso.example:8080';
const PROXIES: Readonly<Record<Sample, { user: string; computer: string }>> = {
  broken: { user: PROXY, computer: '' },
  quotes: { user: PROXY, computer: `\u0093${PROXY}\u0094` },
  aligned: { user: PROXY, computer: PROXY },
};

/** A registry export with a user's proxy setting and both WinHTTP views. */
export function sampleFile(sample: Sample): PageFile {
  const { user, computer } = PROXIES[sample];
  const ofUser = `HKEY_CURRENT_USER\\${INTERNET_SETTINGS}`;
  const blob = encodeWinInetBlob({ ...freshWinInetBlob(), counter: 64, flags: 3, proxy: user });
  const flags = computer === '' ? 1 : 3;
  const setting = encodeWinHttpBlob({ version: 0x28, counter: 0, flags, proxy: computer, bypass: '' });
  const write = (key: string, name: string, next: RegistryValue) => ({ key, name, expected: null, next });
  const bytes = composeRegFile([
    write(ofUser, 'ProxyEnable', { kind: 'dword', number: 1 }),
    write(ofUser, 'ProxyServer', { kind: 'string', text: user }),
    write(`${ofUser}\\Connections`, 'DefaultConnectionSettings', { kind: 'binary', bytes: blob }),
    ...[INTERNET_SETTINGS, WOW64_INTERNET_SETTINGS].map((view) =>
      write(`HKEY_LOCAL_MACHINE\\${view}\\Connections`, WINHTTP_VALUE, { kind: 'binary', bytes: setting }),
    ),
  ]);
  return { name: `sample-${sample}.reg`, bytes, modifiedAt: Date.UTC(2026, 0, 1) };
}
