#Requires -Version 5.1

<#
.SYNOPSIS
Reports who owns folders and files and who may write to them, as Windows stores it.
.DESCRIPTION
For each path of the request: whether it is a folder, a file, a link, absent, or unseen, and the owner and access
list of a folder or file as SDDL. Also reports the current account. Decides nothing and writes nothing. Works in
Constrained Language Mode and without administrator rights.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
'{"paths":["C:\\ProgramData\\p2s-fix"]}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2SFolderAccess.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/folders/Folder.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ paths = @() } } else { ConvertFrom-P2SJson $json }
    if ($request['paths'] -isnot [array]) { throw 'The request has no list of paths.' }
    $code = 'failed'
    $user = if ($script:P2SWindows) { Get-P2SUser } else { @{ Sid = $null; Elevated = $null } }
    $folders = @(foreach ($path in $request['paths']) { Format-P2SFolder $path })
    Format-P2SResult $nonce ('{"user":{"sid":' + (ConvertTo-P2SJsonText $user.Sid) +
        ',"elevated":' + (ConvertTo-P2SJsonFlag $user.Elevated) +
        '},"folders":[' + ($folders -join ',') + ']}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
