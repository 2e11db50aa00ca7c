/** Findings about the machine, the path, and this run. */
export const FINDINGS_RUN_EN = {
  'finding.no-gateway-known': 'No gateway is known, so the path was not checked.',
  'finding.no-gateway-known.remedy': 'Name it: p2s-fix --gateway azuregateway-….vpn.azure.com',
  'fleet-cause.no-gateway-known': 'No gateway is known, so the path was not checked.',
  'finding.name-needs-proxy':
    'The name {gateway} does not resolve on this computer, and WinINET sends the tunnel direct. WinHTTP has the proxy {proxy}, which may resolve it.',
  'finding.name-needs-proxy.remedy':
    'Administrator: if that proxy is right, set it in WinINET as well: p2s-fix --apply --source winhttp',
  'fleet-cause.name-needs-proxy':
    'The name of the gateway does not resolve, and the tunnel connects directly.',
  'finding.proxy-passed-over':
    'The setting names several routes to {gateway}. No connection through {routes}, so the check went on to {via}, as WinINET does. It is not known whether the SSTP service does the same.',
  'finding.proxy-passed-over.direct':
    'The setting names several routes to {gateway}. No connection through {routes}, so the check went on direct, as WinINET does. It is not known whether the SSTP service does the same.',
  'finding.proxy-passed-over.route': '{via} ({reason})',
  'finding.proxy-passed-over.remedy':
    'Administrator: fix {routes}, or remove it from the PAC file or the list. WinHTTP, which the revocation check uses, uses only the first proxy of its list.',
  'fleet-cause.proxy-passed-over': 'The setting names several routes, and the first gives no connection.',
  'finding.partly-applied':
    'Only the part of the change that needs no administrator was made; left: {stores}.',
  'finding.partly-applied.remedy': 'Run as an administrator: {command}',
  'finding.partly-applied.remedy.same-command': 'Run the same command as an administrator.',
  'fleet-cause.partly-applied': 'Only the part of the change that needs no administrator was made.',
  'finding.service-disabled': 'Service {service} is disabled.',
  'finding.service-disabled.remedy':
    'Set the start type of {service} to manual: sc.exe config {service} start= demand',
  'fleet-cause.service-disabled': 'A service that the VPN needs is disabled.',
  'finding.service-missing': 'Services that SSTP needs are missing: {services}.',
  'finding.service-missing.remedy':
    'An image or a script that trims Windows removed them. No proxy setting helps.',
  'fleet-cause.service-missing': 'A service that the VPN needs is missing.',
  'finding.revocation-check-misplaced':
    'NoCertRevocationCheck is set where SstpSvc does not read it ({key}); it has no effect.',
  'finding.revocation-check-misplaced.remedy':
    'Remove it. It was meant to switch the revocation check off, which is a security downgrade.',
  'fleet-cause.revocation-check-misplaced': 'NoCertRevocationCheck is set where it has no effect.',
  'finding.revocation-check-disabled':
    'NoCertRevocationCheck=1 switches the revocation check of SSTP off: a security downgrade that hides the cause.',
  'finding.revocation-check-disabled.remedy': 'Remove the value once the revocation path works.',
  'fleet-cause.revocation-check-disabled': 'The revocation check is turned off.',
  'finding.restart-pending':
    'A restart of Windows is pending ({reasons}). Programs that start a session after a proxy change use the new setting; it is not known for services.',
  'fleet-cause.restart-pending': 'A restart of Windows is pending.',
  'finding.change-unconfirmed':
    'A change (backup {backup}) is rolled back automatically unless you confirm it within {time}.',
  'finding.change-unconfirmed.remedy': 'To keep it: {command}',
  'finding.change-unconfirmed.late':
    'A change (backup {backup}) was not confirmed by {deadline} and is still in place.',
  'finding.change-unconfirmed.late.remedy':
    'The next apply rolls it back first, then continues; {command} only rolls it back.',
  'fleet-cause.change-unconfirmed': 'A change was not confirmed.',
  'time.seconds': '{seconds} s',
  'time.minutes': '{minutes} min',
  'time.minutes-seconds': '{minutes} min {seconds} s',
  'finding.values-not-put-back':
    'The change of backup {backup} was rolled back at {putBackAt}, except values that have changed since or cannot be written: {values}.',
  'finding.values-not-put-back.as-asked':
    'The change of backup {backup} was rolled back, except values that have changed since or cannot be written: {values}.',
  'finding.values-not-put-back.type':
    'The change of backup {backup} was rolled back, except values of a type that PowerShell cannot write: {unwritable}.',
  'finding.values-not-put-back.type.remedy':
    'If you exported their registry key before the change, import that file.',
  'finding.values-not-put-back.by-hand':
    'To restore those values as well, compare the recording with the backup by hand: {path}',
  'finding.values-not-put-back.remedy': 'To restore those values as well: {command}',
  'fleet-cause.values-not-put-back': 'Some values could not be restored.',
  'finding.change-interrupted': 'An earlier change was interrupted (backup {backup}).',
  'finding.change-interrupted.remedy':
    'The next apply rolls it back first, then continues; p2s-fix rollback only rolls it back.',
  'fleet-cause.change-interrupted': 'An earlier change did not finish.',
  'finding.other-change-interrupted':
    'A change of another computer ({machine}) was interrupted. Until it is rolled back, an apply with this state folder is refused.',
  'finding.other-change-interrupted.remedy':
    'Roll it back first: {command}. Or name another folder with --state-dir DIR.',
  'fleet-cause.other-change-interrupted': 'A change of another computer did not finish.',
  'finding.state-folder-unusable':
    '{folder}: {problem} This run needs no such folder; an apply would be refused.',
  'finding.state-folder-unusable.remedy': '{next}',
  'fleet-cause.state-folder-unusable': 'The folder for backups cannot be used.',
  'finding.candidate-fails':
    'The proposed setting was tested and does not help: it does not work for {names}.',
  'finding.candidate-fails.unproved':
    'The proposed setting was tested and does not help: it is not proved to work for {names}.',
  'finding.candidate-fails.worse':
    'The proposed setting does not work for {names}, while the current one works.',
  'finding.candidate-fails.worse-unproved':
    'The proposed setting is not proved to work for {names}, while the current one works.',
  'finding.candidate-fails.remedy': 'An apply writes it only with --yes.',
  'finding.candidate-fails.worse.remedy':
    'Leave the setting as it is. An apply writes the proposed one only with --yes.',
  'finding.candidate-fails.remedy.other-answers':
    'WinHTTP uses only the first proxy of the list, which gives no connection; {answering} does: put it first, or name it with --proxy. An apply writes it only with --yes.',
  'fleet-cause.candidate-fails': 'The proposed setting was tested and does not work.',
  'finding.sstp-retirement':
    'Azure stops SSTP on {date} (in {daysLeft} days); this connection must move to IKEv2 or OpenVPN before then. A gateway on which SSTP is turned off stays without it.',
  'finding.sstp-retirement.tomorrow':
    'Azure stops SSTP on {date} (tomorrow); this connection must move to IKEv2 or OpenVPN before then.',
  'finding.sstp-retirement.over':
    'Azure stopped SSTP on {date}; this connection must move to IKEv2 or OpenVPN.',
  'finding.sstp-retirement.remedy': 'To see what works from this computer: {command}',
  'fleet-cause.sstp-retirement': 'Azure is ending SSTP: the connection must move to IKEv2 or OpenVPN.',
  'finding.gateway-root-migration':
    'If a notification from Microsoft names this gateway, only its new root certificate is valid from {date} on (in {daysLeft} days).',
  'finding.gateway-root-migration.tomorrow':
    'If a notification from Microsoft names this gateway, only its new root certificate is valid from {date} on (tomorrow).',
  'finding.gateway-root-migration.over':
    'If a notification from Microsoft named this gateway, only its new root certificate is valid since {date}.',
  'finding.gateway-root-migration.remedy':
    'VPN team: if it does, download new VPN client packages and redeploy them, unless you already have. To see which root the gateway shows, and which the profiles expect: {command}',
  'finding.gateway-root-migration.remedy.tested':
    'VPN team: if it does, download new VPN client packages and redeploy them, unless you already have.',
  'fleet-cause.gateway-root-migration':
    'Microsoft replaces the root certificate of the gateways that its notification names.',
  'finding.gateway-name-unusual':
    '{host} is not a usual name of an Azure VPN gateway (azuregateway-….vpn.azure.com). It is checked anyway.',
  'fleet-cause.gateway-name-unusual': 'The gateway does not have a usual name of an Azure VPN gateway.',
  'finding.path-not-checked': 'The path was not checked, as asked.',
  'finding.path-not-checked.recording':
    'The path was not checked: this computer does not have the routes of the recorded computer.',
  'finding.path-not-checked.recording.remedy': 'To check it from this computer anyway, add --probe.',
  'fleet-cause.path-not-checked': 'The path was not checked.',
  'finding.program-folder-writable':
    'This program runs with administrator rights, but accounts that are not administrators may change it ({folder}: {reason}).',
  'finding.program-folder-writable.remedy':
    'Install it for all users: npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{version}.tgz, with Node in Program Files as well.',
  'finding.program-folder-writable.remedy.executable':
    'Copy p2s-fix.exe to a folder in "C:\\Program Files", and run it from there.',
  'fleet-cause.program-folder-writable':
    'Accounts that are not administrators may change the program, which runs with administrator rights.',
  'finding.constrained-language':
    "Application control restricts PowerShell to {languageMode}. Everything is read; changes are written directly to the registry, without Windows' own functions.",
  'finding.constrained-language.remedy':
    'To use those functions as well, allow the scripts of p2s-fix: sign them, or allow their hashes.',
  'fleet-cause.constrained-language': 'Application control restricts PowerShell.',
  'finding.powershell-fallback': 'Windows PowerShell 5.1 did not answer, so PowerShell {version} was used.',
  'fleet-cause.powershell-fallback': 'Windows PowerShell 5.1 did not answer, so another PowerShell was used.',
  'finding.written-not-notified':
    '{store} is written, but running programs were not notified ({why}); they keep the old setting until they read it again.',
  'finding.written-not-notified.remedy':
    'Restart those programs, or sign out and sign in again. A new VPN connection reads the new setting.',
  'fleet-cause.written-not-notified': 'A setting is written, but running programs were not notified.',
  'finding.windows-reader-unavailable':
    "{store} was read back and compared, but Windows' own reader was not used ({why}).",
  'fleet-cause.windows-reader-unavailable':
    "A setting was read back and compared, but Windows' own reader was not used.",
  'finding.winhttp-client-unavailable':
    "Windows' own WinHTTP client was not used ({why}); only p2s-fix's own client checked the revocation path.",
  'fleet-cause.winhttp-client-unavailable': "Windows' own WinHTTP client was not used.",
} as const;
