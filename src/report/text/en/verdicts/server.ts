/** Verdicts on what answers at the end of the route: TLS, a web page, or a server that is no SSTP server. */
export const SERVER_VERDICTS_EN = {
  'verdict.stuck':
    '{target} accepts the SSTP request (HTTP 200), but no Call Connect Ack follows: {reason}. SSTP is on; the service behind it is stuck.',
  'verdict.stuck.next':
    'VPN team: check the log of the SSTP service for why it does not answer, and restart it. The gateway name and the proxy settings are right.',

  'verdict.tls-cut.proxy':
    'The proxy {proxy} grants CONNECT {target}, but TLS fails behind it{reason}. On the direct route TLS succeeds, so the proxy cuts it.',
  'verdict.tls-cut.either':
    'The proxy {proxy} grants CONNECT {target}, but the connection ends at the first byte of TLS: the proxy cuts TLS by the name, or the gateway has no SSTP (OpenVPN only).',
  'verdict.tls-cut.next':
    'Proxy team: let TLS to {target} pass unchanged, also by its name (SNI) and category.',
  'verdict.tls-cut.next-vpn-team':
    'VPN team: if the proxy does not cut it, check whether the gateway has SSTP.',
  'verdict.tls-cut.next-compare':
    'Where the direct route is open, --compare-direct shows which of them it is.',

  'verdict.tls-failed': '{target} {end}.',
  'verdict.tls-failed.also-direct': '{target} {end}; on the direct route as well.',
  'verdict.tls-failed.next-reset':
    'Network team: make sure that nothing on the route resets TLS to {target} because of its name. VPN team: if nothing does, check whether the gateway has SSTP, and that devices in front of it pass this name on.',
  'verdict.tls-failed.next': 'VPN team: {next}.',
  'verdict.tls-failed.next-network':
    'Network team: if the gateway does not end it, let TLS to {target} pass unchanged.',
  'verdict.tls-failed.next-proxy':
    'Proxy team: if that is already the case, {proxy} cuts TLS; allow it to {target}, unchanged.',

  'verdict.captive-portal.leads': ', which redirects to {host}',
  'verdict.captive-portal.direct':
    'A web page answers instead of {gateway}{leads}: this network requires a sign-in in a browser (captive portal), or blocks the connection.',
  'verdict.captive-portal.direct.next':
    'User: open a browser and sign in to the network. Network team: if no page asks for that, allow TCP to {target}.',
  'verdict.captive-portal.direct-or-web':
    'A web page answers instead of {gateway}{leads}: this network requires a sign-in in a browser (captive portal), or blocks the connection; or that name resolves to an ordinary web server.',
  'verdict.captive-portal.direct-or-web.next':
    'User: open a browser and sign in to the network. Network team: if no page asks for that, allow TCP to {target}; VPN team: check the gateway name.',
  'verdict.captive-portal.proxy':
    'The proxy {proxy} answers with a web page{leads} instead of a connection to {target}.',
  'verdict.captive-portal.proxy.next':
    'Proxy team: allow CONNECT {target} without a sign-in page; SSTP cannot respond to one.',
  'verdict.captive-portal.proxy-or-web':
    'A web page answers instead of {gateway} through the proxy {proxy}{leads}: the proxy blocks the connection or requires a sign-in; or that name resolves to an ordinary web server.',
  'verdict.captive-portal.next-vpn-team': 'VPN team: if the page is not theirs, check the gateway name.',

  'verdict.tls-offload':
    "SSTP to {gateway} answers under a certificate that is not the gateway's: something in front of it terminates TLS (a reverse proxy). Sign-in fails, because SSTP binds to the certificate.",
  'verdict.tls-offload.next': 'VPN team: pass TCP for {target} through to the gateway, with TLS unchanged.',

  'verdict.tls-inspection':
    'TLS to {gateway} is decrypted on the route (TLS inspection). SSTP fails even where that certificate is trusted.',
  'verdict.tls-inspection.next': 'Proxy team: exempt {target} from TLS inspection.',

  'verdict.sstp-not-offered.tried':
    '{gateway} does not offer SSTP, according to its VPN profile; it ends TLS at the first byte.',
  'verdict.sstp-not-offered.untried':
    '{gateway} does not offer SSTP, according to its VPN profile; it was not tried.',
  'verdict.sstp-not-offered.next': 'VPN team: use IKEv2 or OpenVPN. No proxy setting changes this.',

  'verdict.no-sstp-port-free.azure': '{gateway} has no SSTP port free (503).',
  'verdict.no-sstp-port-free.azure.next': 'VPN team: 128 connections are the limit; disconnect unused ones.',
  'verdict.no-sstp-port-free':
    '{gateway} answers 503: no SSTP port is free, or a service behind it does not run.',
  'verdict.no-sstp-port-free.next':
    'VPN team: check that Routing and Remote Access runs and has free SSTP ports; if another service answers there, check that it runs.',

  'verdict.not-sstp.refused-call': '{target} is an SSTP server, but refuses the call ({call}).',
  'verdict.not-sstp.refused-call.next':
    'VPN team: check the log of the server for why it refuses; its name and the proxy settings are right.',
  'verdict.not-sstp.old-http':
    '{target} answers in HTTP/1.0, which Windows does not accept from an SSTP server{server}.',
  'verdict.not-sstp.unanswered':
    '{target} accepts TLS, but the connection ends without an answer to SSTP{server}.',
  'verdict.not-sstp': '{target} answers, but not as an SSTP server{answer}.',
  'verdict.not-sstp.next': 'VPN team: check the gateway name, and whether it has SSTP.',
  'verdict.not-sstp.next-unanswered':
    'Proxy team: if the gateway does not end it, let {proxy} keep the connection open. Where the direct route is open, p2s-fix verify {target} --direct shows which of them ends it.',
  'verdict.not-sstp.next-inspected':
    'Proxy team: an inspecting proxy may have made its certificate; if so, exempt {target} from TLS inspection.',
  'verdict.next-azure':
    'Azure has enabled SSTP on no gateway since {since}: without it, p2s-fix migrate {gateway} shows what works instead.',
  'verdict.next-tls-unchanged':
    'If a load balancer or a reverse proxy is in front of the gateway: have it pass TCP for this name through, with TLS unchanged.',
} as const;
