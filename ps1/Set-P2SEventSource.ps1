#Requires -Version 5.1

<#
.SYNOPSIS
Registers the source "p2s-fix" for the Application event log, or removes it.
.DESCRIPTION
Writes or removes only the key of the source below SYSTEM\CurrentControlSet\Services\EventLog\Application. Needs an
administrator. Works in Constrained Language Mode. Without a request nothing is written.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"present":true}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Set-P2SEventSource.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/evidence/EventSource.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{} } else { ConvertFrom-P2SJson $json }
    if ($request['present'] -isnot [bool]) { throw 'The request does not say whether the source is to be there.' }
    $code = 'failed'
    $unavailable = '"not-windows"'
    if ($script:P2SWindows) {
        if ($request['present']) { Register-P2SEventSource } else { Unregister-P2SEventSource }
        $unavailable = 'null'
    }
    Format-P2SResult $nonce ('{"unavailable":' + $unavailable + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
