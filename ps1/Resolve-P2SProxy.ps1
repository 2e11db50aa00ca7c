#Requires -Version 5.1

<#
.SYNOPSIS
Asks Windows itself which proxy auto-detection or a PAC file gives for each of some URLs.
.DESCRIPTION
Calls WinHttpGetProxyForUrl: Windows looks for the PAC file, fetches and evaluates it. Credentials are never sent.
The answers hold for the network of this moment, so the names of the connected networks come with them where they can
be had in time. Writes nothing. Where it cannot be called (Constrained Language Mode, a virus scanner's refusal) the
answer says so in "unavailable".
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

# include: lib/WinHttpAutoProxy.cs
# include: lib/NetworkList.cs
# include: lib/Wire.ps1
# include: lib/Json.ps1
# include: lib/User.ps1
# include: lib/Folder.ps1
# include: lib/AccessList.ps1
# include: lib/NativeCall.ps1
# include: lib/AutoProxy.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ urls = @(); autoDetect = $true; autoConfigUrl = $null } } else { ConvertFrom-P2SJson $json }
    Assert-P2SAutoProxyRequest $request
    $code = 'failed'
    $answers = ''
    $networks = 'null'
    $state = Initialize-P2SNative ($WinHttpAutoProxySource + "`r`n" + $NetworkListSource)
    if ($state -eq 'ready') {
        $answers = @(Get-P2SAutoProxyAnswers $request) -join ','
        $networks = Get-P2SNetworks
    }
    $unavailable = if ($state -eq 'ready') { $null } else { $state }
    Format-P2SResult $nonce ('{"answers":[' + $answers + '],"networks":' + $networks +
        ',"unavailable":' + (ConvertTo-P2SJsonText $unavailable) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
