#Requires -Version 5.1

<#
.SYNOPSIS
Writes proxy settings to the registry, each value only if it is still as the request expects.
.DESCRIPTION
Takes a machine-wide lock, and for each write: reads, compares, writes, verifies. Stops at the first failed write
and reports it; the writes after it are "not-done". Accepts only the keys of the proxy settings. Without a request
nothing is written.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
Get-Content request.json | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Set-P2SRegistry.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/Registry.ps1
# include: lib/change/RegistryWrite.ps1
# include: lib/wire/NativeCall.ps1
# include: lib/settings/NativeWrite.ps1
# include: lib/machine/User.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/change/WriteLock.ps1
# include: lib/change/Write.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/SameSetting.ps1

$nonce = ''
$lock = $null
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ writes = @(); notify = $false } } else { ConvertFrom-P2SJson $json }
    if ($request['writes'] -isnot [array]) { throw 'The request has no list of writes.' }
    $refusal = Get-P2SRequestRefusal $request
    $code = 'failed'
    if ($null -eq $refusal) {
        $lock = Enter-P2SWriteLock $(if ($null -eq $request['lockWaitMs']) { 10000 } else { $request['lockWaitMs'] })
    }
    if ($null -ne $refusal) { Format-P2SError $nonce $refusal }
    elseif ($lock.State -eq 'refused') {
        Format-P2SError $nonce (Format-P2SRefusal $lock.Code $lock.Why $lock.Name)
    }
    else {
        $outcomes = @()
        $stopped = $false
        $written = 0
        foreach ($write in $request['writes']) {
            $outcome = if ($stopped) { @{ Status = 'not-done' } } else { Invoke-P2SWrite $write }
            $outcomes += Format-P2SOutcome $write $outcome
            if ($outcome.Status -eq 'written') { $written++ }
            elseif ($outcome.Status -ne 'unchanged') { $stopped = $true }
            if ($nonce -ne '') {
                '{"nonce":"' + $nonce + '","type":"progress","id":' + (ConvertTo-P2SJsonText $write['id']) +
                    ',"status":"' + $outcome.Status + '"}'
            }
        }
        $notified = if ($request['notify'] -and $written -gt 0) { Send-P2SNotification } else { $null }
        Format-P2SResult $nonce ('{"outcomes":[' + ($outcomes -join ',') +
            '],"notified":' + (ConvertTo-P2SJsonFlag $notified) +
            ',"lock":"' + $lock.State + '"}')
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally {
    Exit-P2SWriteLock $lock
    $env:PSModulePath = $script:P2SCallersModulePath
}
