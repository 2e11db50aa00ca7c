# The whole probe: each gateway in order, then the revocation URLs of its certificates in parallel.

$script:P2SDefaultDeadlineMs = 15000
$script:P2SDefaultMaxBytes = 4194304

function Invoke-P2SProbe($Request) {
    $deadlineMs = if ($null -eq $Request['deadlineMs']) {
        $script:P2SDefaultDeadlineMs
    }
    else {
        [int]$Request['deadlineMs']
    }
    $maxBytes = if ($null -eq $Request['maxBytes']) { $script:P2SDefaultMaxBytes } else { [long]$Request['maxBytes'] }
    $extra = @(foreach ($one in @($Request['roots'])) { if ($null -ne $one) { ConvertTo-P2SCertificate $one } })
    $gateways = @(foreach ($gateway in $Request['gateways']) {
            $tunnel = Invoke-P2STunnel $gateway $deadlineMs
            $asked = Get-P2SAsked $tunnel.Seen $extra
            $fetches = @(if ($null -ne $gateway['revocation']) {
                    $addresses = New-P2SFetches $asked.Chain $gateway['revocation']['proxy']
                    Invoke-P2SRevocationFetches $addresses $deadlineMs $maxBytes
                })
            @{
                host = $gateway['host']; port = $gateway['port']; viaProxy = $gateway['proxy']
                tunnel = $tunnel.Seen; roots = $asked.Roots; fetches = $fetches
            }
        })
    $given = @(foreach ($one in @($Request['fetches'])) { if ($null -ne $one) { $one } })
    $clock = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ',
        [System.Globalization.CultureInfo]::InvariantCulture)
    @{
        kind = 'p2s-fix-path'; schemaVersion = '1.0'; collectedAt = $clock
        gateways = $gateways; fetches = @(Invoke-P2SRevocationFetches $given $deadlineMs $maxBytes)
    }
}

# The chain that contains a gateway's certificates, and this computer's roots above them in base64.
function Get-P2SAsked($Seen, $Extra) {
    $sent = @(if ($null -ne $Seen.tls) {
            foreach ($one in $Seen.tls.certificates) {
                # From a flight that was not parsed yet.
                try { ConvertTo-P2SCertificate $one } catch { break }
            }
        })
    if ($sent.Length -eq 0) { return @{ Chain = @(); Roots = @() } }
    $roots = @(Find-P2SRoots $sent)
    @{
        # The certificates of an incomplete handshake are judged on their own.
        Chain = @(if ($Seen.tls.end -eq 'done') { Get-P2SChain $sent (@($Extra) + $roots) })
        Roots = @(foreach ($one in $roots) { [System.Convert]::ToBase64String($one.RawData) })
    }
}

# The URLs to fetch for the certificates below the root of a chain. An OCSP request needs the certificate's issuer.
function New-P2SFetches($Chain, $Proxy) {
    for ($i = 0; $i -lt $Chain.Length; $i++) {
        $issuer = if ($i + 1 -lt $Chain.Length) { $Chain[$i + 1] }
        if ($null -eq $issuer -and (Test-P2SSelfIssued $Chain[$i])) { continue }
        foreach ($found in Get-P2SRevocationUrls $Chain[$i]) {
            if (-not (Test-P2SFetchable $found.url) -or ($found.kind -eq 'ocsp' -and $null -eq $issuer)) { continue }
            $post = if ($found.kind -eq 'ocsp') {
                [System.Convert]::ToBase64String((New-P2SOcspRequest $Chain[$i] $issuer))
            }
            @{ url = $found.url; kind = $found.kind; position = $i; proxy = $Proxy; post = $post }
        }
    }
}
