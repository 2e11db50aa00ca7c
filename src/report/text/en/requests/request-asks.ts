/** What a letter asks its team for. */
export const REQUEST_ASKS_EN = {
  'ask.step': '{action}.',
  'ask.please': 'Please:',
  'ask.through': ' through {proxy}',
  'ask.servers.get': '- HTTP (GET) to {server}{through}',
  'ask.servers.get-and-post': '- HTTP (GET and POST) to {server}{through}',
  'ask.servers.without-authentication':
    '- without authentication, and without a block page or a login page instead of the answer: the check is made by a Windows service (User-Agent: Microsoft-CryptoAPI/10.0)',
  'ask.tcp': '- outbound TCP to {target}',
  'ask.without-cut':
    '- without a reset or a block for the server name (SNI), its category or the application',
  'ask.connect': '- CONNECT {target}{through}, also with the request header "SSTPVERSION: 1.0"',
  'ask.connect.without-page': '- without a sign-in page or a block page',
  'ask.servers.without-page': '- without a block page or a sign-in page instead of the answer',
  'ask.connect.without-authentication': '- without proxy authentication: SSTP cannot authenticate to a proxy',
  'ask.without-inspection': "- without TLS inspection: SSTP is bound to the gateway's own certificate",
  'ask.connect.lists':
    '- HTTP to {hosts}, without authentication: Windows checks the revocation of the certificate there',
  'ask.allow': 'To allow:',
  'ask.not-yours': 'If the cause is not yours, please let us know: another team may then have to act.',
} as const;
