<#
.SYNOPSIS
Only for tests: calls WinHTTP's functions directly, with valid and invalid settings, and lists the loaded compilers.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/wire/NativeCall.ps1
# include: lib/settings/WinHttpRead.ps1
# include: lib/settings/NativeWrite.ps1

# The setting that WinHTTP has after it got this one, as JSON.
function Get-AfterSetting($Proxy, $Bypass) {
    $win32 = Write-P2SWinHttpDefault $Proxy $Bypass
    $now = Read-P2SWinHttpDefault
    '{"win32":' + $win32 + ',"accessType":' + $now.AccessType + ',"proxy":' + (ConvertTo-P2SJsonText $now.Proxy) +
        ',"bypass":' + (ConvertTo-P2SJsonText $now.Bypass) + '}'
}

# The errors of a call with an access type that does not exist, made after calls that changed the last error.
function Get-InvalidCall {
    $info = New-P2SNativeMemory 3
    [System.Runtime.InteropServices.Marshal]::WriteInt32($info, 7)
    foreach ($ignored in 1, 2) {
        $null = Test-Path -LiteralPath 'C:\no such folder'
        $script:P2SNative::WinHttpSetDefaultProxyConfiguration($info)
    }
    [System.Runtime.InteropServices.Marshal]::FreeHGlobal($info)
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    $states = @((Initialize-P2SNative), (Initialize-P2SNative))
    $settings = @(foreach ($one in $request['settings']) { Get-AfterSetting $one['proxy'] $one['bypass'] })
    $invalid = @(Get-InvalidCall)
    $compilers = @(foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
            if ($assembly.GetName().Name -like '*CodeAnalysis*') { 1 }
        })
    Format-P2SResult $nonce ('{"states":["' + ($states -join '","') + '"],"settings":[' + ($settings -join ',') +
        '],"invalid":[' + ($invalid -join ',') + '],"compilers":' + $compilers.Count + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
