/** How a TLS handshake ended, as a text about the gateway, and what to do there. */
export const TLS_EN = {
  'tls-end.reset-at-client-hello':
    'ends the connection at the first byte of TLS: most likely a gateway without SSTP (OpenVPN only), else a firewall that cuts TLS',
  'tls-end.unrecognized-name':
    'refuses TLS with the alert unrecognized_name: it, or the server that answers instead, does not serve that name (SNI)',
  'tls-end.handshake-failure':
    'refuses TLS with the alert handshake_failure: no cipher suite, curve or type of certificate in common with Windows (which has no Ed25519, Ed448 or RSASSA-PSS key), or it requires something else from the client',
  'tls-end.client-certificate': 'asks for a client certificate in TLS, which SSTP does not give',
  'tls-end.tls-error': 'does not complete the TLS handshake',
  'tls-end.alert': 'refuses the TLS handshake with an alert',
  'tls-end.old-tls': 'does not support TLS 1.2',
  'tls-end.tls-1.3-only':
    'accepts TLS 1.3 and refuses TLS 1.2, the newest version that SSTP on this Windows supports (TLS 1.3 requires Windows 11 or Windows Server 2022)',
  'tls-end.not-tls': 'does not answer with TLS: another service listens on this port',
  'tls-end.reset-in-transit':
    'ends the connection at the first byte of TLS: a firewall on the route that blocks the name, or a gateway without SSTP (OpenVPN only)',
  'tls-end.closed': 'ends the connection in the middle of the TLS handshake',
  'tls-end.end-without-reply':
    'accepts the connection, and ends it later without an answer to TLS, as a load balancer does whose server does not answer',
  'tls-end.late-alert': 'completes the TLS handshake, and then ends the connection with a TLS alert',
  'tls-end.late-tls-error': 'completes the TLS handshake, but what follows is not valid TLS',
  'tls-end.other': 'ends the connection instead of a TLS handshake',
  'tls-next.reset-at-client-hello': 'check whether the gateway has SSTP',
  'tls-next.unrecognized-name': 'check that the gateway name is right',
  'tls-next.old-tls': 'enable TLS 1.2 on the gateway',
  'tls-next.tls-1.3-only':
    'allow TLS 1.2 on the gateway beside TLS 1.3; if that is not possible, the client needs Windows 11 or Windows Server 2022, or a later one',
  'tls-next.handshake-failure':
    'check that the gateway has a cipher suite and a curve of Windows (AES with ECDHE; X25519, P-256 or P-384) and a certificate with an RSA or ECDSA key, and does not require a client certificate',
  'tls-next.client-certificate': 'turn off the request for a client certificate in TLS on the gateway',
  'tls-next.not-tls': 'check the name and the port of the gateway',
  'tls-next.end-without-reply':
    'check that the gateway runs and answers TLS, also behind a load balancer that accepts the connection',
  'tls-next.late-alert':
    'check the log of the gateway for why it ends TLS after the handshake; it may ask for a client certificate there, which SSTP does not give',
  'tls-next.late-tls-error':
    'check the gateway and the devices in front of it for what breaks TLS after the handshake',
  'tls-next.other': 'check the TLS settings of the gateway; its log shows why it ends the handshake',
} as const;
