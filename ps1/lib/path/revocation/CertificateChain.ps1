# Reports CryptoAPI's status of a certificate chain, by X509Chain only, within what .NET Framework 4.8 supports.

# Throws on an invalid request: its certificates come from unknown servers.
function Test-P2SChainRequest($Request) {
    if ($Request['chains'] -isnot [array] -or $Request['chains'].Count -gt 64) {
        throw 'The request has no list of at most 64 chains.'
    }
    foreach ($chain in $Request['chains']) {
        if ($chain -isnot [hashtable] -or $chain['id'] -isnot [string]) { throw 'A chain has no id.' }
        $certificates = $chain['certificates']
        if ($certificates -isnot [array] -or $certificates.Count -lt 1 -or $certificates.Count -gt 16) {
            throw 'A chain has 1 to 16 certificates.'
        }
        foreach ($certificate in $certificates) {
            if ($certificate -isnot [string] -or $certificate.Length -gt 87384) {
                throw 'A certificate is base64 of at most 64 KiB.'
            }
        }
    }
}

# A certificate from base64 of DER only: for a PKCS #12 file, the same constructor would store the keys.
function ConvertTo-P2SCertificate([string]$Base64) {
    [byte[]]$bytes = [System.Convert]::FromBase64String($Base64)
    $type = [System.Security.Cryptography.X509Certificates.X509Certificate2]::GetCertContentType($bytes)
    if ($type -ne 'Cert') { throw 'These bytes are not a certificate.' }
    [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes)
}

# Builds one chain in one revocation mode. Returns the parts of a result; never throws.
function Invoke-P2SChainCheck($Chain, [string]$Mode, [int]$UrlTimeoutMs) {
    $check = @{ Flags = 0; Elements = @(); HResult = $null; Milliseconds = 0 }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    try {
        $certificates = @(foreach ($certificate in $Chain['certificates']) { ConvertTo-P2SCertificate $certificate })
        # True: only the machine's own roots and no user's, as for a service.
        $engine = [System.Security.Cryptography.X509Certificates.X509Chain]::new($true)
        $policy = $engine.ChainPolicy
        $policy.RevocationMode = $Mode
        $policy.RevocationFlag = 'ExcludeRoot'
        $policy.UrlRetrievalTimeout = [timespan]::FromMilliseconds($UrlTimeoutMs)
        # serverAuth.
        $null = $policy.ApplicationPolicy.Add([System.Security.Cryptography.Oid]::new('1.3.6.1.5.5.7.3.1'))
        foreach ($certificate in $certificates) { $null = $policy.ExtraStore.Add($certificate) }
        # The return value depends on flags of the policy; the statuses do not.
        $null = $engine.Build($certificates[0])
        $check.Flags = Get-P2SStatusFlag $engine.ChainStatus
        $sent = @(foreach ($certificate in $certificates) { $certificate.Thumbprint })
        $check.Elements = @(foreach ($element in $engine.ChainElements) {
                $own = $Chain['withElements'] -eq $true -and $sent -notcontains $element.Certificate.Thumbprint
                @{
                    Thumbprint = $element.Certificate.Thumbprint
                    Flags = Get-P2SStatusFlag $element.ChainElementStatus
                    Der = if ($own) { Get-P2SCertificateText $element.Certificate } else { $null }
                }
            })
    }
    catch { $check.HResult = (Get-P2SFailure $_).HResult }
    $check.Milliseconds = $clock.ElapsedMilliseconds
    $check
}

# The bytes left for certificates that no gateway sent: they can also come from unknown servers.
$script:P2SMaxElementBytes = 1048576
$script:P2SElementBytes = $script:P2SMaxElementBytes

# Base64 of DER; null if it is larger than a certificate of a request may be, or than the bytes left.
function Get-P2SCertificateText($Certificate) {
    $bytes = $Certificate.RawData
    if ($bytes.Length -gt 65536 -or $bytes.Length -gt $script:P2SElementBytes) { return $null }
    $script:P2SElementBytes -= $bytes.Length
    [System.Convert]::ToBase64String($bytes)
}

# X509ChainStatusFlags combined. The text of a status is in the language of Windows and is not used.
function Get-P2SStatusFlag($Statuses) {
    $flags = 0
    foreach ($status in $Statuses) { $flags = $flags -bor [int]$status.Status }
    $flags
}

function Format-P2SChainCheck($Chain, [string]$Mode, $Check) {
    $elements = @(foreach ($element in $Check.Elements) {
            '{"thumbprint":' + (ConvertTo-P2SJsonText $element.Thumbprint) + ',"flags":' + $element.Flags +
                ',"certificate":' + (ConvertTo-P2SJsonText $element.Der) + '}'
        })
    '{"id":' + (ConvertTo-P2SJsonText $Chain['id']) + ',"mode":' + (ConvertTo-P2SJsonText $Mode.ToLowerInvariant()) +
        ',"flags":' + $Check.Flags + ',"hresult":' + (ConvertTo-P2SJsonNumber $Check.HResult) +
        ',"durationMs":' + $Check.Milliseconds + ',"elements":[' + ($elements -join ',') + ']}'
}
