#Requires -Version 5.1

<#
.SYNOPSIS
Creates the folder \p2s-fix in Task Scheduler's library for administrators only, or removes it if it is empty.
.DESCRIPTION
First deletes entries that a non-administrator owns or may change: a folder of that name with its tasks, a task of
that name beside it, a task in it. If Task Scheduler is not available, as in Constrained Language Mode, it does
nothing and the answer reports this. Without a request nothing is written.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"present":true}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Set-P2STaskFolder.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/TaskFolder.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{} } else { ConvertFrom-P2SJson $json }
    if ($request['present'] -isnot [bool]) { throw 'The request does not say whether the folder is to be there.' }
    $code = 'failed'
    $root = Get-P2STaskRoot
    if ($request['present']) { $null = Initialize-P2STaskFolder $root } else { Remove-P2STaskFolder $root }
    Format-P2SResult $nonce ('{"unavailable":' + $(if ($null -eq $root) { '"no-service"' } else { 'null' }) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '\p2s-fix' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
