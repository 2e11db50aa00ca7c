import type { SecureContextOptions } from 'node:tls';

/** Cipher suites of TLS 1.3. TLS_CHACHA20_POLY1305_SHA256 exists, but is disabled by default. */
const SUITES_1_3 = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'];
/** Cipher suites of TLS 1.2, by OpenSSL's names; 3DES, which OpenSSL no longer has, is left out. */
const SUITES_1_2 = [
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-RSA-AES128-SHA',
  'AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-SHA256',
  'AES128-SHA256',
  'AES256-SHA',
  'AES128-SHA',
];

/**
 * The TLS offer of Windows by default, because OpenSSL offers more: SSTP cannot reach a gateway that accepts only
 * the rest. Source: Microsoft, "TLS Cipher Suites in Windows 10 v1903, v1909, and v2004", the same for Windows 11,
 * and "TLS Elliptic Curves in Windows 10 version 1607 and later".
 */
export const SCHANNEL_OFFERS: Pick<SecureContextOptions, 'ciphers' | 'ecdhCurve'> = {
  ciphers: [...SUITES_1_3, ...SUITES_1_2].join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
};
