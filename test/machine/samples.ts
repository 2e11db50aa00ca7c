import type { Observation } from '../../src/core/model/observation.ts';
import { RegistrySnapshot } from '../../src/core/model/registry.ts';
import { serializeCapture } from '../../src/machine/recorded/capture.ts';

export const SETTINGS = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
export const CONNECTIONS = `${SETTINGS}\\Connections`;
const WINHTTP =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';

/** The form of `reg export`, written by hand. */
export function regText(): string {
  return [
    'Windows Registry Editor Version 5.00',
    '',
    `[${SETTINGS}]`,
    '"ProxyEnable"=dword:00000001',
    '"ProxyServer"="proxy.contoso.example:8080"',
    '; a comment',
    '',
    `[${CONNECTIONS}]`,
    '"DefaultConnectionSettings"=hex:46,00,00,00,02,00,00,00,01,00,00,00,00,00,00,\\',
    '  00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,\\',
    '  00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00',
    '',
    `[${WINHTTP}]`,
    '"WinHttpSettings"=hex:28,00,00,00,00,00,00,00,01,00,00,00,00,00,00,00,00,00,00,\\',
    '  00',
    '',
    '',
  ].join('\r\n');
}

export function sampleObservation(): Observation {
  return {
    collectedAt: '2026-11-24T10:00:00.000Z',
    name: 'PC1',
    os: { platform: 'win32', version: '10.0.18362', build: 18362 },
    powershell: { version: '7.6.9', edition: 'Core', languageMode: 'FullLanguage' },
    user: { name: 'PC1\\admin', sid: 'S-1-5-21-1-2-3-1001', elevated: true },
    registry: new RegistrySnapshot([
      {
        path: SETTINGS,
        visibility: 'present',
        values: new Map([['ProxyEnable', { kind: 'dword', number: 1 }]]),
      },
      {
        path: CONNECTIONS,
        visibility: 'present',
        values: new Map([
          ['DefaultConnectionSettings', { kind: 'binary', bytes: new Uint8Array([0x46, 0, 0, 0]) }],
        ]),
      },
      { path: WINHTTP, visibility: 'absent', values: new Map() },
    ]),
  };
}

export function captureText(): string {
  return `${JSON.stringify(serializeCapture(sampleObservation()), null, 2)}\n`;
}
