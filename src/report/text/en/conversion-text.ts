import type { ConversionCode } from '../../../core/proxy/conversion-table.ts';
import { withQuotes } from '../../../core/proxy/list-issue.ts';

/** How a token without the same meaning in both settings was converted, as a sentence without its full stop. */
export const CONVERSIONS_EN: Record<ConversionCode, string> = {
  'ftp-dropped': 'WinHTTP has no ftp proxy; it is left out',
  'same-server-collapsed': 'the same server for http and https is written once',
  'socks-dropped': 'WinHTTP cannot use SOCKS; it is left out',
  'socks-only': 'WinHTTP and SSTP cannot use a SOCKS proxy',
  'tls-proxy': 'WinHTTP and SSTP are not known to work with an https:// proxy',
  'port-left-out': 'no port is written; Windows is assumed to use port 80',
  'pac-needs-resolution': 'WinHTTP cannot hold a PAC file',
  'pac-not-http': 'Windows reads a PAC file by http and https only',
  'auto-detect-needs-resolution': 'WinHTTP cannot hold auto-detect',
  'pac-overrides': 'WinINET uses the PAC file before the manual proxy',
  'auto-detect-overrides': 'WinINET tries auto-detect before the manual proxy',
  'loopback-subtraction': '<-loopback> is copied; WinHTTP does not document it',
  'wildcard-not-leftmost':
    'WinHTTP supports a wildcard only at the left end; the entry is copied but may work only in WinINET',
  'bypass-scheme-or-port':
    'WinHTTP does not document schemes and ports in a bypass list; the entry is copied but may work only in WinINET',
  'bypass-too-long': 'the bypass list is longer than WinINET accepts (2064 characters)',
  'several-proxies': 'WinHTTP uses the first proxy of a list only',
  'loopback-proxy': 'a loopback proxy belongs to one user session; services cannot rely on it',
  'loopback-proxy-allowed': 'a loopback proxy; it is written because you named it',
  'no-usable-server': 'no server in the list can be used',
  'prefix-removed': 'http:// in front of the proxy is left out; it means the same',
  'trailing-slash': 'the slash after the proxy is left out',
  'comma-separator': 'commas are replaced by semicolons',
  'blank-separator': 'blanks separate entries, so this is a list',
  'idn-to-ascii': 'the name is stored in its ASCII form',
  'comma-in-entry': 'an entry has a comma',
  'unknown-scheme': 'a proxy list does not support this protocol',
  'empty-entry': 'an empty entry is left out',
  credentials: 'the proxy string has a user name or password; it is never copied',
  quotes: 'the string has quotation marks, probably from a command copied from a web page',
  'non-ascii': 'characters outside ASCII cannot be stored safely',
  'unknown-prefix': 'the prefix in front of the proxy is not supported',
  path: 'the proxy has a path',
  'no-host': 'the entry has no host',
  'bad-host': 'the host is not a host name',
  'bad-port': 'the port is not a port',
  'ipv6-without-brackets': 'an IPv6 address needs brackets',
  'bad-entry': 'the entry cannot be read',
};

export function conversionText(code: ConversionCode, detail: string): string {
  return detail === '' ? CONVERSIONS_EN[code] : `${withQuotes(detail)}: ${CONVERSIONS_EN[code]}`;
}
