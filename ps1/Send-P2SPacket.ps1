#Requires -Version 5.1

<#
.SYNOPSIS
Sends the first packets of IKEv2 and OpenVPN from this computer and returns the replies.
.DESCRIPTION
Tests whether the VPN protocols after SSTP can reach a gateway from this computer. p2s-fix creates the packets and
judges the replies: over UDP a few of each, at intervals; over TCP one, directly or through a proxy with CONNECT.
Starts no session, does not sign in, offers no credentials, writes nothing. The request has no key: packets are
already sealed. Needs Full Language Mode.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
Get-Content request.json | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Send-P2SPacket.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

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
# include: lib/path/transport/Connect.ps1
# include: lib/path/PathRequest.ps1
# include: lib/path/Packets.ps1
# include: lib/path/PacketRequest.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    if (-not $script:P2SFullLanguage) {
        Format-P2SError $nonce (
            Format-P2SRefusal 'language-mode' 'The probe needs Full Language Mode: it holds sockets.' ''
        )
    }
    else {
        $request = if ($json -eq '') { @{ udp = @(); tcp = @() } } else { ConvertFrom-P2SJson $json }
        Assert-P2SPacketRequest $request
        $code = 'failed'
        $clock = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ',
            [System.Globalization.CultureInfo]::InvariantCulture)
        $seen = @{
            kind = 'p2s-fix-packets'; schemaVersion = '1.0'; collectedAt = $clock
            udp = @(Invoke-P2SDatagrams $request['udp'])
            tcp = @(Invoke-P2SExchanges $request['tcp'])
        }
        Format-P2SResult $nonce (ConvertTo-P2SJson $seen)
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
