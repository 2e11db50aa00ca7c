#Requires -Version 5.1

<#
.SYNOPSIS
Reports who owns folders and files and who may write to them, as Windows stores it.
.DESCRIPTION
For each path of the request: whether it is a folder, a file, a link, absent, or unseen, and the account besides
administrators and the system that owns it or may change it: of "paths" in any way, of "above" by replacing what is
below. With "own", the current account and administrators of its domain are trusted too. Also reports the current
account and the folder of programs. Writes nothing. Works in Constrained Language Mode and without administrator
rights.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
'{"paths":["C:\\Program Files\\p2s-fix\\state"],"above":["C:\\"],"own":false}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2SFolderAccess.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ paths = @(); above = @(); own = $false } } else { ConvertFrom-P2SJson $json }
    if ($request['paths'] -isnot [array] -or $request['above'] -isnot [array]) {
        throw 'The request has no lists of paths.'
    }
    $code = 'failed'
    $user = if ($script:P2SWindows) { Get-P2SUser } else { @{ Sid = $null; Elevated = $null } }
    $own = if ($request['own']) { [string]$user.Sid } else { '' }
    $folders = foreach ($path in @($request['paths']) + $request['above']) {
        $rights = if ($request['above'] -ccontains $path) { Get-P2SRightsAbove $path } else { $script:P2SReadRights }
        $entry = Get-P2SEntry $path $own $rights
        '{"path":' + (ConvertTo-P2SJsonText $path) + ',"kind":"' + $entry.Kind +
            '","other":' + (ConvertTo-P2SJsonText $entry.Other) + '}'
    }
    Format-P2SResult $nonce ('{"user":{"sid":' + (ConvertTo-P2SJsonText $user.Sid) +
        ',"elevated":' + (ConvertTo-P2SJsonFlag $user.Elevated) +
        '},"programs":' + (ConvertTo-P2SJsonText $(if ($script:P2SWindows) { Get-P2SPrograms })) +
        ',"folders":[' + (@($folders) -join ',') + ']}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
