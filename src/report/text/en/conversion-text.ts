import type { ConversionCode } from '../../../core/proxy/conversion-table.ts';

/** What became of a token that does not mean the same in both stores, as a sentence without its full stop. */
export const CONVERSIONS_EN: Record<ConversionCode, string> = {
  'ftp-dropped': 'WinHTTP has no ftp proxy; it is left out',
  'same-server-collapsed': 'the same server for http and https is written once',
  'socks-dropped': 'WinHTTP cannot use SOCKS; it is left out',
  'socks-only': 'WinHTTP and SSTP cannot use a SOCKS proxy',
  'tls-proxy': 'an https:// proxy is not known to work with WinHTTP or SSTP',
  'port-left-out': 'no port is written; Windows is taken to use 80',
  'pac-needs-resolution': 'WinHTTP cannot hold a PAC file',
  'pac-not-http': 'Windows reads a PAC file by http and https only',
  'auto-detect-needs-resolution': 'WinHTTP cannot hold auto-detect',
  'pac-overrides': 'WinINET asks the PAC file before the proxy set by hand',
  'auto-detect-overrides': 'WinINET tries auto-detect before the proxy set by hand',
  'loopback-subtraction': '<-loopback> is copied; WinHTTP does not document it',
  'wildcard-not-leftmost':
    'WinHTTP knows a wildcard only at the left end; the entry is copied but may count in WinINET alone',
  'bypass-scheme-or-port':
    'WinHTTP does not document schemes and ports in a bypass list; the entry is copied but may count in WinINET alone',
  'bypass-too-long': 'the bypass list is longer than WinINET takes (2064 characters)',
  'several-proxies': 'WinHTTP uses the first proxy of a list only',
  'loopback-proxy': 'a proxy on loopback belongs to one user session; services cannot rely on it',
  'loopback-proxy-allowed': 'a proxy on loopback, written because it was named',
  'no-usable-server': 'no server in the list can be used',
  'prefix-removed': 'http:// in front of the proxy is left out; it means the same',
  'trailing-slash': 'the slash behind the proxy is left out',
  'comma-separator': 'commas are replaced by semicolons',
  'blank-separator': 'blanks separate entries, so this is a list',
  'idn-to-ascii': 'the name is stored in its ASCII form',
  'comma-in-entry': 'a comma stands inside an entry',
  'unknown-scheme': 'the protocol is not one that a proxy list knows',
  'empty-entry': 'an empty entry is left out',
  credentials: 'a user name or password stands in the proxy string; it is never copied',
  quotes: 'quotation marks stand in the string, probably from a command copied from a web page',
  'non-ascii': 'characters outside ASCII cannot be stored safely',
  'unknown-prefix': 'the prefix in front of the proxy is not known',
  path: 'a path stands behind the proxy',
  'no-host': 'no host stands in the entry',
  'bad-host': 'the host is not a host name',
  'bad-port': 'the port is not a port',
  'ipv6-without-brackets': 'an IPv6 address needs brackets',
  'bad-entry': 'the entry cannot be read',
};

export function conversionText(code: ConversionCode, detail: string): string {
  return detail === '' ? CONVERSIONS_EN[code] : `${detail}: ${CONVERSIONS_EN[code]}`;
}
