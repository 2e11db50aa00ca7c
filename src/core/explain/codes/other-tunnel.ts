import { codesFrom, type Row } from '../model.ts';

/** RAS errors of L2TP, PPTP and IKEv2, which an entry may have tried before or beside SSTP. */
const OTHER: readonly Row[] = [
  [
    766,
    'ERROR_NO_CERTIFICATE',
    'no',
    'L2TP over IPsec: the computer has no certificate. Not SSTP.',
    ['other-tunnel'],
  ],
  [
    786,
    'ERROR_OAKLEY_NO_CERT',
    'no',
    'L2TP: the computer has no valid certificate. Not SSTP.',
    ['other-tunnel'],
  ],
  [
    787,
    'ERROR_OAKLEY_AUTH_FAIL',
    'no',
    'L2TP: the other side is not authenticated. Not SSTP.',
    ['other-tunnel'],
  ],
  [788, 'ERROR_OAKLEY_ATTRIB_FAIL', 'no', 'L2TP: no parameters in common. Not SSTP.', ['other-tunnel']],
  [
    789,
    'ERROR_OAKLEY_GENERAL_PROCESSING',
    'no',
    'L2TP: the security layer failed at the start: the wrong type of tunnel was tried. Not SSTP.',
    ['other-tunnel'],
  ],
  [
    790,
    'ERROR_OAKLEY_NO_PEER_CERT',
    'no',
    "L2TP: the server's certificate is not valid. Not SSTP.",
    ['other-tunnel'],
  ],
  [
    791,
    'ERROR_OAKLEY_NO_POLICY',
    'no',
    'L2TP: no security policy for the connection. Not SSTP.',
    ['other-tunnel'],
  ],
  [792, 'ERROR_OAKLEY_TIMED_OUT', 'no', 'L2TP: the negotiation timed out. Not SSTP.', ['other-tunnel']],
  [793, 'ERROR_OAKLEY_ERROR', 'no', 'L2TP: an error in the negotiation. Not SSTP.', ['other-tunnel']],
  [806, 'ERROR_VPN_GRE_BLOCKED', 'no', 'PPTP: GRE is blocked. Not SSTP.', ['other-tunnel']],
  [811, 'ERROR_VPN_BAD_PSK', 'no', 'The pre-shared key does not match (L2TP). Not SSTP.', ['other-tunnel']],
  [825, 'ERROR_INVALID_VPNSTRATEGY', 'no', 'PPTP does not support IPv6. Not SSTP.', ['other-tunnel']],
  [
    827,
    'ERROR_IPSEC_SERVICE_STOPPED',
    'no',
    'A service that IPsec needs is not running. Not SSTP.',
    ['other-tunnel'],
  ],
  [
    835,
    'ERROR_INVALID_SERVER_CERT',
    'no',
    "L2TP over IPsec: the server name of the VPN entry is not in the server's certificate. Not SSTP.",
    ['other-tunnel'],
  ],
  [
    840,
    'ERROR_INTERNAL_ADDRESS_FAILURE',
    'no',
    'IKEv2: no inner address was agreed on. Not SSTP.',
    ['addresses', 'other-tunnel'],
  ],
  [
    841,
    'ERROR_FAILED_CP_REQUIRED',
    'no',
    'IKEv2: the client must request an inner address. Not SSTP.',
    ['other-tunnel'],
  ],
  [
    842,
    'ERROR_TS_UNACCEPTABLE',
    'no',
    'IKEv2: no traffic selectors were agreed on. Not SSTP.',
    ['other-tunnel'],
  ],
  [
    843,
    'ERROR_MOBIKE_DISABLED',
    'no',
    'IKEv2: mobility is off for this connection. Not SSTP.',
    ['other-tunnel'],
  ],
];

/** Codes of IKEv2. */
const IPSEC: readonly Row[] = [
  [
    13801,
    'ERROR_IPSEC_IKE_AUTH_FAIL',
    'no',
    'IKEv2: the other side does not accept these credentials. Not SSTP.',
    ['ike-certificate', 'other-tunnel'],
    { basis: 'documented', sources: ['hicks-13801'] },
  ],
  [
    13805,
    'ERROR_IPSEC_IKE_TIMED_OUT',
    'no',
    'IKEv2: the negotiation timed out. Not SSTP.',
    ['ikev2-blocked', 'other-tunnel'],
  ],
  [
    13806,
    'ERROR_IPSEC_IKE_NO_CERT',
    'no',
    'IKEv2: the computer has no usable certificate. Not SSTP.',
    ['ike-certificate', 'other-tunnel'],
    { basis: 'documented', sources: ['hicks-13806'] },
  ],
  [
    13868,
    'ERROR_IPSEC_IKE_POLICY_MATCH',
    'no',
    'IKEv2: no cipher suite in common. Not SSTP.',
    ['other-tunnel'],
  ],
];

export const OTHER_TUNNEL_CODES = [
  ...codesFrom(OTHER, ['rras'], 'documented', 'part'),
  ...codesFrom(IPSEC, ['win32'], 'general-knowledge', 'part'),
];
