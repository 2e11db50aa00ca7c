# The certificates that the current user could sign in with, and their issuers in the stores of this computer.
# Reads only the public part: opens no key, and uses no chain engine, which could fetch from the network or add to
# the stores.

$script:P2SOwnCertificates = 24
$script:P2SIssuers = 48
$script:P2SCertificateBytes = 8192
$script:P2SIssuerStores = 'CurrentUser\CA', 'LocalMachine\CA', 'CurrentUser\Root', 'LocalMachine\Root'

# The certificates of LOCATION\NAME; none if there is no such store, because opening must not create it. Throws if
# it cannot be read.
function Read-P2SStore([string]$Path) {
    $location, $name = $Path.Split('\')
    $store = [System.Security.Cryptography.X509Certificates.X509Store]::new($name, $location)
    try {
        try { $store.Open('ReadOnly, OpenExistingOnly') }
        catch { if ((Get-P2SFailure $_).Win32 -eq 2) { return } else { throw } }
        foreach ($certificate in $store.Certificates) { $certificate }
    }
    finally { $store.Dispose() }
}

# Without those above the limit of size.
function Select-P2SReported($Certificates) {
    foreach ($one in $Certificates) { if ($one.RawData.Length -le $script:P2SCertificateBytes) { $one } }
}

# All of it as JSON; a user's store that cannot be read has its own state. Never throws.
function Get-P2SCertificates {
    try { $all = @(Read-P2SStore 'CurrentUser\My') }
    catch {
        $hresult = (Get-P2SFailure $_).HResult
        return '{"state":"failed","hresult":' + (ConvertTo-P2SJsonNumber $hresult) +
            ',"own":[],"omitted":0,"issuers":[],"unread":[]}'
    }
    $own = @(Select-P2SReported $all)
    $shown = if ($own.Count -gt $script:P2SOwnCertificates) { $own[0..($script:P2SOwnCertificates - 1)] } else { $own }
    $shown = @($shown)
    $unread = @()
    $known = @{}
    if ($shown.Count -gt 0) {
        foreach ($path in $script:P2SIssuerStores) {
            try {
                foreach ($one in Select-P2SReported @(Read-P2SStore $path)) { Add-P2SIssuer $known $one $path }
            }
            catch { $unread += ConvertTo-P2SJsonText $path }
        }
    }
    $issuers = @(Find-P2SIssuers $known $shown)
    -join ('{"state":"read","hresult":null,"own":[',
        (@(foreach ($one in $shown) { Format-P2SOwnCertificate $one }) -join ','),
        '],"omitted":', ($all.Count - $shown.Count), ',"issuers":[', ($issuers -join ','),
        '],"unread":[', ($unread -join ','), ']}')
}

function Format-P2SOwnCertificate($Certificate) {
    '{"hex":"' + (ConvertTo-P2SHex $Certificate.RawData) + '","hasPrivateKey":' +
        (ConvertTo-P2SJsonFlag $Certificate.HasPrivateKey) + '}'
}

# Known: subject (hex of the name) -> thumbprint -> the certificate and the stores that contain it.
function Add-P2SIssuer([hashtable]$Known, $Certificate, [string]$Path) {
    $subject = ConvertTo-P2SHex $Certificate.SubjectName.RawData
    if (-not $Known.ContainsKey($subject)) { $Known[$subject] = @{} }
    $print = $Certificate.Thumbprint
    if (-not $Known[$subject].ContainsKey($print)) {
        $Known[$subject][$print] = @{ Certificate = $Certificate; Stores = @() }
    }
    $Known[$subject][$print].Stores += $Path
}

# All possible issuers of the certificates, and the issuers of those, by name; as JSON.
function Find-P2SIssuers([hashtable]$Known, $Certificates) {
    $names = @(foreach ($one in $Certificates) { ConvertTo-P2SHex $one.IssuerName.RawData })
    $seen = @{}
    $count = 0
    for ($next = 0; $next -lt $names.Count; $next++) {
        $name = $names[$next]
        if ($seen.ContainsKey($name)) { continue }
        $seen[$name] = $true
        if (-not $Known.ContainsKey($name)) { continue }
        foreach ($found in $Known[$name].Values) {
            if ($count -ge $script:P2SIssuers) { return }
            $count++
            $stores = @(foreach ($path in $found.Stores) { ConvertTo-P2SJsonText $path }) -join ','
            '{"hex":"' + (ConvertTo-P2SHex $found.Certificate.RawData) + '","stores":[' + $stores + ']}'
            $names += ConvertTo-P2SHex $found.Certificate.IssuerName.RawData
        }
    }
}
