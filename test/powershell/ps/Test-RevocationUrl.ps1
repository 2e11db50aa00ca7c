<#
.SYNOPSIS
Only for tests: the revocation URLs of a certificate with this extension CRLDistributionPoints, or the subject of a
certificate that a server sent.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/wire/JsonWrite.ps1
# include: lib/path/transport/HttpHead.ps1
# include: lib/path/revocation/Der.ps1
# include: lib/path/revocation/Chain.ps1
# include: lib/path/revocation/CertificateChain.ps1

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    if ($null -ne $request['sent']) {
        $subject = try { (ConvertTo-P2SCertificate $request['sent']).Subject } catch { $null }
        Format-P2SResult $nonce (ConvertTo-P2SJsonText $subject)
    }
    else {
        $bytes = [System.Convert]::FromBase64String($request['points'])
        $certificate = @{ Extensions = @{ '2.5.29.31' = @{ RawData = $bytes }; '1.3.6.1.5.5.7.1.1' = $null } }
        $urls = @(foreach ($one in Get-P2SRevocationUrls $certificate) { $one.url })
        Format-P2SResult $nonce (ConvertTo-P2SJson $urls)
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
