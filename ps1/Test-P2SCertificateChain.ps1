#Requires -Version 5.1

<#
.SYNOPSIS
Has Windows itself check the certificates of VPN gateways: first from its cache, then with a live revocation check.
.DESCRIPTION
Builds each chain with X509Chain (CryptoAPI's CertGetCertificateChain) for server authentication, in the context of
the computer, with the other certificates that the gateway sent. Checks revocation for all certificates except the
root. Returns the status flags of every element as numbers (X509ChainStatusFlags, which are CryptoAPI's CERT_TRUST
bits) and judges nothing. Runs as the current account: the VPN's own check runs as LocalService, which has its own
cache and WinINET setting. Windows may fetch certificates and CRLs, and caches them for this account; nothing else
changes.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input: "chains", at most 64, each with an "id" and its "certificates", base64 of DER,
the gateway's own first, and "withElements" to return the certificates that Windows put into the chain; "timeoutMs"
after which no further chain is started; "urlTimeoutMs" for each URL that Windows fetches.
.EXAMPLE
'{"chains":[{"id":"1","certificates":["MIID..."]}]}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Test-P2SCertificateChain.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/wire/Account.ps1
# include: lib/path/revocation/CertificateChain.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ chains = @() } } else { ConvertFrom-P2SJson $json }
    Test-P2SChainRequest $request
    $code = 'failed'
    if (-not $script:P2SFullLanguage) {
        Format-P2SResult $nonce '{"checks":[],"account":null,"unavailable":"language-mode"}'
    }
    else {
        $timeout = if ($null -eq $request['timeoutMs']) { 15000 } else { [int]$request['timeoutMs'] }
        $urlTimeout = if ($null -eq $request['urlTimeoutMs']) { 5000 } else { [int]$request['urlTimeoutMs'] }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $checks = @()
        # The cache first, for all chains: the live check fills it.
        foreach ($mode in 'Offline', 'Online') {
            foreach ($chain in $request['chains']) {
                if ($clock.ElapsedMilliseconds -ge $timeout) { break }
                $check = Format-P2SChainCheck $chain $mode (Invoke-P2SChainCheck $chain $mode $urlTimeout)
                $checks += $check
                # Reported at once: a check cannot be interrupted, and earlier results count if this process is
                # ended.
                if ($nonce -ne '') { '{"nonce":"' + $nonce + '","type":"progress","check":' + $check + '}' }
            }
        }
        Format-P2SResult $nonce ('{"checks":[' + ($checks -join ',') +
            '],"account":' + (ConvertTo-P2SJsonText (Get-P2SAccount)) +
            ',"unavailable":null}')
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
