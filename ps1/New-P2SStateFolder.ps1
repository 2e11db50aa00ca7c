#Requires -Version 5.1

<#
.SYNOPSIS
Creates a folder that only administrators and the system can read or write.
.DESCRIPTION
The folder has its owner and access list from the moment of its creation; its content inherits them, and it
inherits nothing. Missing parents are created too; all users can read them. An existing folder stays unchanged. In
Constrained Language Mode icacls.exe sets the list.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"path":"C:\\Program Files\\p2s-fix\\state"}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File New-P2SStateFolder.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1

$nonce = ''
$code = 'invalid-request'
$path = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{} } else { ConvertFrom-P2SJson $json }
    if ($request['path'] -isnot [string] -or $request['path'] -eq '') { throw 'The request names no folder.' }
    $path = $request['path']
    $code = 'failed'
    New-P2SClosedFolder $path
    Format-P2SResult $nonce '{}'
}
catch { Format-P2SError $nonce (Format-P2SFailure $code $path (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
