import { codesFrom, type Row } from '../model.ts';

const SYSTEM: Row[4] = ['system-proxy', 'update-server'];

/** Windows Update, which uses the proxy of WinHTTP as the revocation check of SSTP does. */
const UPDATE: readonly Row[] = [
  [0x80244016, 'WU_E_PT_HTTP_STATUS_BAD_REQUEST', 'possible', 'Windows Update: HTTP 400.', SYSTEM],
  [0x80244017, 'WU_E_PT_HTTP_STATUS_DENIED', 'possible', 'Windows Update: HTTP 401.', SYSTEM],
  [
    0x80244018,
    'WU_E_PT_HTTP_STATUS_FORBIDDEN',
    'yes',
    'Windows Update: HTTP 403, usually from a proxy or firewall.',
    SYSTEM,
  ],
  [
    0x80244019,
    'WU_E_PT_HTTP_STATUS_NOT_FOUND',
    'possible',
    'Windows Update: HTTP 404, from the update server or from a proxy.',
    ['update-server', 'system-proxy'],
  ],
  [
    0x8024401b,
    'WU_E_PT_HTTP_STATUS_PROXY_AUTH_REQ',
    'yes',
    'Windows Update: the proxy requires authentication (407), which services usually do not have.',
    ['system-proxy'],
    { specificity: 'cause' },
  ],
  [
    0x8024401c,
    'WU_E_PT_HTTP_STATUS_REQUEST_TIMEOUT',
    'possible',
    'Windows Update: HTTP 408, the server waited too long for the request.',
    ['update-server', 'system-proxy'],
  ],
  [
    0x8024401f,
    'WU_E_PT_HTTP_STATUS_SERVER_ERROR',
    'no',
    'Windows Update: HTTP 500 from the update server.',
    ['update-server'],
  ],
  [0x80244021, 'WU_E_PT_HTTP_STATUS_BAD_GATEWAY', 'possible', 'Windows Update: HTTP 502.', SYSTEM],
  [0x80244022, 'WU_E_PT_HTTP_STATUS_SERVICE_UNAVAIL', 'possible', 'Windows Update: HTTP 503.', SYSTEM],
  [0x80244023, 'WU_E_PT_HTTP_STATUS_GATEWAY_TIMEOUT', 'possible', 'Windows Update: HTTP 504.', SYSTEM],
  [
    0x8024402c,
    'WU_E_PT_WINHTTP_NAME_NOT_RESOLVED',
    'yes',
    'Windows Update could not resolve the name of the proxy or of the update server.',
    SYSTEM,
  ],
];

/** Other services and programs of Windows that use WinHTTP. */
const SERVICES: readonly Row[] = [
  [
    0x80240438,
    'WU_E_PT_ENDPOINT_UNREACHABLE',
    'yes',
    'Windows Update has no route to the update server.',
    SYSTEM,
    { sources: ['wu-components'] },
  ],
  [
    0x80d02002,
    'DO_E_DOWNLOAD_NO_PROGRESS',
    'possible',
    'Delivery Optimization: a download made no progress in time.',
    SYSTEM,
    { sources: ['delivery-optimization'] },
  ],
  [
    0x80d05001,
    'DO_E_HTTP_BLOCKSIZE_MISMATCH',
    'possible',
    'Delivery Optimization: a reply does not have the size that was requested, usually because a proxy or filter changes it or does not support byte ranges.',
    SYSTEM,
    { basis: 'general-knowledge', sources: ['delivery-optimization'] },
  ],
  [
    0x801c0021,
    'DSREG_AUTOJOIN_DISC_FAILED',
    'possible',
    'Device registration could not reach the discovery service (enterpriseregistration.windows.net) as SYSTEM. A second error in the same log shows why.',
    ['system-proxy'],
    { sources: ['hybrid-join'] },
  ],
];

/** Codes that only wrap another one. */
const WRAPPERS: readonly Row[] = [
  [
    0x80004005,
    'E_FAIL',
    'possible',
    'An unspecified failure.',
    ['inner-error'],
    { sources: ['com-generic'] },
  ],
  [0x80131500, 'COR_E_EXCEPTION', 'possible', '.NET: an exception of no special type.', ['inner-error']],
  [0x80131501, 'COR_E_SYSTEM', 'possible', '.NET: a system exception of no special type.', ['inner-error']],
  [0x80131509, 'COR_E_INVALIDOPERATION', 'possible', '.NET: an invalid operation.', ['inner-error']],
];

export const SYSTEM_CODES = [
  ...codesFrom(UPDATE, ['wu-network'], 'documented', 'part'),
  ...codesFrom(SERVICES, [], 'documented', 'part'),
  ...codesFrom(WRAPPERS, ['dotnet'], 'documented', 'generic'),
];
