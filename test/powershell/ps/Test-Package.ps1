<#
.SYNOPSIS
Only for tests: the lines of a package for path results, and the owner of this profile by the registry; each for a
list of cases.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/change/WriteLock.ps1
# include: lib/change/Intune.ps1

# The list of profiles and the loaded hives, from the request.
$script:case = @{}
function Get-ChildItem([string]$LiteralPath, [switch]$Name, $ErrorAction) { $script:case['profiles'].Keys }
function Get-ItemProperty([string]$LiteralPath, $ErrorAction) {
    $folder = $script:case['profiles'][$LiteralPath.Substring($LiteralPath.LastIndexOf('\') + 1)]
    '' | Select-Object -Property @{ Name = 'ProfileImagePath'; Expression = { $folder } }
}
function Test-Path([string]$LiteralPath) { $LiteralPath.Replace('Registry::HKEY_USERS\', '') -in $script:case['hives'] }

function Get-LineAnswer {
    $settings = @{ version = '1'; package = 'user'; packages = @('user') }
    $paths = @(foreach ($word in $script:case['words']) { @{ Gateway = 'g'; Word = $word } })
    $result = @{ State = $script:case['state']; Why = $null; Plans = @(); Changed = @() }
    Format-P2SPackageLine 'detect' $settings $result $paths
}

function Get-ProfileAnswer {
    $callers = $env:USERPROFILE
    try {
        $env:USERPROFILE = $script:case['folder']
        ConvertTo-P2SJsonText (Get-P2SUserByProfile).Sid
    }
    finally { $env:USERPROFILE = $callers }
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $answers = foreach ($one in (ConvertFrom-P2SJson $json)['cases']) {
        $script:case = $one
        if ($null -ne $one['words']) { Get-LineAnswer }
        else { Get-ProfileAnswer }
    }
    Format-P2SResult $nonce ('[' + (@($answers) -join ',') + ']')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
