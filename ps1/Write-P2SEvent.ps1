#Requires -Version 5.1

<#
.SYNOPSIS
Writes one entry to the Application event log, with the source "p2s-fix".
.DESCRIPTION
The request has id (1 to 1000), level (information, warning, error) and text. If the source is not registered,
nothing is written, and "unavailable" has the reason. In Constrained Language Mode eventcreate.exe writes the
entry.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"id":110,"level":"information","text":"A test."}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Write-P2SEvent.ps1 -RequestFromStdin
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
    $id = $request['id']
    if ($id -isnot [decimal] -or $id -lt 1 -or $id -gt 1000) { throw 'The request has no id from 1 to 1000.' }
    if ($request['level'] -isnot [string] -or -not $script:P2SEventTypes.ContainsKey($request['level'])) {
        throw 'The request has no level.'
    }
    if ($request['text'] -isnot [string] -or $request['text'].Length -lt 1 -or $request['text'].Length -gt 8000) {
        throw 'The request has no text of 1 to 8000 characters.'
    }
    $code = 'failed'
    $unavailable = '"not-windows"'
    if ($script:P2SWindows) { $unavailable = Write-P2SEventEntry ([int]$id) $request['level'] $request['text'] }
    Format-P2SResult $nonce ('{"unavailable":' + $unavailable + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
