/** Findings from the computer's own evidence of VPN problems. */
export const FINDINGS_EVIDENCE_EN = {
  'finding.logged-proxy-authentication':
    'Windows logged that a proxy on the route requires authentication, which SSTP does not support: RasSstp event {event}{when}.',
  'finding.logged-proxy-authentication.remedy':
    'Proxy team: allow the gateway without authentication. No setting on this computer helps.',
  'fleet-cause.logged-proxy-authentication':
    'Windows logged that a proxy requires authentication, which SSTP does not support.',
  'finding.logged-interception':
    "Windows logged that the certificate which the tunnel saw is not the server's own: RasSstp event {event}{when}{hash}.",
  'finding.logged-interception.hash': ', {kind} {hash}',
  'finding.logged-interception.remedy':
    'Proxy team: exempt the gateway from TLS inspection. VPN team, where a reverse proxy terminates TLS in front of your own server: pass TCP through, or give both the same certificate.',
  'fleet-cause.logged-interception':
    "Windows logged that the certificate which the tunnel saw is not the server's own.",
  'finding.logged-sstp-event': 'Windows logged RasSstp event {event}{when}: {meaning}.',
  'finding.logged-sstp-event.with-text': 'Windows logged RasSstp event {event}{when}: {meaning} ("{text}").',
  'fleet-cause.logged-sstp-event': 'Windows logged an error of the SSTP client.',
  'sstp-event.1': 'the request could not be sent: the network, or trust in the certificate',
  'sstp-event.2': 'no answer came to the request',
  'sstp-event.3': 'the answer was not HTTP/1.1',
  'sstp-event.4': 'the request was refused',
  'sstp-event.5': 'the SSTP negotiation failed',
  'sstp-event.16': "the server's certificate is not meant for server authentication",
  'sstp-event.33': 'the cookies of the server could not be set',
  'sstp-event-with-status': '{meaning} with HTTP {status}',
  'finding.logged-vpn-error.failed': 'Windows logged that {connection} failed with {error}{when}.',
  'finding.logged-vpn-error.failed.explained':
    'Windows logged that {connection} failed with {error}{when}: {meaning}',
  'finding.logged-vpn-error.ended': 'Windows logged that {connection} ended with {error}{when}.',
  'finding.logged-vpn-error.ended.explained':
    'Windows logged that {connection} ended with {error}{when}: {meaning}',
  'finding.logged-vpn-error.connection': 'the connection "{connection}"',
  'finding.logged-vpn-error.unnamed': 'a connection',
  'finding.logged-vpn-error.remedy': 'More: p2s-fix explain {code}',
  'fleet-cause.logged-vpn-error': 'Windows logged that a VPN connection failed.',
  'logged-when.once': ', {last}',
  'logged-when.often': ', {count} times, last {last}',
  'logged-over': 'The connection came up afterwards ({overSince}).',
  'logged-cause': '{actor}: the most likely cause: {cause}',
  'logged-cause.confirmed': '{actor}: confirmed by the path check now: {cause}',
  'finding.client-certificate':
    'CurrentUser\\My holds {usable} client certificate(s) without a problem on this computer.',
  'finding.client-certificate.remedy':
    'VPN team: check that the gateway trusts their root, and that none of them is revoked there.',
  'finding.client-certificate.unseen': 'The client certificates were not read: {why}.',
  'finding.client-certificate.unseen.remedy':
    'Run this as the VPN user, or check certmgr.msc of that user: Personal, Certificates.',
  'finding.client-certificate.none-usable': 'CurrentUser\\My holds no usable client certificate: {problem}.',
  'finding.client-certificate.none-usable.first':
    'CurrentUser\\My holds no usable client certificate: {problem} (issued by {issuer}, valid until {validTo}).',
  'finding.client-certificate.none-usable.remedy':
    'Install the client certificate with its private key in CurrentUser\\My, and its root in Trusted Root of both the user and the computer.',
  'fleet-cause.client-certificate': 'No client certificate can be used to sign in.',
  'client-certificate-unseen.other-user': 'they are those of another user than the one who runs this',
  'client-certificate-unseen.failed': 'the certificate store cannot be read',
  'client-certificate-unseen.too-many':
    'the certificate store holds more than this reads, and none of those that it read is usable',
  'finding.revocation-cached':
    'The revocation path fails, but Windows has cached answers: {copies}. The VPN may continue to work until they expire, and then fail.',
  'finding.revocation-cached.copy': '{url} for {account}, of {at}',
  'finding.revocation-cached.remedy':
    'Fix the path anyway. certutil -urlcache in that account shows when they expire.',
  'fleet-cause.revocation-cached': 'The revocation path fails, but Windows has cached answers.',
  'account.user': 'the user who runs this',
  'account.S-1-5-18': 'SYSTEM',
  'account.S-1-5-19': 'LocalService',
  'account.S-1-5-20': 'NetworkService',
  'finding.clock-differs.ahead': 'The clock of this computer is {duration} ahead of that of {server}{tail}.',
  'finding.clock-differs.behind': 'The clock of this computer is {duration} behind that of {server}{tail}.',
  'finding.clock-differs.dates-fail': ', and certificates or lists fail by their dates',
  'finding.clock-differs.not-the-cause':
    '. It does not explain the failures: they occur with the other clock as well',
  'finding.clock-differs.other-agrees': '; that of another server agrees with this computer',
  'finding.clock-differs.proxy': 'the proxy',
  'finding.clock-differs.gateway': 'the gateway',
  'finding.clock-differs.remedy': 'Administrator: set the clock (w32tm /query /status; w32tm /resync).',
  'finding.clock-differs.remedy.server':
    'VPN team, or the owner of the server: check the clock of {server}. Administrator: compare the clock of this computer (w32tm /query /status).',
  'fleet-cause.clock-differs': 'The clock differs from that of the servers on the path.',
  'duration.minutes': '{count} minutes',
  'duration.hours': '{count} hours',
  'duration.days': '{count} days',
  'finding.evidence-unseen':
    'The VPN evidence of Windows (events, client certificates, CRL caches) was not read: {why}.',
  'finding.evidence-unseen.logs':
    'Event logs could not be read: {logs}. Whether Windows logged VPN problems is not known.',
  'fleet-cause.evidence-unseen': 'The VPN evidence of Windows was not read, or only a part of it.',
} as const;
