/** Findings about profiles, phonebooks and recordings. */
export const FINDINGS_PROFILE_EN = {
  'finding.sstp-not-offered': '{gateway} does not offer SSTP: its profile names {types} ({files}).',
  'finding.sstp-not-offered.remedy':
    'VPN team: use a protocol that it offers. No proxy setting makes SSTP work with it.',
  'finding.sstp-not-offered.answered':
    '{gateway} answers SSTP, although its profile names only {types}: the profile is out of date ({files}).',
  'finding.sstp-not-offered.answered.remedy': 'VPN team: download a new VPN client package and redeploy it.',
  'fleet-cause.sstp-not-offered': 'The gateway does not offer SSTP.',
  'finding.gateway-openvpn-only': '{gateway} supports only OpenVPN, according to its profile ({files}).',
  'finding.gateway-openvpn-only.virtual-wan': '{gateway} is a gateway of Virtual WAN, which never had SSTP.',
  'finding.gateway-openvpn-only.remedy':
    'Use the Azure VPN Client. No proxy setting makes SSTP work with it.',
  'fleet-cause.gateway-openvpn-only': 'The gateway supports only OpenVPN.',
  'finding.profiles-conflict': 'Profiles disagree about {gateway}: {about} is {sayings}.',
  'finding.profiles-conflict.remedy': 'VPN team: download a new VPN client package, and use only that one.',
  'fleet-cause.profiles-conflict': 'The profiles disagree about the gateway.',
  'finding.recordings-conflict': 'The recordings are of computers that differ in {part}: {sayings}.',
  'finding.recordings-conflict.remedy': 'Administrator: check each recording alone: p2s-fix --machine FILE.',
  'fleet-cause.recordings-conflict': 'The recordings are of computers that differ.',
  'recorded-part.wininet': "the user's setting (WinINET)",
  'recorded-part.winhttp': 'the setting of the computer (WinHTTP)',
  'recorded-part.gateways': 'their gateways',
  'value-in-file': '"{value}" in {file}',
  'finding.openvpn-plugin-entry':
    'The entry {entry} belongs to the Azure VPN Client (OpenVPN), whatever its strategy says ({file}).',
  'fleet-cause.openvpn-plugin-entry': 'A VPN entry belongs to the Azure VPN Client (OpenVPN).',
  'finding.entry-without-sstp': 'The entry {entry} connects to {gateway} without SSTP: {strategy} ({file}).',
  'fleet-cause.entry-without-sstp': 'A VPN entry connects without SSTP.',
  'finding.entry-unreadable':
    'The entry {entry} may use SSTP, but its server "{server}" is not a host name ({file}): it was left out.',
  'finding.entry-unreadable.no-server':
    'The entry {entry} may use SSTP, but names no server ({file}): it was left out.',
  'finding.entry-unreadable.remedy':
    'Administrator: set one host name or address as its server, without https:// and path, or install its profile again. If you know the gateway, name it: --gateway HOST.',
  'fleet-cause.entry-unreadable': 'The server of a VPN entry is not a host name.',
  'finding.gateways-left-out':
    'The phonebooks name more gateways than are checked in one run ({limit}): {leftOut} left out, and not tested.',
  'finding.gateways-left-out.remedy': 'Name the gateways to check: p2s-fix --gateway HOST',
  'fleet-cause.gateways-left-out': 'The phonebooks name more gateways than are checked in one run.',
  'finding.phonebook-unreadable': '{problem} ({file})',
  'fleet-cause.phonebook-unreadable': 'A phonebook cannot be read.',
  'finding.profile-root-old':
    'The profile of {gateway} expects {roots} only, which Microsoft replaces on the gateways that its notification names ({files}). The root that the gateway shows decides.',
  'finding.profile-root-old.remedy':
    'VPN team: if a notification from Microsoft names this gateway, download a new VPN client package and redeploy it before the day that it gives.',
  'fleet-cause.profile-root-old':
    'The profile expects only a root certificate that Microsoft replaces on some gateways.',
  'finding.profile-root-both':
    'The profile of {gateway} expects {roots}: it works before and after the root migration.',
  'fleet-cause.profile-root-both': 'The profile works before and after the root migration of the gateway.',
  'finding.profile-root-new':
    'The profile of {gateway} expects {roots}, which is not a root that is being replaced.',
  'fleet-cause.profile-root-new': 'The profile expects a root certificate that is not being replaced.',
  'finding.profile-root-unknown':
    "The profile of {gateway} expects {roots}, not known as a root of Azure's gateways ({files}).",
  'fleet-cause.profile-root-unknown':
    "The profile expects a root certificate that is not known as a root of Azure's gateways.",
  'finding.profile-root-untrusted':
    '{gateway} shows the root of its profile, but this system does not trust it.',
  'finding.profile-root-untrusted.remedy':
    'Administrator: install the VPN client package again. Windows downloads a public root automatically if ctldl.windowsupdate.com is reachable through WinHTTP.',
  'fleet-cause.profile-root-untrusted':
    'The root certificate of the gateway is that of its profile, but is not trusted.',
} as const;
