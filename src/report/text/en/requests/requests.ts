/** The letters to the teams. */
export const REQUESTS_EN = {
  'request.to.proxy-team': 'To the proxy team: VPN gateway {target}',
  'request.to.network-team': 'To the network team: VPN gateway {target}',
  'request.to.vpn-team': 'To the VPN team: VPN gateway {target}',
  'request.problem': 'Our Windows VPN (SSTP) to {target} does not connect: {problem}',
  'request.observed': 'Observed ({at} UTC):',
  'request.observed-from-another': 'Observed ({at} UTC, from a different computer than that of the user):',
  'request.check-afterwards': 'To check afterwards: {command}',

  'request.problem.proxy-unreachable': 'the proxy {proxy} does not answer.',
  'request.problem.proxy-unreachable.name': 'the name of the proxy {proxy} does not resolve.',
  'request.problem.proxy-auth-required':
    'the proxy {proxy} requires authentication (407), which SSTP does not support. No setting on our side changes that.',
  'request.problem.proxy-blocks-sstp.refused':
    'the proxy {proxy} refuses CONNECT when it carries the request header SSTPVERSION, and accepts it without.',
  'request.problem.proxy-blocks-sstp.silent':
    'the proxy {proxy} does not answer CONNECT when it carries the request header SSTPVERSION, and accepts it without.',
  'request.problem.proxy-blocks-sstp.cut':
    'the proxy {proxy} ends TLS after a CONNECT that carries the request header SSTPVERSION, but not after one without.',
  'request.problem.proxy-refused.takes-tls':
    'the port {proxy} answers in TLS; SSTP uses only a proxy that accepts HTTP without TLS.',
  'request.problem.proxy-refused.no-proxy':
    'the server at {proxy} does not accept CONNECT. Is it the right address of the proxy?',
  'request.problem.proxy-refused.no-status': 'the proxy {proxy} gives no usable answer to CONNECT: {reason}.',
  'request.problem.proxy-refused': 'the proxy {proxy} refuses CONNECT to the gateway.',
  'request.problem.tls-inspection.direct':
    "TLS is decrypted on the route (direct), and a different certificate than the gateway's is shown.",
  'request.problem.tls-inspection.proxy':
    "TLS is decrypted on the route (proxy {proxy}), and a different certificate than the gateway's is shown.",
  'request.problem.tls-offload':
    "something in front of the gateway terminates TLS and shows a different certificate than the gateway's. SSTP binds to the certificate, so sign-in fails.",
  'request.problem.captive-portal':
    'the proxy {proxy} answers with a web page instead of the connection; SSTP cannot respond to one.',
  'request.problem.captive-portal.or-web':
    "a web page answers through the proxy {proxy}: the proxy's, or that of a web server with the name of the gateway.",
  'request.problem.gateway-unreachable.reset':
    'TCP to it is reset as soon as it is open: by a firewall, by the gateway, or by a device in front of it.',
  'request.problem.gateway-unreachable.refused-direct':
    'TCP to it is refused on the direct route: by a firewall, or because nothing listens there.',
  'request.problem.gateway-unreachable.refused-proxy':
    'TCP to it is refused for the proxy {proxy}: by a firewall, or because nothing listens there.',
  'request.problem.gateway-unreachable.direct': 'the gateway cannot be reached.',
  'request.problem.gateway-unreachable.proxy': 'the proxy {proxy} does not reach the gateway.',
  'request.problem.stuck':
    'it accepts the SSTP request (HTTP 200), but no Call Connect Ack follows: {reason}.',
  'request.problem.timeout.slow-proxy': 'the proxy {proxy} is too slow ({bytes} bytes in {seconds} s).',
  'request.problem.timeout.slow-gateway': 'it is too slow ({bytes} bytes in {seconds} s).',
  'request.problem.timeout.tls-direct':
    'TCP connects, but nothing answers TLS (the ClientHello, which carries the name).',
  'request.problem.timeout.tls-proxy':
    'the proxy {proxy} grants CONNECT, but nothing answers TLS (the ClientHello, which carries the name).',
  'request.problem.timeout.sstp': 'it accepts the connection and TLS, but does not answer SSTP.',
  'request.problem.timeout.direct': 'there is no reply from the gateway.',
  'request.problem.timeout.proxy': 'there is no reply through the proxy {proxy}.',
  'request.problem.tls-failed.behind-proxy':
    'the proxy {proxy} grants CONNECT; what answers behind it {end}.',
  'request.problem.tls-failed.cut-by-proxy':
    'the proxy {proxy} grants CONNECT, but TLS ends after it; on the direct route TLS succeeds.',
  'request.problem.tls-failed.cut':
    'the proxy {proxy} grants CONNECT, but TLS ends after it at its first byte (the ClientHello, which carries the name).',
  'request.problem.tls-failed.end-on-route': 'the connection to it ends before TLS is complete: it {end}.',
  'request.problem.tls-failed.reset-on-route':
    'the connection is reset at the first byte of TLS (the ClientHello, which carries the name).',
  'request.problem.tls-failed.name':
    'TLS is refused with the alert unrecognized_name: the server that answers does not serve that name (SNI).',
  'request.problem.tls-failed.reset': 'the gateway ends the connection instead of a TLS handshake.',
  'request.problem.tls-failed': 'the gateway {end}.',
  'request.problem.untrusted-root': "the gateway's certificate ends in a root that is not trusted.",
  'request.problem.untrusted-root.root':
    'Windows cannot fetch the root "{issuer}" of the gateway\'s certificate: its list of roots could not be reached.',
  'request.problem.untrusted-root.not-sent':
    'the gateway sends no CA certificate "{issuer}", which issued "{subject}", and it is not a trusted root.',
  'request.problem.untrusted-root.not-fetched':
    'the gateway sends no CA certificate "{issuer}", which issued "{subject}", and Windows cannot fetch it: the server that the certificate names for it (AIA) could not be reached.',
  'request.problem.wrong-root':
    "the gateway's certificate ends in a different root than its VPN profile expects.",
  'request.problem.certificate-invalid.proxy':
    'through the proxy {proxy}, a web server answers with a certificate that is not valid for the gateway.',
  'request.problem.certificate-invalid': "the gateway's certificate is not valid for it.",
  'request.problem.no-sstp-port-free.azure': 'the gateway has no SSTP port free (503).',
  'request.problem.no-sstp-port-free':
    'it answers 503: no SSTP port is free, or a service behind it does not run.',
  'request.problem.not-sstp.refused-call': 'the SSTP server refuses the call ({call}).',
  'request.problem.not-sstp.unanswered': 'it accepts TLS, but the connection ends without an answer to SSTP.',
  'request.problem.not-sstp': 'the server that answers is not an SSTP server.',
  'request.problem.revoked': "the gateway's certificate is revoked.",
  'request.problem.revoked.issuer': 'the CA certificate "{issuer}" in the chain of the gateway is revoked.',
  'request.problem.revocation-unreachable.cached':
    "the revocation of the gateway's certificates cannot be checked (error 0x80092013): the proxy {proxy} answers for their CRL and OCSP servers from its cache, but not with valid data.",
  'request.problem.revocation-unreachable.errors':
    "the CRL and OCSP servers of the gateway's certificates answer with errors or only in part (error 0x80092013). Either they do so themselves, or something on the route to them does.",
  'request.problem.revocation-unreachable.invalid':
    "the CRL and OCSP servers of the gateway's certificates answer, but not with valid data (error 0x80092013).",
  'request.problem.revocation-unreachable.part':
    "the revocation of the gateway's certificates cannot be checked (error 0x80092013): their CRL and OCSP servers answer, but only a part arrives.",
  'request.problem.revocation-unreachable':
    "the revocation of the gateway's certificates cannot be checked (error 0x80092013): their CRL and OCSP servers could not be reached.",
} as const;
