#Requires -Version 5.1

<#
.SYNOPSIS
Reads the proxy in effect with Windows' own functions: WinHTTP's default, and WinINET for the current user.
.DESCRIPTION
Calls WinHttpGetDefaultProxyConfiguration and WinHttpGetIEProxyConfigForCurrentUser. Writes nothing. If these
cannot be called (Constrained Language Mode, blocked by a virus scanner), "unavailable" has the reason.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2SEffectiveProxy.ps1
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/NativeCall.ps1
# include: lib/settings/WinHttpRead.ps1

$nonce = ''
try {
    $null, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $winHttp = 'null'
    $winInet = 'null'
    $win32 = $null
    $state = Initialize-P2SNative
    if ($state -eq 'ready') {
        $machine = Read-P2SWinHttpDefault
        if ($machine.Win32 -ne 0) { $win32 = $machine.Win32 }
        else {
            $winHttp = '{"accessType":' + $machine.AccessType + ',"proxy":' + (ConvertTo-P2SJsonText $machine.Proxy) +
                ',"bypass":' + (ConvertTo-P2SJsonText $machine.Bypass) + '}'
        }
        $user = Read-P2SWinInetUser
        if ($user.Win32 -ne 0) { $win32 = $user.Win32 }
        else {
            $winInet = '{"autoDetect":' + (ConvertTo-P2SJsonFlag $user.AutoDetect) +
                ',"autoConfigUrl":' + (ConvertTo-P2SJsonText $user.AutoConfigUrl) +
                ',"proxy":' + (ConvertTo-P2SJsonText $user.Proxy) +
                ',"bypass":' + (ConvertTo-P2SJsonText $user.Bypass) + '}'
        }
    }
    $unavailable = if ($state -eq 'ready') { $null } else { $state }
    Format-P2SResult $nonce ('{"winHttp":' + $winHttp + ',"winInetUser":' + $winInet + ',"unavailable":' +
        (ConvertTo-P2SJsonText $unavailable) + ',"win32":' + (ConvertTo-P2SJsonNumber $win32) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
