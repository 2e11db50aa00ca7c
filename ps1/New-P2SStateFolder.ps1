#Requires -Version 5.1

<#
.SYNOPSIS
Creates a folder that only the named accounts can read or write.
.DESCRIPTION
The folder has its owner and access list from the moment of its creation; its content inherits them, and it
inherits nothing. An existing folder stays unchanged, and the answer reports this. In Constrained Language Mode
icacls.exe sets the list, and the folder must be empty afterwards.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"path":"C:\\ProgramData\\p2s-fix","owner":"S-1-5-32-544","full":["S-1-5-18","S-1-5-32-544"]}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File New-P2SStateFolder.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/folders/Patience.ps1
# include: lib/folders/Folder.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/NewFolder.ps1

$nonce = ''
$code = 'invalid-request'
$path = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{} } else { ConvertFrom-P2SJson $json }
    if ($request['path'] -isnot [string] -or $request['path'] -eq '') { throw 'The request names no folder.' }
    $path = $request['path']
    if ($request['full'] -isnot [array] -or $request['full'].Count -eq 0) { throw 'The request names no accounts.' }
    foreach ($sid in @($request['owner']) + $request['full']) {
        if (-not (Test-P2SSid $sid)) { throw 'The request does not name an account by its SID.' }
    }
    $code = 'failed'
    $made = New-P2SFolder $path $request['owner'] $request['full']
    Format-P2SResult $nonce ('{"made":' + (ConvertTo-P2SJsonFlag $made) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code $path (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
