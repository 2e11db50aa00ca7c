import { sstpCauses } from '../evidence/event-findings.ts';
import type { Known } from './model.ts';

/** What Windows, .NET and `netsh` say without a number. */
type MessageRow = readonly [
  id: string,
  name: string,
  proxy: NonNullable<Known['proxy']>,
  meaning: string,
  causes: Known['causes'],
  own?: Partial<Pick<Known, 'basis' | 'sources' | 'specificity'>>,
];

const DOCUMENTED = { basis: 'documented', sources: ['sstp-events'] } as const;
const OUTER = { ...DOCUMENTED, specificity: 'generic' } as const;
const OF_CAUSE = { ...DOCUMENTED, specificity: 'cause' } as const;

const MESSAGES: readonly MessageRow[] = [
  [
    'rassstp-1',
    'RasSstp event 1',
    'possible',
    'The SSTP request could not be sent: no connection, or a certificate that is not trusted. A code in the same event shows more.',
    sstpCauses(1),
    OUTER,
  ],
  ['rassstp-2', 'RasSstp event 2', 'possible', 'No reply to the SSTP request.', sstpCauses(2), OUTER],
  [
    'rassstp-3',
    'RasSstp event 3',
    'possible',
    'The reply to SSTP is not HTTP/1.1.',
    sstpCauses(3),
    DOCUMENTED,
  ],
  [
    'rassstp-4',
    'RasSstp event 4',
    'possible',
    'The server, or a proxy, refused the SSTP request. The data of the event holds the HTTP status.',
    sstpCauses(4),
    DOCUMENTED,
  ],
  ['rassstp-5', 'RasSstp event 5', 'possible', 'SSTP negotiation failed.', sstpCauses(5), DOCUMENTED],
  [
    'rassstp-6',
    'RasSstp event 6',
    'yes',
    'The certificate of the tunnel is not the one that the server has: a proxy, or a device in front of the server, decrypts TLS. SSTP binds the sign-in to the certificate (crypto binding) and ends the connection.',
    sstpCauses(6),
    OF_CAUSE,
  ],
  [
    'rassstp-16',
    'RasSstp event 16',
    'no',
    "The server's certificate is not made for server authentication.",
    sstpCauses(16),
    OF_CAUSE,
  ],
  [
    'rassstp-23',
    'RasSstp event 23',
    'yes',
    'The proxy requires authentication, which SSTP does not support.',
    sstpCauses(23),
    OF_CAUSE,
  ],
  [
    'rassstp-server',
    'RasSstp (server): certificate of the listener',
    'no',
    'On the SSTP server, the service has no usable certificate or certificate hash. This event is of the server, not of the client.',
    ['server-binding'],
    DOCUMENTED,
  ],
  [
    'rasclient-20227',
    'RasClient event 20227',
    'possible',
    'A VPN connection failed. The end of the text has the error code: explain that code.',
    ['inner-error'],
    { basis: 'documented', sources: ['ras-events'], specificity: 'generic' },
  ],
  [
    'dotnet-trust',
    '.NET: the certificate is not accepted',
    'possible',
    'A TLS certificate was not accepted: its root is not trusted, its name does not match, or its revocation could not be checked. The text after it shows which.',
    ['root-not-trusted', 'inspection', 'name-mismatch', 'revocation-not-aligned'],
  ],
  [
    'dotnet-tls',
    '.NET: the SSL connection failed',
    'possible',
    'TLS failed. The inner exception has the cause.',
    ['inner-error', 'inspection'],
    { specificity: 'generic' },
  ],
  [
    'proxy-name',
    'The name of the proxy',
    'yes',
    'The name of the proxy does not resolve.',
    ['proxy-dead'],
    { specificity: 'cause' },
  ],
  [
    'openvpn-control',
    'Azure VPN Client: no reply to VPN control packets',
    'possible',
    'OpenVPN of the Azure VPN Client, not SSTP: its TLS on TCP 443 gets no proper reply. A proxy or firewall that inspects or blocks it, or the server secret or certificate of the profile, can be the cause.',
    ['inspection', 'silence'],
  ],
  [
    'schannel-alert',
    'Schannel event 36887 or 36888',
    'possible',
    'TLS ended with an alert, from the other side (36887) or from this computer (36888). 42 to 46 and 48: a certificate was not accepted. 40, 70, 71: no TLS version or cipher suite in common. The event can be of any program: compare its process and time.',
    ['gateway-tls', 'inspection'],
    { basis: 'documented', sources: ['schannel-events', 'schannel-alerts'], specificity: 'generic' },
  ],
  [
    'capi2-fetch',
    'CAPI2 event 53',
    'possible',
    'Windows fetches a CRL, an OCSP response or a certificate over HTTP, through WinHTTP. The result at the end of the event shows whether that worked.',
    ['revocation-not-aligned', 'revocation-blocked'],
    { basis: 'documented', sources: ['capi2'] },
  ],
  [
    'capi2-details',
    'CAPI2 event',
    'possible',
    'An event of certificate checks. Its result is not in this text, only in its details: paste them (Details, XML View).',
    ['inner-error'],
    { basis: 'documented', sources: ['capi2'], specificity: 'generic' },
  ],
  [
    'advproxy',
    'netsh winhttp show advproxy',
    'possible',
    'A setting of the user or of the computer in the form of WinINET: a proxy, a PAC file or auto-detect. It is not the proxy of WinHTTP, which netsh winhttp show proxy shows.',
    [],
    { basis: 'documented', sources: ['netsh-advproxy'] },
  ],
  [
    'tcp-direct',
    'Test-NetConnection',
    'possible',
    'A direct TCP connection failed. Test-NetConnection does not use a proxy, so where a proxy is required this is usual, and no error of the VPN.',
    ['wininet-missing', 'gateway-tcp'],
    { specificity: 'generic' },
  ],
];

/** What `netsh winhttp show proxy` shows, and what is wrong with it. */
const SETTINGS: readonly MessageRow[] = [
  [
    'winhttp-direct',
    'WinHTTP',
    'possible',
    'WinHTTP has no proxy, so the revocation check of SSTP and Windows Update connect directly. Where HTTP needs a proxy, that is the usual cause of 0x80092013. Without such a need it is right.',
    [],
    { basis: 'documented' },
  ],
  [
    'winhttp-proxy',
    'WinHTTP',
    'possible',
    'WinHTTP uses this proxy: so do the revocation check of SSTP and Windows Update. Its form has no fault. Whether it answers is not in this text.',
    [],
    { basis: 'documented' },
  ],
  [
    'winhttp-loopback',
    'WinHTTP',
    'possible',
    'WinHTTP uses a proxy on this computer itself (loopback). This is usually a per-user proxy agent, and without it the revocation check of SSTP and Windows Update fail.',
    ['proxy-dead'],
  ],
  [
    'winhttp-quotes',
    'WinHTTP',
    'yes',
    'The list has quotation marks, which WinHTTP takes as a part of the name, so the proxy is not used. They usually come from a command copied from a web page.',
    ['winhttp-list'],
    { basis: 'documented', specificity: 'cause' },
  ],
  [
    'winhttp-credentials',
    'WinHTTP',
    'yes',
    'The list has a user name or password, which WinHTTP does not support. Remove it from the list, and from wherever this text was pasted.',
    ['winhttp-list'],
    { basis: 'documented', specificity: 'cause' },
  ],
  [
    'winhttp-socks',
    'WinHTTP',
    'yes',
    'The list has only SOCKS, which WinHTTP does not support for HTTP.',
    ['winhttp-list'],
    { basis: 'documented', specificity: 'cause' },
  ],
  [
    'winhttp-bad-list',
    'WinHTTP',
    'yes',
    'The list has an entry that is not HOST:PORT, as WinHTTP needs it.',
    ['winhttp-list'],
    { basis: 'documented', specificity: 'cause' },
  ],
];

/** The setting of the user, from its values in the registry. */
const USER_SETTINGS: readonly MessageRow[] = [
  ['wininet-proxy', 'WinINET', 'possible', "The user's proxy, which the tunnel of SSTP uses.", []],
  ['wininet-direct', 'WinINET', 'possible', 'The user has no proxy, so SSTP connects directly.', []],
  ['wininet-automatic', 'WinINET', 'possible', 'A PAC file or auto-detection gives SSTP its proxy.', []],
  ['wininet-part', 'WinINET', 'possible', "The text shows only a part of the user's setting.", []],
];

/** All messages, events and settings without a number, by id. */
export const KNOWN_MESSAGES: Readonly<Record<string, Known>> = Object.fromEntries([
  ...MESSAGES.map((row) => [row[0], knownFrom('message', row)] as const),
  ...USER_SETTINGS.map((row) => [row[0], { ...knownFrom('setting', row), basis: 'documented' }] as const),
  ...SETTINGS.map((row) => [row[0], { ...knownFrom('setting', row), sources: ['netsh-winhttp'] }] as const),
]);

function knownFrom(kind: 'message' | 'setting', [id, name, proxy, meaning, causes, own]: MessageRow): Known {
  return {
    kind,
    id,
    name,
    proxy,
    meaning,
    causes,
    basis: own?.basis ?? 'general-knowledge',
    sources: own?.sources ?? [],
    specificity: own?.specificity ?? 'part',
  };
}
