/** Verdicts on the certificates of a gateway, and on their revocation. */
export const CERTIFICATE_VERDICTS_EN = {
  'verdict.chain-slow':
    '{gateway} answered TLS, but Windows on the target computer did not finish its certificate check in time.',
  'verdict.chain-slow.next':
    'Administrator: run p2s-fix on the target computer, or Test-P2SPath.ps1 in PowerShell 7, which does not wait for Windows there.',
  'verdict.chain-slow.next-allow':
    'Network team, or proxy team where WinHTTP has a proxy: allow http to {hosts} from the target computer, without authentication.',
  'verdict.chain-slow.root':
    '{gateway} answered TLS, but Windows on the target computer did not finish its certificate check in time: it was searching for the root "{issuer}", which this Windows does not have yet.',
  'verdict.chain-slow.root.next':
    'Administrator: if that is not allowed, install the root on the target computer.',
  'verdict.chain-slow.issuer':
    '{gateway} answered TLS, but Windows on the target computer did not finish its certificate check in time: it was searching for "{issuer}", which issued "{subject}" and which the gateway does not send.',
  'verdict.chain-slow.issuer.next': 'VPN team: have the gateway send its intermediate certificates.',

  'verdict.untrusted-root':
    'The certificate of {gateway} ends in a root that is not trusted on this computer{last}{also}.',
  'verdict.untrusted-root.last': ' (the last of its chain: {top})',
  'verdict.untrusted-root.next':
    'VPN team: check the root certificate; add it for this check with --ca FILE.',
  'verdict.untrusted-root.missing':
    'The certificate of {gateway} does not lead to a root that is trusted on this computer: {missing}{also}.',
  'verdict.untrusted-root.missing.next':
    'VPN team: have the gateway send its intermediate certificates. Where "{issuer}" is the root itself, check it; --ca FILE adds it for this check.',
  'verdict.untrusted-root.acknowledged': 'SSTP answers behind it (Call Connect Ack).',
  'verdict.untrusted-root.acknowledged.next':
    "Where the certificate is not the gateway's own, something in front of it terminates TLS (a reverse proxy): pass TLS through unchanged.",
  'missing-issuer':
    '"{issuer}", which issued "{subject}", is neither a trusted root on this computer nor a CA certificate that the gateway sends',
  'missing-issuer.not-named':
    '"{issuer}", which issued "{subject}", is neither a trusted root on this computer nor a CA certificate that the gateway sends, and the certificate names no address to fetch it from',
  'missing-issuer.not-fetched':
    '"{issuer}", which issued "{subject}", is neither a trusted root on this computer nor a CA certificate that the gateway sends, and it was not fetched{causes}',
  'verdict.also-flaws': '; also: {flaws}',

  'verdict.wrong-root':
    'The certificate of {gateway} ends in a different root than its VPN profile expects{also}.',
  'verdict.wrong-root.next':
    'VPN team: download a new VPN client package and redeploy it. Do not add the new root by hand before its name is confirmed.',
  'verdict.wrong-root.next-acknowledged':
    'If the root was not changed, a reverse proxy carries SSTP under its own certificate, which SSTP does not accept.',

  'verdict.certificate-invalid': 'The certificate of {gateway} is not valid for it{flaws}{web}.',
  'verdict.certificate-invalid.flaws': ': {flaws}',
  'verdict.certificate-invalid.web': '; a web server answers there{server}',
  'verdict.certificate-invalid.next': 'VPN team: check {parts}.',
  'verdict.certificate-invalid.next-block-page':
    'Proxy team: if {proxy} shows a block page, allow CONNECT {target}.',

  'verdict.revoked': 'The certificate of {gateway} is revoked.',
  'verdict.revoked.next': 'VPN team: replace the certificate.',
  'verdict.revoked.hold':
    'A certificate in the chain of {gateway} is on hold (certificateHold): revoked until its issuer ends the hold.',
  'verdict.revoked.hold.next': 'VPN team: have the issuer end the hold, or replace the certificate.',
  'verdict.revoked.issuer': 'The CA certificate "{issuer}" in the chain of {gateway} is revoked.',
  'verdict.revoked.issuer.next':
    'VPN team: replace the certificate of the gateway with one from another CA certificate.',

  'verdict.revocation-unreachable':
    'The revocation of the certificate cannot be checked (0x80092013){causes}.',
  'causes.all': ': {causes}',
  'causes.one': '{hosts}: {reason}',
  'causes.between': '; ',
  'revocation.next-publish':
    'VPN team: have the certificate authority publish valid lists and answers ({hosts}).',
  'revocation.next-align': 'Administrator: align WinHTTP (p2s-fix --apply).',
  'revocation.next-allow-direct': 'Network team: allow http to {hosts}.',
  'revocation.next-allow-proxy': 'Proxy team: allow http to {hosts} without authentication.',
  'revocation.next-reach': '{team}: let {client} resolve and reach {hosts} by http.',
  'revocation.next-refresh': '{team}: have {proxy} fetch {hosts} again instead of answering from its cache.',
  'revocation.next-complete': '{team}: find what slows or cuts off http to {hosts}.',
  'revocation.next-proxy-down': 'Proxy team: is {proxy} in service, and reachable from this computer?',
  'revocation.next-server':
    "VPN team: if the error is the server's own, have the certificate authority fix it.",
  'revocation.this-computer': 'this computer',
  'revocation.its-addresses': 'its URLs',

  'verdict.not-tested':
    'The route to {gateway} was not tested: it depends on a setting that cannot be followed from this computer.',
  'verdict.not-tested.next':
    'Administrator: to test a route by name, run p2s-fix verify --proxy HOST:PORT {gateway}, or with --direct in place of --proxy.',
  'verdict.not-tested.pac-file':
    'The route to {gateway} was not tested: it depends on a PAC file, which cannot be resolved from this computer.',
  'verdict.not-tested.pac-file.next':
    'Administrator: save the PAC file, and run the same command with --pac-file FILE.',
  'verdict.not-tested.unreadable':
    'The route to {gateway} was not tested: it depends on the WinINET setting of the VPN user, which cannot be read.',
  'verdict.not-tested.unreadable.next':
    'Administrator: p2s-fix audit shows how to replace the setting. To test a route by name: p2s-fix verify --proxy HOST:PORT {gateway}, or with --direct in place of --proxy.',
  'verdict.not-tested.unsupported':
    'SSTP handshake with {gateway} succeeded; the published revocation data of its certificates was received, but p2s-fix does not support its kind{causes}. The result of Windows is not known.',
  'verdict.not-tested.unsupported.next':
    'VPN team: have the certificate authority publish revocation data that every client can read.',
  'verdict.not-tested.too-large':
    'SSTP handshake with {gateway} succeeded; a revocation list of its certificates is larger than the limit of p2s-fix. It was received up to that limit; Windows reads up to 100 MiB by default.',
  'verdict.not-tested.next-certutil':
    'Administrator: certutil -verify -urlfetch with the certificate shows the result of Windows.',
  'verdict.not-tested.unfollowed':
    'SSTP handshake with {gateway} succeeded; the route to a revocation address of its certificates depends on a setting that cannot be followed from this computer.',
  'verdict.not-tested.unrecorded':
    'The recording of {gateway} ends before its SSTP handshake; the rest was not tested.',
  'verdict.not-tested.unrecorded-lists':
    'SSTP handshake with {gateway} succeeded; revocation was not tested: the recording does not contain all revocation lists and answers of its certificates.',
  'verdict.not-tested.unrecorded.next':
    'Administrator: record it again on that computer: Test-P2SPath.ps1 -Gateway {gateway} -OutFile FILE.',
  'verdict.not-tested.no-time-left':
    'SSTP handshake with {gateway} succeeded; revocation was not tested: the tunnel check used almost all of the time limit (--deadline), and a revocation server did not reply in the rest.',
  'verdict.not-tested.no-time-left.next': 'Administrator: run the same command with a larger --deadline.',
  'verdict.not-tested.no-address':
    'SSTP handshake with {gateway} succeeded; its certificates name no http address for revocation.',
  'verdict.not-tested.no-address.next': 'VPN team: publish the revocation list over http as well.',
  'verdict.not-tested.no-address.next-ldap': 'On a domain-joined computer, LDAP may be enough.',
} as const;
