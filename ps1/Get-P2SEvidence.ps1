#Requires -Version 5.1

<#
.SYNOPSIS
Shows what this machine itself tells of VPN trouble: logged events, the user's certificates, kept revocation answers.
.DESCRIPTION
Reads the events of the SSTP client (System log) and of the dialler (Application log) of the last seven days, the public
part of the certificates in CurrentUser\My with those above them, the names and times of the files in the CRL caches, and
name, server and tunnel type of each VPN connection that Get-VpnConnection tells, where that is there.
Opens no private key, fetches nothing, decides nothing and writes nothing. Works without administrator rights; what cannot
be seen is said. In Constrained Language Mode it can look at the VPN connections alone.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON. With "connections" true Get-VpnConnection is asked, as it is by hand.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2SEvidence.ps1
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/Wire.ps1
# include: lib/SafePath.ps1
# include: lib/EventLog.ps1
# include: lib/Certificates.ps1
# include: lib/CrlCache.ps1
# include: lib/User.ps1
# include: lib/VpnConnection.ps1
# include: lib/Evidence.ps1

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
