/** Findings about the settings and their desired values. */
export const FINDINGS_STORE_EN = {
  'finding.winhttp-not-aligned': '{store} is set to {holds}; the desired setting is {desired}.',
  'finding.winhttp-not-aligned.unset': '{store} is not set to the desired proxy setting.',
  'finding.winhttp-not-aligned.unproved':
    '{store} is not set to the desired proxy setting, which is not proved to work, while the current one does.',
  'finding.winhttp-not-aligned.worse':
    '{store} is not set to the desired proxy setting, which does not work, while the current one does. {candidateFails}',
  'finding.winhttp-not-aligned.no-better':
    '{store} is not set to the desired proxy setting, which does not work either. {candidateFails}',
  'finding.winhttp-not-aligned.fails':
    '{store} is not set to the desired proxy setting, which does not work. {candidateFails}',
  'finding.winhttp-not-aligned.both-routes-work': ' Both routes work today.',
  'finding.winhttp-not-aligned.remedy': 'Run {command}',
  'fleet-cause.winhttp-not-aligned': 'WinHTTP is not set to the desired proxy.',
  'finding.wininet-not-as-desired': '{store} is set to {holds}; the desired setting is {desired}.',
  'finding.wininet-not-as-desired.unset': '{store} is not set to the desired proxy setting.',
  'finding.wininet-not-as-desired.unproved':
    '{store} is not set to the desired proxy setting, which is not proved to work, while the current one does.',
  'finding.wininet-not-as-desired.worse':
    '{store} is not set to the desired proxy setting, which does not work, while the current one does. {candidateFails}',
  'finding.wininet-not-as-desired.no-better':
    '{store} is not set to the desired proxy setting, which does not work either. {candidateFails}',
  'finding.wininet-not-as-desired.fails':
    '{store} is not set to the desired proxy setting, which does not work. {candidateFails}',
  'finding.wininet-not-as-desired.remedy': 'Run {command}',
  'fleet-cause.wininet-not-as-desired': 'WinINET is not set to the desired proxy.',
  'finding.wininet-mirror-differs':
    '{store}: the string values ({values}) disagree with the setting that Windows uses.',
  'finding.wininet-mirror-differs.remedy':
    'Another tool wrote only one of the two. To update the strings: {command}',
  'fleet-cause.wininet-mirror-differs':
    'The string values of WinINET disagree with the setting that Windows uses.',
  'finding.wininet-strings-only':
    '{store}: the string values say {strings}, but Windows uses {used}: another tool wrote the strings only.',
  'finding.wininet-strings-only.remedy':
    'p2s-fix --apply --proxy … writes what Windows uses as well; without --proxy the strings are updated to match it.',
  'fleet-cause.wininet-strings-only':
    'The string values of WinINET name a setting that Windows does not use.',
  'finding.wininet-strings-newer':
    '{store}: the string values ({values}) say {strings} and were changed last, but Windows has not adopted them yet. It uses {used}; programs may use the strings from their next start.',
  'finding.wininet-strings-newer.unknown':
    '{store}: the string values ({values}) say {strings}, the setting says {used}. Which is newer cannot be determined ({reason}); programs may use either.',
  'finding.wininet-strings-newer.remedy':
    'Name the state: p2s-fix --apply --proxy HOST:PORT{option}, or p2s-fix --apply --direct{option}. Without --proxy or --direct, neither is changed.',
  'fleet-cause.wininet-strings-newer':
    'The string values of WinINET disagree with its setting, and may be newer.',
  'finding.wininet-legacy-missing':
    '{store}: SavedLegacySettings cannot be read ({reason}), so Windows cannot see whether the string values were changed.',
  'finding.wininet-legacy-missing.absent':
    '{store}: SavedLegacySettings is absent, so Windows cannot see whether the string values were changed.',
  'finding.wininet-legacy-missing.remedy': 'p2s-fix writes it when it next changes this setting.',
  'fleet-cause.wininet-legacy-missing': 'SavedLegacySettings is absent or cannot be read.',
  'finding.value-wrong-type':
    '{store}: the value {value} has the type {type} instead of {wanted}. Programs may ignore it or misread it.',
  'finding.value-wrong-type.remedy':
    'Name the state with --proxy or --direct: p2s-fix then writes the right type.',
  'finding.value-wrong-type.list':
    'Name the proxy with --proxy: p2s-fix then writes the right type. With --direct, the value is switched off.',
  'finding.value-wrong-type.off':
    'It is switched off. p2s-fix writes the right type when it sets a proxy with --proxy.',
  'fleet-cause.value-wrong-type': 'A registry value has the wrong type.',
  'finding.value-not-restorable':
    '{store}: the change replaces the value {value}, whose type ({type}) PowerShell cannot write. On Windows, a rollback cannot restore it.',
  'finding.value-not-restorable.remedy':
    'To keep it, export its registry key first. To replace it, agree when asked or add --yes.',
  'fleet-cause.value-not-restorable': 'The change replaces a value that a rollback cannot restore.',
  'finding.policy-proxy-differs': '{store}: policy says {policy}, but the setting says {used}.',
  'finding.policy-proxy-differs.remedy': 'Ask whoever owns that policy which of the two is right.',
  'fleet-cause.policy-proxy-differs': 'A policy names another setting than the one that is used.',
  'finding.vpn-entry-proxy':
    '{store}: this VPN entry has its own proxy setting ({settings}), while the LAN setting is direct. p2s-fix uses the LAN setting.',
  'fleet-cause.vpn-entry-proxy': 'A VPN entry has a proxy setting of its own.',
  'finding.winhttp-proxy-empty':
    '{store} is set to use a proxy but names no server, which has the same effect as direct.',
  'finding.winhttp-proxy-empty.remedy': 'If it should have a proxy, name it with --proxy.',
  'fleet-cause.winhttp-proxy-empty': 'WinHTTP is set to use a proxy, but names none.',
  'finding.winhttp-proxy-unusable': '{store} is set to {settings}.',
  'finding.winhttp-proxy-unusable.remedy': 'Name the right proxy with --proxy.',
  'fleet-cause.winhttp-proxy-unusable': 'WinHTTP is set to a proxy that it cannot use.',
  'finding.tunnel-without-proxy':
    '{store}: {settings} names no proxy for https, so the VPN tunnel connects directly.',
  'finding.tunnel-without-proxy.remedy':
    'To send the tunnel through a proxy, name one for all protocols: p2s-fix --apply --proxy HOST:PORT.',
  'fleet-cause.tunnel-without-proxy': 'WinINET names no proxy for https, so the tunnel connects directly.',
  'finding.auto-detect-hidden':
    '{store}: auto-detect is on, but Windows reports it as off. Windows may hide it on a network where nothing was detected.',
  'fleet-cause.auto-detect-hidden': 'Auto-detection is on, but Windows reports it as off.',
  'finding.wininet-legacy-differs':
    '{store}: SavedLegacySettings next to it says {legacy}. Windows uses the LAN setting; old programs may not.',
  'fleet-cause.wininet-legacy-differs':
    'SavedLegacySettings differs from the WinINET setting; old programs may use it.',
  'finding.winhttp-wininet-shaped':
    '{store} holds a setting in the WinINET format: some tools show a proxy there, but Windows uses none.',
  'finding.winhttp-wininet-shaped.remedy':
    'Another tool wrote it. To replace it completely, after a backup: {command}',
  'fleet-cause.winhttp-wininet-shaped': 'The WinHTTP value has the format of WinINET and cannot be used.',
  'finding.winhttp-proxy-stale':
    "{store}: {proxy} is set for the whole computer, while the user's setting names no proxy.",
  'finding.winhttp-proxy-stale.fails':
    "{store}: {proxy} is set for the whole computer and does not work, while the user's setting names no proxy.",
  'finding.winhttp-proxy-stale.remedy': 'To clear it: {command}',
  'fleet-cause.winhttp-proxy-stale': 'WinHTTP has a proxy, but WinINET names none.',
  'finding.service-account-proxy':
    '{store}: {settings}. Services of this account use it where WinHTTP names no proxy.',
  'finding.service-account-proxy.decides':
    '{store}: {settings}. The revocation check runs as this account and uses it while WinHTTP names no proxy.',
  'fleet-cause.service-account-proxy':
    'A service account has a proxy setting of its own, which the revocation check uses.',
  'finding.wpad-disabled': '{store}: auto-detect is on, but DisableWpad switches it off for WinHTTP.',
  'fleet-cause.wpad-disabled': 'Auto-detection is on, but DisableWpad switches it off for WinHTTP.',
  'finding.changed-since-apply':
    '{store} was changed outside p2s-fix since p2s-fix last wrote it ({appliedAt}, backup {backup}).',
  'finding.changed-since-apply.remedy':
    'A policy, a management agent or another tool may set it. Find out which before you write it again.',
  'fleet-cause.changed-since-apply': 'The setting was changed outside p2s-fix after the last apply.',
  'finding.bypass-matches': '{store}: the bypass entry {entry} makes {host} bypass the proxy.',
  'finding.bypass-matches.remedy': 'If this computer cannot reach it directly, remove the entry.',
  'fleet-cause.bypass-matches': 'A bypass entry makes a needed address bypass the proxy.',
  'finding.loopback-proxy': '{store}: the proxy {host}:{port} is on this computer itself (loopback).',
  'finding.loopback-proxy.silent':
    '{store}: the proxy {host}:{port} is on this computer itself (loopback), and nothing listens there.',
  'finding.loopback-proxy.unnamed':
    '{store}: the proxy {host}:{port} is on this computer itself (loopback), where a process listens whose name is not known.',
  'finding.loopback-proxy.named':
    '{store}: the proxy {host}:{port} is on this computer itself (loopback), where {process} listens (process {pid}).',
  'finding.loopback-proxy.remedy':
    'This is usually a per-user proxy agent. Services, and a VPN that connects before sign-in, cannot rely on it.',
  'fleet-cause.loopback-proxy': 'The proxy is on the computer itself (loopback).',
  'finding.wininet-direct-bit-missing':
    '{store}: flag bit 0 (direct) is missing; Windows may ignore the setting.',
  'finding.wininet-direct-bit-missing.remedy': 'To set it: {command}',
  'fleet-cause.wininet-direct-bit-missing':
    'The WinINET setting lacks a flag; Windows may ignore the setting.',
  'finding.wininet-blob-absent':
    '{store}: nothing is stored yet; Windows creates the setting from the string values at its next use.',
  'fleet-cause.wininet-blob-absent': 'No WinINET setting is stored yet.',
  'finding.store-unreadable': '{store}: {bytes} bytes that cannot be read ({reason}).',
  'finding.store-unreadable.remedy':
    'p2s-fix never guesses it. To replace it completely, after a backup: {command}',
  'finding.store-unreadable.remedy.named':
    'p2s-fix never guesses it. Name the state: p2s-fix --apply --proxy … --yes replaces it completely, after a backup.',
  'finding.store-unreadable.remedy.unknown-version':
    'A version that p2s-fix does not support is never overwritten. Check for a newer p2s-fix.',
  'fleet-cause.store-unreadable': 'A proxy setting cannot be read.',
  'finding.store-unseen': '{store} is not visible: access to {key} was denied.',
  'finding.store-unseen.remedy': 'Run as an administrator.',
  'finding.store-unseen.recorded': '{store} is missing: the recording does not have {key}.',
  'finding.store-unseen.recorded.remedy': 'Export that key as well.',
  'finding.store-unseen.too-large':
    '{store} is not visible: {key} has more than 1,024 values or 512 KiB of data, which is not read.',
  'finding.store-unseen.too-large.remedy': 'Remove what does not belong in that key.',
  'fleet-cause.store-unseen': 'A proxy setting is not visible.',
  'finding.policy-unseen':
    'The keys under Policies are not visible. p2s-fix assumes that no policy manages the proxy settings.',
  'fleet-cause.policy-unseen': 'The keys under Policies are not visible.',
  'finding.store-managed': '{store} is managed by {by}; p2s-fix never writes it.',
  'finding.store-managed.remedy': 'Ask whoever owns that policy.',
  'fleet-cause.store-managed': 'A policy manages the setting.',
  'finding.change-blocked': '{store} needs a change, but is managed by {by}. Nothing was written.',
  'finding.change-blocked.remedy': 'Ask whoever owns that policy to set it there.',
  'finding.change-blocked.unknown-version':
    '{store} needs a change, but p2s-fix does not support the version of its blob; it is never overwritten.',
  'finding.change-blocked.unknown-version.remedy':
    'Check for a newer p2s-fix, or set the proxy with the tools of this Windows.',
  'fleet-cause.change-blocked': 'A needed change is blocked.',
  'finding.per-machine-policy': 'Policy ProxySettingsPerUser=0: all users share the machine-wide setting.',
  'fleet-cause.per-machine-policy': 'By a policy, all users share the machine-wide setting.',
  'finding.alignment-refused': 'The setting cannot be copied to WinHTTP: {conversion}.',
  'finding.alignment-refused.remedy':
    'To set WinHTTP alone, name its state in a file for --desired. --proxy and --direct set WinINET as well.',
  'finding.alignment-refused.remedy.ask':
    'With --gateway HOST, for a recording also --probe and --pac-file FILE, p2s-fix finds the proxy that the gateway and its revocation addresses need. Or name the state of WinHTTP in a file for --desired.',
  'finding.alignment-refused.remedy.needless': 'Both routes work today, so no change is needed.',
  'finding.alignment-refused.remedy.meant':
    'Administrator: if {meant} is the right proxy, set it in WinINET and WinHTTP: p2s-fix --apply --proxy {meant}',
  'fleet-cause.alignment-refused': 'The WinINET setting cannot be used for WinHTTP.',
  'finding.alignment-note': 'About this setting: {conversion}.',
  'fleet-cause.alignment-note': 'A part of the WinINET setting is converted or left out for WinHTTP.',
  'finding.machine-wide-proxy':
    'A WinHTTP proxy applies to every service on this computer, including Windows Update, and stays set on other networks.',
  'finding.machine-wide-proxy.portable':
    'A WinHTTP proxy applies to every service on this computer, which is portable: on other networks that proxy is unreachable, and Windows Update, other services and the revocation check of the VPN fail until it is cleared.',
  'finding.machine-wide-proxy.remedy':
    'When a portable computer is on another network, clear it: netsh winhttp reset proxy',
  'fleet-cause.machine-wide-proxy': 'WinHTTP has a proxy, which also applies on other networks.',
} as const;
