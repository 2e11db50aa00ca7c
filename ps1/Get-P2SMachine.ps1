#Requires -Version 5.1

<#
.SYNOPSIS
Collects, unmodified, everything on this computer that decides how an SSTP VPN connects through a proxy.
.DESCRIPTION
Reads registry keys and reports the account that reads them; decides nothing and writes nothing. Reads the proxy
settings of every loaded user and of the computer, their policies, and the state of the relevant services. When run
by hand, it adds the output of Get-P2SEvidence.ps1. Works in Constrained Language Mode and without administrator
rights; data that cannot be read is marked "unseen".
.PARAMETER OutFile
Writes the capture to this file instead of standard output. `p2s-fix --machine FILE` reads it on any computer.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2SMachine.ps1 -OutFile capture.json
#>
param([string]$OutFile = '', [string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/machine/Registry.ps1
# include: lib/machine/User.ps1
# include: lib/settings/AdvProxy.ps1
# include: lib/evidence/ProfileSecret.ps1
# include: lib/settings/Phonebook.ps1
# include: lib/evidence/EventLog.ps1
# include: lib/evidence/Certificates.ps1
# include: lib/evidence/CrlCache.ps1
# include: lib/settings/VpnConnection.ps1
# include: lib/evidence/Evidence.ps1
# include: lib/machine/Machine.ps1

$nonce = ''
try {
    Assert-P2SNoOtherArgument $args
    $null, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    # p2s-fix reads the evidence in a separate call, while it probes the path.
    $capture = Get-P2SCapture $(if ($nonce -eq '') { Get-P2SEvidence $true } else { '' })
    if ($OutFile -eq '') { Format-P2SResult $nonce $capture }
    else {
        Set-Content -LiteralPath $OutFile -Value $capture -Encoding Ascii
        Format-P2SResult $nonce ('{"written":' + (ConvertTo-P2SJsonText $OutFile) + '}')
    }
}
catch {
    Format-P2SError $nonce (Format-P2SFailure 'failed' $OutFile (Get-P2SFailure $_))
    if ($nonce -eq '') { exit 1 }
}
finally { $env:PSModulePath = $script:P2SCallersModulePath }
