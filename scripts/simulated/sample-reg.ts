/**
 * The sample machine as `reg export` would write it. The blobs are written here by hand, byte after byte, so that
 * this file and the program's codec are two independent implementations of the format.
 */
export interface SampleRegOptions {
  proxyHost: string;
  proxyPort: number;
  /** As Windows stores it, e.g. `<local>;*.contoso.example`. ASCII. */
  bypass: string;
}

const INTERNET_SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** Version 0x28, counter 0, flags 1 (direct), two empty strings. */
const WINHTTP_DIRECT = [0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** UTF-16LE with BOM and CRLF: WinINET of the user uses this proxy, WinHTTP is direct in both views. */
export function sampleRegText(options: SampleRegOptions): Buffer {
  const proxy = `${options.proxyHost}:${options.proxyPort}`;
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    `[HKEY_CURRENT_USER\\Software\\${INTERNET_SETTINGS}]`,
    '"CertificateRevocation"=dword:00000001',
    '"MigrateProxy"=dword:00000001',
    '"ProxyEnable"=dword:00000001',
    `"ProxyServer"=${quoted(proxy)}`,
    `"ProxyOverride"=${quoted(options.bypass)}`,
    '',
    `[HKEY_CURRENT_USER\\Software\\${INTERNET_SETTINGS}\\Connections]`,
    binary('DefaultConnectionSettings', winInetBlob(12, proxy, options.bypass)),
    binary('SavedLegacySettings', winInetBlob(37, proxy, options.bypass)),
    '',
    `[HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET_SETTINGS}\\Connections]`,
    binary('WinHttpSettings', WINHTTP_DIRECT),
    '',
    `[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET_SETTINGS}\\Connections]`,
    binary('WinHttpSettings', WINHTTP_DIRECT),
    '',
    '',
  ];
  return Buffer.from(`\ufeff${lines.join('\r\n')}`, 'utf16le');
}

/** Version 0x46, counter, flags 3 (direct and proxy), proxy, bypass, no PAC URL, the tail of a machine without auto-detect. */
function winInetBlob(counter: number, proxy: string, bypass: string): number[] {
  return [
    ...u32(0x46),
    ...u32(counter),
    ...u32(3),
    ...u32(proxy.length),
    ...Buffer.from(proxy, 'latin1'),
    ...u32(bypass.length),
    ...Buffer.from(bypass, 'latin1'),
    ...u32(0),
    ...new Array<number>(32).fill(0),
  ];
}

function u32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff];
}

/** `reg export` breaks a hex value after the first comma at or after column 77 and continues after two blanks. */
function binary(name: string, bytes: readonly number[]): string {
  let text = '';
  let line = `${quoted(name)}=hex:`;
  for (const [index, byte] of bytes.entries()) {
    line += byte.toString(16).padStart(2, '0');
    if (index === bytes.length - 1) break;
    line += ',';
    if (line.length >= 77) {
      text += `${line}\\\r\n`;
      line = '  ';
    }
  }
  return text + line;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
