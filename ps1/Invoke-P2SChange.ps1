#Requires -Version 5.1

<#
.SYNOPSIS
Applies a change that p2s-fix planned on another computer: with a backup and a journal on this computer, verified.
.DESCRIPTION
For runs over PowerShell Remoting. Everything happens on this computer and in one call, so that a broken connection
leaves either nothing, or a journal that the next run finds and restores. In this order: takes the locks of
p2s-fix; refuses if its state folder differs from the request; writes the files of the request (backup, journal),
synced; writes each value only if it is still as the request expects, and verifies it; restores everything if one
of them does not take effect; writes or removes the last files, including the journal.
With leaveForeign in the request, which rolls back an unconfirmed change, a value that was changed outside p2s-fix
is not written, but recorded for the next run to report; the others are written. A value with only an updated
Windows counter has the same setting and is written. The time to confirm a change counts by this computer's clock,
from now. Accepts only the registry keys of the proxy settings and files of the state folder. Needs Full Language
and an administrator. Without a request nothing is written.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.PARAMETER RequestFile
The request is in this file. Exit code 1: the values are not as requested.
.EXAMPLE
Get-Content request.json | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Invoke-P2SChange.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin, [string]$RequestFile = '')

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
# include: lib/folders/Patience.ps1
# include: lib/change/WriteLock.ps1
# include: lib/change/Write.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/SameSetting.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/change/StateFiles.ps1
# include: lib/change/StateWrite.ps1
# include: lib/change/ConfirmFiles.ps1
# include: lib/folders/TaskFolder.ps1
# include: lib/change/Change.ps1

$nonce = ''
$code = 'invalid-request'
$isDone = $false
try {
    $lines = if ($RequestFile -ne '') { Get-Content -LiteralPath $RequestFile } elseif ($RequestFromStdin) { $input }
    $json, $nonce = Read-P2SRequest $RequestBase64 $lines
    $request = if ($json -eq '') {
        @{ writes = @(); seen = @(); before = @(); after = @(); rolledBack = @(); notify = $false }
    }
    else {
        ConvertFrom-P2SJson $json
    }
    foreach ($list in 'writes', 'seen', 'before', 'after', 'rolledBack') {
        if ($request[$list] -isnot [array]) { throw 'The request lacks a list.' }
    }
    $refusal = Get-P2SChangeRefusal $request
    $code = 'failed'
    $reply = if ($null -ne $refusal) { Format-P2SError $nonce $refusal }
    elseif ($json -eq '') { Format-P2SResult $nonce '{"outcomes":[],"ending":"nothing","notified":null}' }
    else { Invoke-P2SChange $nonce $request }
    $reply
    $isDone = $reply -cmatch '"ending":"(?:nothing|written)"'
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
# All that Task Scheduler shows of its run.
if ($RequestFile -ne '' -and -not $isDone) { exit 1 }
