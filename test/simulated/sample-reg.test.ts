import { expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/simulated/simulated-servers.ts';

it('is what reg export writes', () => {
  const bytes = sampleRegText({ proxyHost: 'p.example', proxyPort: 8080, bypass: '<local>;*.corp' });
  expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x57, 0x00]);
  const text = bytes.toString('utf16le').slice(1);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const blob = (counter: string) =>
    `46,00,00,00,${counter},00,00,00,03,00,00,00,0e,00,00,00,70,2e,65,78,61,6d,70,6c,65,3a,38,30,38,30,` +
    `0e,00,00,00,3c,6c,6f,63,61,6c,3e,3b,2a,2e,63,6f,72,70,${'00,'.repeat(35)}00`;
  expect(text.replaceAll('\\\r\n  ', '')).toBe(
    [
      'Windows Registry Editor Version 5.00',
      '',
      '[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]',
      '"CertificateRevocation"=dword:00000001',
      '"MigrateProxy"=dword:00000001',
      '"ProxyEnable"=dword:00000001',
      '"ProxyServer"="p.example:8080"',
      '"ProxyOverride"="<local>;*.corp"',
      '',
      '[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections]',
      `"DefaultConnectionSettings"=hex:${blob('0c')}`,
      `"SavedLegacySettings"=hex:${blob('25')}`,
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections]',
      '"WinHttpSettings"=hex:28,00,00,00,00,00,00,00,01,00,00,00,00,00,00,00,00,00,00,00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections]',
      '"WinHttpSettings"=hex:28,00,00,00,00,00,00,00,01,00,00,00,00,00,00,00,00,00,00,00',
      '',
      '',
    ].join('\r\n'),
  );
});

it('breaks long values where reg export does', () => {
  const text = sampleRegText({
    proxyHost: 'proxy.example',
    proxyPort: 3128,
    bypass: 'x'.repeat(400),
  }).toString('utf16le');
  const lines = text.split('\r\n').filter((line) => line.endsWith('\\'));
  expect(lines[0]).toBe('"DefaultConnectionSettings"=hex:46,00,00,00,0c,00,00,00,03,00,00,00,12,00,00,\\');
  expect(lines.at(-1)).toBe(
    '"WinHttpSettings"=hex:28,00,00,00,00,00,00,00,01,00,00,00,00,00,00,00,00,00,00,\\',
  );
  expect(lines[1]).toMatch(/^ {2}([0-9a-f]{2},){25}\\$/);
});
