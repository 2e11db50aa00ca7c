import { codesFrom, type Row } from '../model.ts';

const ACCOUNT: Row[4] = ['account', 'radius'];

/** RAS errors of the sign-in, after the SSTP handshake: accounts, policy, addresses. */
const SIGN_IN: readonly Row[] = [
  [645, 'ERROR_AUTH_INTERNAL', 'no', 'An internal error occurred during sign-in.', ['radius', 'policy']],
  [646, 'ERROR_RESTRICTED_LOGON_HOURS', 'no', 'The account may not sign in at this time.', ACCOUNT],
  [647, 'ERROR_ACCT_DISABLED', 'no', 'The account is disabled.', ACCOUNT],
  [648, 'ERROR_PASSWD_EXPIRED', 'no', 'The password has expired.', ACCOUNT],
  [649, 'ERROR_NO_DIALIN_PERMISSION', 'no', 'The account has no dial-in permission.', ['policy', 'account']],
  [
    691,
    'ERROR_AUTHENTICATION_FAILURE',
    'no',
    'The sign-in was refused after the SSTP handshake, so the route works.',
    ['account', 'policy', 'radius', 'peap-26h1'],
    { basis: 'general-knowledge', sources: ['hicks-26h1'] },
  ],
  [708, 'ERROR_ACCT_EXPIRED', 'no', 'The account has expired.', ACCOUNT],
  [718, 'ERROR_PPP_TIMEOUT', 'no', 'PPP got no reply in time.', ['radius', 'dropped-in-setup']],
  [719, 'ERROR_PPP_REMOTE_TERMINATED', 'no', 'The server ended PPP.', ['policy', 'radius']],
  [
    720,
    'ERROR_PPP_NO_PROTOCOLS_CONFIGURED',
    'no',
    'PPP could not agree on a protocol after the SSTP handshake, so the route works.',
    ['addresses', 'policy'],
    { basis: 'general-knowledge' },
  ],
  [
    721,
    'ERROR_PPP_NO_RESPONSE',
    'no',
    'The server does not answer PPP.',
    ['dropped-in-setup', 'other-tunnel'],
  ],
  [734, 'ERROR_PPP_LCP_TERMINATED', 'no', "PPP's link protocol was ended.", ['policy']],
  [
    735,
    'ERROR_PPP_REQUIRED_ADDRESS_REJECTED',
    'no',
    'The server rejected the requested address.',
    ['addresses'],
  ],
  [738, 'ERROR_PPP_NO_ADDRESS_ASSIGNED', 'no', 'The server assigned no address.', ['addresses']],
  [
    741,
    'ERROR_NO_LOCAL_ENCRYPTION',
    'no',
    'This computer does not support the requested encryption.',
    ['policy'],
  ],
  [
    742,
    'ERROR_NO_REMOTE_ENCRYPTION',
    'no',
    'The server does not support the requested encryption.',
    ['policy'],
  ],
  [743, 'ERROR_REMOTE_REQUIRES_ENCRYPTION', 'no', 'The server requires encryption.', ['policy']],
  [768, 'ERROR_FAILED_TO_ENCRYPT', 'no', 'The data could not be encrypted.', ['policy']],
  [
    778,
    'ERROR_UNABLE_TO_AUTHENTICATE_SERVER',
    'no',
    'The server could not be authenticated.',
    ['eap-server-certificate'],
  ],
  [
    812,
    'ERROR_SERVER_POLICY',
    'no',
    "The server's policy prevented the connection, usually because of the sign-in method; on Windows 7 and 8.1 also because of the TLS version.",
    ['policy', 'radius', 'old-tls'],
    { sources: ['jpaz-tls'] },
  ],
  [
    875,
    'ERROR_DEVICE_COMPLIANCE',
    'no',
    'The device does not comply with the policy.',
    ['policy'],
    { sources: ['raserror'] },
  ],
];

/** Sign-in errors of a customer's own RAS server (mprerror.h). */
const SERVER: readonly Row[] = [
  [
    919,
    'ERROR_PEER_REFUSED_AUTH',
    'no',
    'The server and the VPN entry use different sign-in methods.',
    ['eap-setup', 'policy'],
  ],
  [930, 'ERROR_AUTH_SERVER_TIMEOUT', 'no', 'The RADIUS server did not answer in time.', ['radius']],
  [937, 'ERROR_USER_LIMIT', 'no', 'Another connection of this kind is in use.', ['policy']],
  [938, 'ERROR_NO_RADIUS_SERVERS', 'no', 'No RADIUS server was found.', ['radius']],
  [
    939,
    'ERROR_INVALID_RADIUS_RESPONSE',
    'no',
    'The RADIUS answer is not valid: check the shared secret.',
    ['radius'],
  ],
  [
    942,
    'ERROR_AUTH_PROTOCOL_RESTRICTION',
    'no',
    'The policy does not allow this sign-in method.',
    ['policy'],
  ],
];

export const SIGN_IN_CODES = [
  ...codesFrom(SIGN_IN, ['rras'], 'documented', 'part'),
  ...codesFrom(SERVER, ['mprerror'], 'documented', 'part'),
];
