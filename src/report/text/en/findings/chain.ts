/** Findings about certificates: results of Windows' own chain engine, and what it would have to download. */
export const FINDINGS_CHAIN_EN = {
  'finding.chain-check-unavailable':
    "Windows' own chain check was not made or not completed ({why}); only p2s-fix checked the certificates.",
  'fleet-cause.chain-check-unavailable': "Windows' own chain check was not made or not completed.",
  'finding.windows-chain-refused':
    'Windows itself does not accept the certificate of {gateway}: {hresult} ({statuses}).',
  'finding.windows-chain-refused.root-given':
    'Windows itself does not accept the certificate of {gateway}: {hresult} ({statuses}). Its root was trusted for this check only (--ca).',
  'finding.windows-chain-refused.remedy': 'p2s-fix explain {hresult} shows what that means.',
  'finding.windows-chain-refused.remedy.root-missing':
    'Administrator: install the root in Trusted Root Certification Authorities of the computer, with the VPN client package or the root update of Windows. Do not install it by hand before its name is confirmed.',
  'fleet-cause.windows-chain-refused': 'Windows itself does not accept the certificate of the gateway.',
  'finding.windows-revocation-offline':
    "The revocation lists of {gateway} are reachable, but Windows' own check as {account} says {hresult} ({statuses}). It uses {decidedBy}.",
  'finding.windows-revocation-offline.remedy':
    "Administrator: try again in a few minutes, because Windows caches failed downloads. If it still fails, something blocks Windows but not p2s-fix: the setting of that account, or a filter by program. The VPN's own check runs as LocalService, with its own cache and its own WinINET setting.",
  'fleet-cause.windows-revocation-offline':
    'The revocation lists are reachable, but the check of Windows fails.',
  'finding.delta-crl-unavailable':
    'The revocation list of "{subject}" ({gateway}) is valid, but the delta list that it names could not be read: {addresses}. Windows requests it as well and may fail with 0x80092013 without it; the verdict uses only the list.',
  'finding.delta-crl-unavailable.ocsp':
    'The revocation list of "{subject}" ({gateway}) is valid, but the delta list that it names could not be read: {addresses}. OCSP answers for that certificate; Windows needs the delta where OCSP does not.',
  'finding.delta-crl-unavailable.windows':
    'The revocation list of "{subject}" ({gateway}) is valid, but the delta list that it names could not be read: {addresses}. Windows\' own check as {account} says {hresult}.',
  'finding.delta-crl-unavailable.remedy':
    'VPN team: have the certificate authority publish a current delta, or none; IIS refuses the "+" in its name unless double escaping is allowed.',
  'finding.delta-crl-unavailable.remedy.network':
    'Network team: allow http to the delta list as well as to the list itself. VPN team: have the certificate authority publish a current delta, or none; IIS refuses the "+" in its name unless double escaping is allowed.',
  'finding.delta-crl-unavailable.remedy.proxy':
    'Proxy team: allow http to the delta list as well as to the list itself. VPN team: have the certificate authority publish a current delta, or none; IIS refuses the "+" in its name unless double escaping is allowed.',
  'fleet-cause.delta-crl-unavailable': 'A revocation list names a delta list that cannot be read.',
  'finding.revocation-from-cache':
    'Windows accepts the certificate of {gateway} only from the cache of {account}: its revocation lists could not be reached. The VPN may work today and fail later with 0x80092013.',
  'finding.revocation-from-cache.remedy':
    "Fix the revocation path that the verdict reports before the lists in the cache expire. The VPN's own check runs as LocalService, with its own cache and its own WinINET setting.",
  'fleet-cause.revocation-from-cache': 'Windows accepts the certificate of the gateway only from a cache.',
  'finding.revocation-by-another-way':
    "Windows' own check reached the lists of {gateway} as {account}, through {decidedBy} or with credentials of that account, not through the route of the service.",
  'finding.revocation-by-another-way.remedy':
    "The VPN's own check runs as LocalService, with its own cache and its own WinINET setting, so this does not help it. Fix the revocation path that the verdict reports.",
  'fleet-cause.revocation-by-another-way':
    'Windows reached the revocation lists through another route than that of the service.',
  'another-account': 'another account',
  'finding.chain-incomplete':
    '{gateway} sends {sent} certificates, but not all that lead to the root; Windows must download what is missing ({fetched}).',
  'finding.chain-incomplete.alone':
    '{gateway} sends only its own certificate; Windows must download what is missing ({fetched}).',
  'finding.chain-incomplete.remedy': 'VPN team: have the gateway send its intermediate certificates.',
  'fleet-cause.chain-incomplete': 'The gateway does not send all its certificates.',
  'finding.issuer-not-fetched':
    '{gateway} does not send the issuer of "{subject}", and it could not be downloaded: {addresses}. Windows fails with 0x800b010a if it does not have that issuer yet.',
  'finding.issuer-not-fetched.remedy': 'VPN team: have the gateway send its intermediate certificates.',
  'finding.issuer-not-fetched.remedy.network':
    'Network team: allow http to these hosts without authentication. VPN team: have the gateway send its intermediate certificates.',
  'finding.issuer-not-fetched.remedy.proxy':
    'Proxy team: allow http to these hosts without authentication. VPN team: have the gateway send its intermediate certificates.',
  'fleet-cause.issuer-not-fetched':
    'The gateway does not send all its certificates, and a missing one could not be downloaded.',
  'address.reason': '{url} ({reason})',
  'address.none': 'no address',
  'finding.root-update-blocked':
    'The root of {gateways} is not installed on this Windows, and the list of new roots could not be reached ({url}, {route}: {reason}): the connection fails with 0x800b0109.',
  'finding.root-update-blocked.remedy':
    'Proxy team: allow http to ctldl.windowsupdate.com without authentication. Administrator: if that is not allowed, distribute the root by policy.',
  'fleet-cause.root-update-blocked':
    'The root certificate of the gateway is missing, and the list of new roots is unreachable.',
  'finding.inspection-suspected':
    'The certificate of {gateway} ({route}) shows signs of an inspecting proxy: {signs}; its issuer is "{issuer}". With such a certificate SSTP sign-in fails even where it is trusted, because SSTP binds to the gateway\'s own certificate.',
  'finding.inspection-suspected.remedy':
    "Proxy team: exempt {gateway} from TLS inspection. p2s-fix verify {gateway} --compare-direct confirms it if the direct route is open; otherwise ask the VPN team for the SHA-256 of the gateway's own certificate (seen: {sha256}).",
  'fleet-cause.inspection-suspected': 'The certificate of the gateway shows signs of an inspecting proxy.',
  'inspection-sign.through-proxy': 'it came through a proxy',
  'inspection-sign.root-not-public': 'its root is on no public list',
  'inspection-sign.no-cdp-and-no-aia': 'it names neither a revocation list nor its issuer',
  'inspection-sign.not-self-signed': 'it is not self-signed',
  'inspection-sign.not-profile-root': 'its root is not that of the VPN profile',
  'inspection-sign.differs-from-direct': 'the direct route shows a different one',
  'inspection-sign.azure-name': "Azure's gateways have public roots",
} as const;
