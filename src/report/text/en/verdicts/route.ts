/** Verdicts on the route to a gateway: the proxy, the names, the connection. The cause, then who must do what. */
export const ROUTE_VERDICTS_EN = {
  'verdict.proposal.fixes': 'Administrator: make the proposed change ({command}); the path works with it.',
  'verdict.proposal.loses':
    'Administrator: the path works with the proposed change, but another gateway no longer works with it, so an apply does not write it: see candidate-fails. A setting that works for both is needed.',
  'verdict.proposal.revoked':
    'VPN team: replace the certificate. With the proposed settings the revocation lists can be read, and they report the certificate as revoked.',
  'verdict.proposal.works-today': 'Leave the settings as they are: the path works with them.',

  'verdict.reachable': 'SSTP handshake with {gateway} succeeded ({route}). Sign-in was not tested.',
  'verdict.reachable.lacks-addresses': 'One of its certificates names no address for the revocation check.',
  'verdict.reachable.inspected': 'An inspecting proxy may have made its certificate; if so, sign-in fails.',
  'verdict.reachable.untested-tls':
    'TLS 1.3 was used. TLS 1.2, which Windows 10 and Windows Server 2019 need, was not tested.',

  'verdict.proxy-unreachable': 'The proxy {proxy} does not answer{otherRoutes}.',
  'verdict.proxy-unreachable.name':
    'The name of the proxy {proxy} does not resolve on this computer{otherRoutes}.',
  'verdict.proxy-unreachable.next':
    'Administrator: check the proxy name and port, or clear the setting on another network. Proxy team: is {proxy} in service, and reachable from this computer?',
  'verdict.proxy-unreachable.loopback.next':
    'User: start the program that provides this proxy ({proxy} is an address of the computer itself). Administrator: if there is no such program, correct the proxy setting.',
  'verdict.proxy-unreachable.blocked-here': 'This computer itself blocks TCP to the proxy {proxy}.',
  'verdict.blocked-here.next':
    'Administrator: allow it in the firewall of this computer, for this program and for Windows.',
  'other-routes.dead': ', and no other route in its setting gives a connection ({routes})',
  'other-routes.dead-of-tried':
    ', and no later route in its setting that was tried gives a connection ({routes})',
  'other-routes.direct': 'the direct route',
  'other-routes.one-untried': '; 1 more route in its setting was not tried{why}',
  'other-routes.untried': '; {count} more routes in its setting were not tried{why}',
  'other-routes.untried.socks': 'SOCKS is not supported',
  'other-routes.untried.tls-proxy': 'a proxy over TLS is not supported',
  'other-routes.untried.unreadable': 'one cannot be read',

  'verdict.proxy-auth-required':
    'The proxy {proxy} requires authentication (407); SSTP cannot authenticate to a proxy.',
  'verdict.proxy-auth-required.next':
    'Proxy team: allow CONNECT {target} without authentication and without inspection.',

  'verdict.proxy-blocks-sstp.refused':
    'The proxy {proxy} refuses CONNECT when it carries the SSTPVERSION header.',
  'verdict.proxy-blocks-sstp.silent':
    'The proxy {proxy} does not answer CONNECT when it carries the SSTPVERSION header, but grants it without.',
  'verdict.proxy-blocks-sstp.cut':
    'The proxy {proxy} ends TLS after a CONNECT that carries the SSTPVERSION header, but not after one without.',
  'verdict.proxy-blocks-sstp.next': 'Proxy team: allow CONNECT {target} with the header SSTPVERSION.',

  'verdict.proxy-refused.takes-tls':
    'The port {proxy} answers in TLS: it is a proxy over TLS (https://), or another service. SSTP uses only a proxy that accepts HTTP without TLS.',
  'verdict.proxy-refused.takes-tls.next':
    'Administrator: set the port on which the proxy accepts CONNECT without TLS. Proxy team: name that port, or open one.',
  'verdict.proxy-refused.no-proxy':
    'The server at {proxy} does not accept CONNECT{refusal}. It may not be a proxy.',
  'verdict.proxy-refused.no-proxy.next':
    'Administrator: check the proxy name and port. Proxy team: allow CONNECT {target}.',
  'verdict.proxy-refused.no-status':
    'The proxy {proxy} gives no usable answer to CONNECT {target}: {reason}.',
  'verdict.proxy-refused.no-status.next':
    'Administrator: check that {proxy} accepts HTTP without TLS. Proxy team: check its log for the cause; allow CONNECT {target}.',
  'verdict.proxy-refused': 'The proxy {proxy} refuses CONNECT {target}{refusal}.',
  'verdict.proxy-refused.next': 'Proxy team: allow CONNECT {target}.',

  'verdict.dns-failed.no-server': 'No name server answers for {gateway}.',
  'verdict.dns-failed.no-server.next':
    'Administrator: check the network and its name servers. If only a proxy resolves the name, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',
  'verdict.dns-failed': 'The name {gateway} does not resolve on this computer.',
  'verdict.dns-failed.next':
    'Administrator: check the gateway name. If only a proxy resolves it, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',

  'verdict.gateway-unreachable': '{target} cannot be reached ({route}){why}.',
  'verdict.gateway-unreachable.unknown-to-proxy': ': the proxy does not know its name{answer}',
  'verdict.gateway-unreachable.proxy-answers': ': the proxy answers {answer}',
  'verdict.gateway-unreachable.reason': ': {reason}',
  'verdict.gateway-unreachable.next-direct': 'Network team: allow TCP to {target}.',
  'verdict.gateway-unreachable.next-reach': 'Proxy team: let {proxy} reach {target}.',
  'verdict.gateway-unreachable.next-resolve': 'Proxy team: let {proxy} resolve and reach {target}.',
  'verdict.gateway-unreachable.next-reset':
    'VPN team: if no firewall on the route resets it, the gateway or a device in front of it does; check that it accepts connections from this address.',
  'verdict.gateway-unreachable.next-refused':
    'VPN team: if no firewall on the route refuses it, nothing listens there; check that the gateway runs, its name and its port.',
  'verdict.gateway-unreachable.blocked-here': 'This computer itself blocks TCP to {target}.',

  'verdict.timeout.slow-connect':
    'The proxy {proxy} is too slow: {bytes} bytes arrived in {seconds} s, and its answer to CONNECT {target} was not complete.',
  'verdict.timeout.slow-connect.next': 'Proxy team: check the log of {proxy} for why it answers so slowly.',
  'verdict.timeout.slow-tls':
    '{gateway} is too slow ({route}): {bytes} bytes arrived in {seconds} s, and TLS was not complete.',
  'verdict.timeout.slow-tls.next-direct': 'Network team: find what slows TCP to {target}.',
  'verdict.timeout.slow-tls.next-proxy': 'Proxy team: find what slows TLS to {target}.',
  'verdict.timeout.slow-sstp':
    '{gateway} is too slow ({route}): {bytes} bytes arrived in {seconds} s, and its answer to SSTP was not complete.',
  'verdict.timeout.slow-gateway.next':
    'VPN team: check the load of the gateway and of devices in front of it.',
  'verdict.timeout.tls-on-no-route':
    '{target} does not complete TLS, neither through {proxy} nor on the direct route.',
  'verdict.timeout.tls-on-no-route.next': 'VPN team: check that the gateway answers TLS on its port.',
  'verdict.timeout.proxy': 'The proxy {proxy} does not reply{otherRoutes}.',
  'verdict.timeout.sstp': '{gateway} accepts the connection and TLS, but does not reply to SSTP ({route}).',
  'verdict.timeout.sstp.next':
    'VPN team: check that SSTP runs on {target}, and that nothing in front of it blocks requests that are not web requests.',
  'verdict.timeout.tls': 'The connection to {gateway} is open, but nothing answers TLS ({route}).',
  'verdict.timeout.tls.next':
    '{team}: let TLS to {target} pass unchanged, also by its name (SNI). VPN team: if nothing blocks it, check that the gateway answers TLS on its port, and is not overloaded.',
  'verdict.timeout': 'No reply from {gateway} ({route}).',
  'verdict.timeout.next-direct': 'Network team: something drops the traffic to {target}.',
  'verdict.timeout.next-proxy':
    'Proxy team: {proxy} does not answer for {target}. Administrator: on another network, clear the proxy.',
} as const;
