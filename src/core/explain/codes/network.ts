import { codesFrom, type Row } from '../model.ts';

/** Windows Sockets errors, as SSTP shows them: 0x800727xx. */
const SOCKETS: readonly Row[] = [
  [
    10053,
    'WSAECONNABORTED',
    'possible',
    'The connection was ended on this computer.',
    ['dropped-in-setup', 'silence'],
  ],
  [
    10054,
    'WSAECONNRESET',
    'possible',
    'The other side, or a device on the route, reset the connection.',
    ['sstp-off', 'server-binding', 'gateway-tls', 'old-tls', 'inspection', 'proxy-refuses'],
    { sources: ['jpaz-tls'] },
  ],
  [10060, 'WSAETIMEDOUT', 'possible', 'No reply to TCP.', ['silence', 'wininet-missing', 'proxy-dead']],
  [
    10061,
    'WSAECONNREFUSED',
    'possible',
    'TCP was refused: nothing listens on this port.',
    ['proxy-dead', 'gateway-tcp', 'wininet-missing'],
  ],
  [10065, 'WSAEHOSTUNREACH', 'possible', 'No route to the host.', ['gateway-tcp', 'wininet-missing']],
  [
    11001,
    'WSAHOST_NOT_FOUND',
    'yes',
    'This computer cannot resolve the name. With a proxy, the proxy resolves it.',
    ['wininet-missing', 'name-unknown'],
  ],
];

/** Windows system errors, as number or as 0x8007xxxx. */
const WIN32: readonly Row[] = [
  [
    5,
    'ERROR_ACCESS_DENIED',
    'possible',
    'Access denied. The VPN client shows it when the proxy requires authentication (407). From another program it has another cause.',
    ['proxy-auth'],
    { basis: 'documented', sources: ['sstp-event-4'], specificity: 'generic' },
  ],
  [
    64,
    'ERROR_NETNAME_DELETED',
    'possible',
    "The connection was dropped; guides give the server's certificate as the cause.",
    ['server-binding', 'dropped-in-setup', 'inspection'],
  ],
  [
    1225,
    'ERROR_CONNECTION_REFUSED',
    'possible',
    'The connection was refused. From an SSTP server: no port is free. Otherwise nothing listens there, or a proxy or firewall refused it.',
    ['no-port-free', 'no-sstp-server', 'proxy-dead', 'gateway-tcp'],
    { basis: 'documented', sources: ['kb-947031'] },
  ],
  [
    1236,
    'ERROR_CONNECTION_ABORTED',
    'possible',
    'The connection was ended on this computer, by Windows or by a program such as a security agent.',
    ['dropped-in-setup', 'silence'],
    { sources: ['win32-1000'] },
  ],
  [
    1460,
    'ERROR_TIMEOUT',
    'possible',
    'No reply in time. From the Azure VPN Client: it has no permission to run in the background.',
    ['background-permission', 'silence'],
    { basis: 'documented', sources: ['azure-troubleshoot'] },
  ],
];

/** HTTP status of a proxy or a server, as RasSstp event 4 and BITS show it. */
const HTTP: readonly Row[] = [
  [
    0x80190193,
    'HTTP 403',
    'yes',
    'Forbidden by the proxy, or by a device in front of the gateway.',
    ['proxy-refuses', 'proxy-filters-sstp', 'no-sstp-server'],
  ],
  [
    0x80190194,
    'HTTP 404',
    'possible',
    'From a gateway: it answers, but does not support SSTP. From a CRL host: it has no file at this address.',
    ['no-sstp-server', 'inspection', 'revocation-stale'],
  ],
  [
    0x80190197,
    'HTTP 407',
    'yes',
    'The proxy requires authentication, which SSTP does not support.',
    ['proxy-auth'],
    { sources: ['sstp-events'], specificity: 'cause' },
  ],
  [
    0x801901f6,
    'HTTP 502',
    'possible',
    'The proxy cannot reach the gateway.',
    ['gateway-tcp', 'name-unknown'],
  ],
  [
    0x801901f7,
    'HTTP 503',
    'possible',
    'From a proxy: the gateway is unreachable. From an SSTP server: no port is free.',
    ['gateway-tcp', 'no-port-free'],
  ],
  [
    0x801901f8,
    'HTTP 504',
    'possible',
    'The proxy got no reply from the gateway.',
    ['gateway-tcp', 'silence'],
  ],
];

export const NETWORK_CODES = [
  ...codesFrom(SOCKETS, ['sockets'], 'general-knowledge', 'part'),
  ...codesFrom(WIN32, ['win32'], 'general-knowledge', 'part'),
  ...codesFrom(HTTP, ['bits'], 'general-knowledge', 'part'),
];
