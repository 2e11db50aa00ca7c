#Requires -Version 5.1

<#
.SYNOPSIS
Has Windows itself evaluate auto-detection or a PAC file for each of several URLs.
.DESCRIPTION
Calls WinHttpGetProxyForUrl: Windows finds, fetches and evaluates the PAC file. Never sends credentials. The
answers apply to the current network. Writes nothing. If the function cannot be called (Constrained Language Mode,
blocked by a virus scanner), "unavailable" has the reason.
.PARAMETER RequestBase64
The request, base64 of JSON: urls (each with id and url), autoDetect, autoConfigUrl, timeoutMs.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"urls":[{"id":"1","url":"https://vpn.example/"}],"autoDetect":true,"autoConfigUrl":null}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Resolve-P2SProxy.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/settings/WinHttpAutoProxy.cs
# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/wire/Compile.ps1
# include: lib/settings/AutoProxy.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') {
        @{ urls = @(); autoDetect = $true; autoConfigUrl = $null }
    }
    else {
        ConvertFrom-P2SJson $json
    }
    Assert-P2SAutoProxyRequest $request
    $code = 'failed'
    $answers = ''
    $state = Initialize-P2SCompiled $WinHttpAutoProxySource
    if ($state -eq 'ready') { $answers = @(Get-P2SAutoProxyAnswers $request) -join ',' }
    $unavailable = if ($state -eq 'ready') { $null } else { $state }
    Format-P2SResult $nonce ('{"answers":[' + $answers + '],"unavailable":' +
        (ConvertTo-P2SJsonText $unavailable) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
