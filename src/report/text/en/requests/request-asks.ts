/** What a letter asks its team for. */
export const REQUEST_ASKS_EN = {
  'ask.please': 'Please:',
  'ask.please-allow': 'Please allow:',
  'ask.please-check': 'Please check:',
  'ask.through': ' through {proxy}',

  'ask.proxy-address': '- Is {proxy} the right address, in service, and reachable from this network?',

  'ask.servers.reach': 'Please let {client} resolve and reach these servers, and allow:',
  'ask.servers.refresh': 'Please have {proxy} refresh its cached answers of these servers, and allow:',
  'ask.servers.complete': 'Please find what slows or cuts off the answers of these servers, and allow:',
  'ask.servers.our-computers': 'our computers',
  'ask.servers.get': '- HTTP (GET) to {server}{through}',
  'ask.servers.get-and-post': '- HTTP (GET and POST) to {server}{through}',
  'ask.servers.without-authentication':
    '- without authentication: the check is made by a Windows service (User-Agent: Microsoft-CryptoAPI/10.0)',
  'ask.servers.without-page': '- without a block page or a login page instead of the answer',
  'ask.servers.not-yours':
    "If an error below is not yours, please let us know: then it is the server's own, and its publisher must fix it.",

  'ask.tcp.slow': 'Please find what slows it, and allow:',
  'ask.tcp': '- outbound TCP to {target}',
  'ask.tcp.without-inspection': '- without TLS inspection',
  'ask.tcp.without-reset':
    '- without a reset or a block for the server name (SNI), its category or the application',
  'ask.tcp.not-yours':
    'If nothing on the route does that, please let us know: the gateway may then have no SSTP.',

  'ask.connect.slow': 'Please find what slows the TLS inside CONNECT, and allow:',
  'ask.connect.reach': 'Please let {proxy} reach {target}, and allow:',
  'ask.connect.resolve': 'Please let {proxy} resolve and reach {target}, and allow:',
  'ask.connect': '- CONNECT {target}{through}',
  'ask.connect.with-header': '- also with the request header "SSTPVERSION: 1.0"',
  'ask.connect.without-page': '- without a sign-in page or a block page',
  'ask.connect.without-cut':
    '- and the TLS inside it, without a cut by server name (SNI), category or application',
  'ask.connect.without-authentication': '- without proxy authentication: SSTP cannot authenticate to a proxy',
  'ask.connect.without-inspection':
    "- without TLS inspection: SSTP is bound to the gateway's own certificate",
  'ask.connect.lists':
    '- HTTP to {hosts}, without authentication: Windows checks the revocation of the certificate there',
  'ask.connect.after-tls': '- and what follows TLS: SSTP is not a web request, and its connection stays open',
  'ask.connect.not-ended-by-you': 'If you do not end it, please let us know: then the gateway does.',
  'ask.connect.not-cut-by-you':
    'If you do not cut it, please let us know: the gateway may then have no SSTP.',
  'ask.connect.tls-not-ended-by-you':
    'If it is not you who ends this TLS, please let us know: then the gateway does.',
  'ask.connect.not-your-certificate':
    'If the certificate below is not yours, please let us know: then the gateway answers like this.',
  'ask.connect.not-your-page':
    'If the page below is not yours, please let us know: the name of the gateway may then be wrong.',

  'ask.vpn.inspected':
    "- Is the certificate below the gateway's own? If not, a proxy decrypts TLS: its team must exempt {target} from TLS inspection.",
  'ask.vpn.missing':
    'Have the gateway send its intermediate certificates. If "{issuer}" is the root itself: is it the right one?',
  'ask.vpn.web': 'Check the name of the gateway: an ordinary web server may have it.',
  'ask.vpn.servers': 'If the errors below are those of the servers, have the certificate authority fix them.',
  'ask.vpn.reset':
    'Check that the gateway and the devices in front of it accept connections from our address.',
  'ask.vpn.refused-call': 'Check the log of the SSTP server for why it refuses the call.',
  'ask.vpn.stuck':
    'Check the log of the SSTP service for why it does not answer, and restart it. SSTP is on, and the name is right.',
  'ask.vpn.slow': 'Check the load of the gateway and of devices in front of it.',
  'ask.vpn.name':
    'Is this the right name? The server that answers, the gateway or a device in front of it, must serve it (SNI).',
  'ask.vpn.tls': '{next}.',
  'ask.vpn.no-tls-reply': 'Check that the gateway answers TLS on its port, and is not overloaded.',
  'ask.vpn.certificate': 'Check {parts}.',
  'ask.vpn.revoked-issuer': 'Replace the certificate of the gateway with one from another CA certificate.',
  'ask.vpn.azure':
    'Azure has enabled SSTP on no gateway since {since}: without it, the VPN needs IKEv2 or OpenVPN. p2s-fix migrate {gateway} shows from a computer what works.',
  'ask.vpn.tls-unchanged':
    'If a load balancer or a reverse proxy is in front of it: pass TCP through, with TLS unchanged.',
  'ask.vpn.service':
    'Check that Routing and Remote Access runs and has free SSTP ports; if another service answers there, check that it runs.',
  'ask.vpn.gateway-unreachable':
    'Check that the gateway runs and listens on this port, and that its name resolves to it.',
  'ask.vpn.tls-failed':
    'Does this gateway have SSTP? A gateway with only OpenVPN behaves like this, and so does a load balancer in front of it that does not serve the name.',
  'ask.vpn.tls-offload':
    'Pass TCP to the gateway through, with TLS unchanged (no TLS offload in front of it).',
  'ask.vpn.untrusted-root':
    'Which root should it be? Check the certificate of the gateway, and the VPN client profile.',
  'ask.vpn.wrong-root': 'Download a new VPN client package, and confirm the name of the new root.',
  'ask.vpn.no-sstp-port-free':
    'Disconnect unused sessions; an Azure gateway takes 128 connections (256 active-active).',
  'ask.vpn.not-sstp': 'Check the name of the gateway, and whether it has SSTP.',
  'ask.vpn.timeout':
    'Check that SSTP runs on the gateway, and that nothing in front of it blocks requests that are not web requests.',
  'ask.vpn.revoked': 'Replace the certificate.',
  'ask.vpn.revocation-unreachable':
    'Have the certificate authority publish valid lists and answers at these addresses.',
} as const;
