#Requires -Version 5.1

<#
.SYNOPSIS
Shows this computer's evidence of VPN problems: logged events, the user's certificates, cached revocation answers.
.DESCRIPTION
Reads the events of the SSTP client (System log) and of RasClient (Application log) of the last seven days,
the public part of the certificates in CurrentUser\My with their issuers, the names and times of the files in the
CRL caches, and name, server and tunnel type of each VPN connection from Get-VpnConnection, if available. Opens no
private key, fetches nothing, decides nothing and writes nothing. Works without administrator rights; data that
cannot be read is reported as such. In Constrained Language Mode it can read only the VPN connections.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON. With "connections" true, Get-VpnConnection runs, as it does by
hand.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2SEvidence.ps1
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/evidence/EventLog.ps1
# include: lib/evidence/Certificates.ps1
# include: lib/evidence/CrlCache.ps1
# include: lib/machine/User.ps1
# include: lib/settings/VpnConnection.ps1
# include: lib/evidence/Evidence.ps1

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    Format-P2SResult $nonce (Get-P2SEvidence ($nonce -eq '' -or $json -cmatch '"connections"\s*:\s*true'))
}
catch {
    Format-P2SError $nonce (Format-P2SFailure 'failed' '' (Get-P2SFailure $_))
    if ($nonce -eq '') { exit 1 }
}
finally { $env:PSModulePath = $script:P2SCallersModulePath }
