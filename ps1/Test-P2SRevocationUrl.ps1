#Requires -Version 5.1

<#
.SYNOPSIS
Fetches URLs of revocation lists and of services with this computer's own WinHTTP client.
.DESCRIPTION
Uses the COM class WinHttp.WinHttpRequest.5.1, with the stored WinHTTP setting of this computer. Sends all requests
at once, so it takes as long as the slowest. Reports redirects without following them; never sends credentials.
Returns the first 64 bytes of each body, and the account that it runs as. With "headOnly", ends a request when its
status is known.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"fetches":[{"id":"1","url":"http://crl3.digicert.com/DigiCertGlobalRootG2.crl"}]}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Test-P2SRevocationUrl.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/wire/Account.ps1
# include: lib/path/revocation/Fetch.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ fetches = @() } } else { ConvertFrom-P2SJson $json }
    if ($request['fetches'] -isnot [array]) { throw 'The request has no list of fetches.' }
    $code = 'failed'
    $unavailable = Test-P2SClient
    if ($null -ne $unavailable) {
        Format-P2SResult $nonce ('{"client":null,"unavailable":"' + $unavailable + '","fetches":[]}')
    }
    else {
        $timeout = if ($null -eq $request['timeoutMs']) { 15000 } else { [int]$request['timeoutMs'] }
        $maximum = if ($null -eq $request['maxBytes']) { 10485760 } else { [long]$request['maxBytes'] }
        $fetches = @(Invoke-P2SFetches $request['fetches'] $timeout $maximum)
        Format-P2SResult $nonce ('{"client":"WinHttp.WinHttpRequest.5.1","unavailable":null,"account":' +
            (ConvertTo-P2SJsonText (Get-P2SAccount)) + ',"fetches":[' + ($fetches -join ',') + ']}')
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
