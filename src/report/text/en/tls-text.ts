/** Reasons of a failed TLS handshake, as texts about the gateway. */
const TLS_ENDS: Readonly<Record<string, string>> = {
  'reset-at-client-hello':
    'ends the connection at the first byte of TLS: most likely a gateway without SSTP (OpenVPN only), else a firewall that cuts TLS',
  'unrecognized-name':
    'refuses TLS with the alert unrecognized_name: it, or the server that answers instead, does not serve that name (SNI)',
  'handshake-failure':
    'refuses TLS with the alert handshake_failure: no cipher suite or curve in common with Windows, or it requires something else from the client',
  'client-certificate': 'asks for a client certificate in TLS, which SSTP does not give',
  'tls-error': 'does not complete the TLS handshake',
  alert: 'refuses the TLS handshake with an alert',
  'old-tls': 'does not support TLS 1.2',
  'tls-1.3-only':
    'accepts TLS 1.3 and refuses TLS 1.2, the newest version that SSTP on this Windows supports (TLS 1.3 requires Windows 11 or Windows Server 2022)',
  'not-tls': 'does not answer with TLS: another service listens on this port',
};

/** What to do at the gateway. Only a reset instead of any reply is typical of a gateway without SSTP. */
const TLS_NEXT: Readonly<Record<string, string>> = {
  'reset-at-client-hello': 'check that SSTP is enabled on the gateway',
  'unrecognized-name': 'check that the gateway name is right',
  'old-tls': 'enable TLS 1.2 on the gateway',
  'tls-1.3-only':
    'allow TLS 1.2 on the gateway beside TLS 1.3; if that is not possible, the client needs Windows 11 or Windows Server 2022, or a later one',
  'handshake-failure':
    'check that the gateway has a cipher suite and a curve of Windows (AES with ECDHE; X25519, P-256 or P-384) and a certificate for it, and does not require a client certificate',
  'client-certificate': 'turn off the request for a client certificate in TLS on the gateway',
  'not-tls': 'check the name and the port of the gateway',
};

/** The end of a TLS handshake, as a text about the gateway. */
export function tlsEnd(reason: string | null, resetInTransit: boolean): string {
  if (resetInTransit)
    return 'ends the connection at the first byte of TLS: a firewall on the route that blocks the name, or a gateway without SSTP (OpenVPN only)';
  return TLS_ENDS[String(reason)] ?? 'ends the connection instead of a TLS handshake';
}

/** What the VPN team must do about a failed TLS handshake. */
export function tlsNext(reason: string | null): string {
  return (
    TLS_NEXT[String(reason)] ??
    'check the TLS settings of the gateway; its log shows why it ends the handshake'
  );
}
