# The revocation URLs in a gateway's certificates, and their issuer certificates. Judges nothing.

$script:P2SMaxUrls = 8
$script:P2SMaxChain = 10

function Test-P2SSameBytes([byte[]]$One, [byte[]]$Other) {
    [System.Convert]::ToBase64String($One) -ceq [System.Convert]::ToBase64String($Other)
}

function Test-P2SSelfIssued($Certificate) {
    Test-P2SSameBytes $Certificate.IssuerName.RawData $Certificate.SubjectName.RawData
}

# From the leaf up, each followed by a certificate with its issuer's name.
function Get-P2SChain($Sent, $Roots) {
    $chain = @($Sent[0])
    while ($chain.Length -lt $script:P2SMaxChain -and -not (Test-P2SSelfIssued $chain[-1])) {
        $issuer = @(Select-P2SNamed (@($Sent) + @($Roots)) $chain[-1].IssuerName.RawData)
        if ($issuer.Length -eq 0) { break }
        $chain += $issuer[0]
    }
    $chain
}

function Select-P2SNamed($Certificates, [byte[]]$Name) {
    foreach ($one in $Certificates) {
        if ($null -ne $one -and (Test-P2SSameBytes $one.SubjectName.RawData $Name)) { $one }
    }
}

# The roots of this machine and user with the name of an issuer that was not sent.
function Find-P2SRoots($Sent) {
    $open = @(foreach ($one in $Sent) {
            if (@(Select-P2SNamed $Sent $one.IssuerName.RawData).Length -eq 0) { , $one.IssuerName.RawData }
        })
    if ($open.Length -eq 0) { return }
    foreach ($location in 'LocalMachine', 'CurrentUser') {
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('Root',
            [System.Security.Cryptography.X509Certificates.StoreLocation]$location)
        try {
            $store.Open('ReadOnly, OpenExistingOnly')
            foreach ($name in $open) { Select-P2SNamed $store.Certificates $name }
        }
        # A missing or unreadable store has none.
        catch { $null = $_ }
        finally { $store.Dispose() }
    }
}

# The URLs of one certificate in the order of its extensions: kind ('crl', 'ocsp') and url.
function Get-P2SRevocationUrls($Certificate) {
    $found = @(
        try {
            foreach ($url in Get-P2SCrlUrls $Certificate) { @{ kind = 'crl'; url = $url } }
            foreach ($url in Get-P2SOcspUrls $Certificate) { @{ kind = 'ocsp'; url = $url } }
        }
        # An unreadable extension has no URLs.
        catch { $null = $_ }
    )
    for ($i = 0; $i -lt [Math]::Min($found.Length, $script:P2SMaxUrls); $i++) { $found[$i] }
}

# CRLDistributionPoints (RFC 5280 4.2.1.13).
function Get-P2SCrlUrls($Certificate) {
    $extension = $Certificate.Extensions['2.5.29.31']
    if ($null -eq $extension) { return }
    $bytes = $extension.RawData
    foreach ($list in @(Get-P2SDerElements $bytes 0 $bytes.Length)) { Get-P2SDerUris $bytes $list }
}

# The access method OCSP, 1.3.6.1.5.5.7.48.1.
function Get-P2SOcspUrls($Certificate) { Get-P2SAccessUrls $Certificate '2B-06-01-05-05-07-30-01' }

# The URLs of one access method in AuthorityInfoAccess (RFC 5280 4.2.2.1); AccessMethod: its object identifier,
# encoded.
function Get-P2SAccessUrls($Certificate, [string]$AccessMethod) {
    $extension = $Certificate.Extensions['1.3.6.1.5.5.7.1.1']
    if ($null -eq $extension) { return }
    $bytes = $extension.RawData
    foreach ($access in @(Get-P2SDerContent $bytes @(Get-P2SDerElements $bytes 0 $bytes.Length)[0])) {
        $method, $location = Get-P2SDerContent $bytes $access
        $id = [System.BitConverter]::ToString($bytes, $method.At, $method.To - $method.At)
        if ($id -ceq $AccessMethod -and $location.Tag -eq 0x86) {
            ConvertTo-P2SLatin1 $bytes $location.At ($location.To - $location.At)
        }
    }
}

# A DER OCSPRequest for one certificate, without nonce and signature (RFC 6960 4.1).
function New-P2SOcspRequest($Certificate, $Issuer) {
    $sha1 = [System.Security.Cryptography.SHA1]::Create()
    $bytes = $Certificate.RawData
    $tbs = @(Get-P2SDerContent $bytes @(Get-P2SDerElements $bytes 0 $bytes.Length)[0])[0]
    $serial = @(foreach ($part in @(Get-P2SDerContent $bytes $tbs)) { if ($part.Tag -eq 2) { $part } })[0]
    # AlgorithmIdentifier of SHA-1.
    $id = [byte[]](0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0) +
    (ConvertTo-P2SDer 4 $sha1.ComputeHash($Certificate.IssuerName.RawData)) +
    (ConvertTo-P2SDer 4 $sha1.ComputeHash($Issuer.PublicKey.EncodedKeyValue.RawData)) +
    (Get-P2SPart $bytes $serial.From ($serial.To - $serial.From))
    $content = [byte[]]$id
    for ($i = 0; $i -lt 5; $i++) { $content = ConvertTo-P2SDer 0x30 $content }
    , $content
}
