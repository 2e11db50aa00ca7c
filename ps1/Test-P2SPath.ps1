#Requires -Version 5.1

<#
.SYNOPSIS
Tests the path of an SSTP VPN from this computer: through the proxy to the gateway, and to its revocation URLs.
.DESCRIPTION
Connects like the SSTP client up to the Call Connect Ack (names, TCP, CONNECT with SSTPVERSION, TLS, HTTP, SSTP),
aborts the call cleanly, and fetches the CRL and OCSP URLs in the gateway's certificates. Does not sign in, offers
no credentials, writes nothing. Needs Full Language Mode.

When run by hand, it prints one line with one of five verdicts (works, proxy-auth-required, out-of-reach, not-sstp,
revocation-unreachable) and ends with 0 (works) or 1. With -OutFile it writes its raw results, from which p2s-fix
makes more detailed verdicts on any computer.
.PARAMETER Gateway
HOST or HOST:PORT of the VPN gateway; the default port is 443.
.PARAMETER Proxy
HOST:PORT of the proxy to the gateway. Default: the proxy that Windows selects for the current user. If a PAC
answer or a list has several, Windows selects the first here, and no other is tried; p2s-fix tries them in order.
.PARAMETER Direct
Use no proxy.
.PARAMETER RevocationProxy
HOST:PORT of the proxy to the revocation URLs, or "direct". Default: the computer's own WinHTTP client and setting;
without one, and with -OutFile, the route to the gateway.
.PARAMETER DeadlineSeconds
The time limit of all stages of the tunnel together, of each revocation URL, and of Windows' own download of missing
issuers.
.PARAMETER OutFile
Writes the raw results to this file instead of a verdict. `p2s-fix verify --transcript FILE` judges it.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Test-P2SPath.ps1 -Gateway azuregateway-example.vpn.azure.com
#>
param(
    [string]$Gateway = '', [string]$Proxy = '', [switch]$Direct, [string]$RevocationProxy = '',
    [int]$DeadlineSeconds = 15,
    [string]$OutFile = '', [string]$RequestBase64 = '', [switch]$RequestFromStdin
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/wire/JsonWrite.ps1
# include: lib/path/transport/Talk.ps1
# include: lib/path/transport/Pump.ps1
# include: lib/path/transport/Dial.ps1
# include: lib/path/transport/HttpHead.ps1
# include: lib/path/transport/TlsFlight.ps1
# include: lib/path/transport/Tls.ps1
# include: lib/path/Sstp.ps1
# include: lib/change/Again.ps1
# include: lib/path/transport/Connect.ps1
# include: lib/path/Tunnel.ps1
# include: lib/path/revocation/Der.ps1
# include: lib/path/revocation/Chain.ps1
# include: lib/path/revocation/RevocationFetch.ps1
# include: lib/path/PathRequest.ps1
# include: lib/path/PathProbe.ps1
# include: lib/path/revocation/Fetch.ps1
# include: lib/path/revocation/CertificateChain.ps1
# include: lib/path/PathByHand.ps1

$nonce = ''
$code = 'invalid-request'
$exitCode = 0
$byHand = $RequestBase64 -eq '' -and -not $RequestFromStdin
try {
    Assert-P2SNoOtherArgument $args
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    if (-not $script:P2SFullLanguage) {
        Format-P2SError $nonce (
            Format-P2SRefusal 'language-mode' 'The probe needs Full Language Mode: it holds a TLS connection.' ''
        )
        $exitCode = 1
    }
    else {
        $request = if ($byHand) {
            New-P2SHandRequest $Gateway $Proxy $Direct $RevocationProxy $DeadlineSeconds ($OutFile -eq '')
        }
        else {
            ConvertFrom-P2SJson $json
        }
        Assert-P2SPathRequest $request
        $code = 'failed'
        if ($byHand -and $OutFile -eq '') {
            $verdict = Get-P2SHandVerdict $request
            $verdict.Text
            $exitCode = if ($verdict.Works) { 0 } else { 1 }
        }
        else {
            $seen = ConvertTo-P2SJson (Invoke-P2SProbe $request)
            if ($OutFile -eq '') { Format-P2SResult $nonce $seen }
            else {
                Set-Content -LiteralPath $OutFile -Value $seen -Encoding Ascii
                Format-P2SResult $nonce ('{"written":' + (ConvertTo-P2SJsonText $OutFile) + '}')
            }
        }
    }
}
catch {
    $where = if ($OutFile -ne '') { $OutFile } else { $Gateway }
    Format-P2SError $nonce (Format-P2SFailure $code $where (Get-P2SFailure $_))
    $exitCode = 1
}
finally { $env:PSModulePath = $script:P2SCallersModulePath }
if ($byHand) { exit $exitCode }
