# The request of the path probe. Throws if it is invalid.

function Assert-P2SPathRequest($Request) {
    if ($Request['gateways'] -isnot [array]) { throw 'The request has no list of gateways.' }
    foreach ($gateway in $Request['gateways']) {
        Assert-P2SEndpoint $gateway
        if ($null -ne $gateway['proxy']) { Assert-P2SEndpoint $gateway['proxy'] }
        if ([string]$gateway['correlationId'] -cnotmatch '\A[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z') {
            throw 'The correlation ID of a gateway is not a GUID.'
        }
        $revocation = $gateway['revocation']
        if ($null -ne $revocation -and $revocation -isnot [hashtable]) {
            throw 'The revocation part of the request is not an object.'
        }
        if ($null -ne $revocation -and $null -ne $revocation['proxy']) { Assert-P2SEndpoint $revocation['proxy'] }
    }
    foreach ($name in 'fetches', 'roots') {
        if ($null -ne $Request[$name] -and $Request[$name] -isnot [array]) {
            throw "'$name' of the request is not a list."
        }
    }
    foreach ($fetch in @($Request['fetches'])) {
        if ($null -eq $fetch) { continue }
        if ($fetch -isnot [hashtable] -or -not (Test-P2SFetchable $fetch['url'])) {
            throw 'An address of the request is not plain http.'
        }
        if ($fetch['kind'] -cnotin 'crl', 'ocsp' -or $fetch['position'] -isnot [decimal]) {
            throw 'An address of the request has no kind or no position.'
        }
        if ($null -ne $fetch['proxy']) { Assert-P2SEndpoint $fetch['proxy'] }
    }
    foreach ($name in 'deadlineMs', 'maxBytes') {
        $number = $Request[$name]
        if ($null -ne $number -and ($number -isnot [decimal] -or $number -lt 1 -or $number -gt 1000000000)) {
            throw "'$name' of the request is not a valid number."
        }
    }
}

# The value would become part of a request line.
function Assert-P2SEndpoint($Endpoint) {
    $port = if ($Endpoint -is [hashtable]) { $Endpoint['port'] }
    if ($port -isnot [decimal] -and $port -isnot [int] -or $port -lt 1 -or $port -gt 65535) {
        throw 'The request has an invalid port.'
    }
    $Endpoint['port'] = [int]$port
    $name = [string]$Endpoint['host']
    $address = $null
    if ($name -cmatch '\A[A-Za-z0-9_][A-Za-z0-9._-]{0,252}\z') { return }
    if ($name -cnotmatch '\A[0-9A-Fa-f:.]{2,45}\z' -or -not [System.Net.IPAddress]::TryParse($name, [ref]$address)) {
        throw 'The request has something else in place of a host.'
    }
}

# CryptoAPI fetches only plain http.
function Test-P2SFetchable($Url) {
    if ($Url -isnot [string] -or $Url -cnotmatch '\A[!-~]{8,2000}\z') { return $false }
    $uri = $null
    if (-not [uri]::TryCreate($Url, [System.UriKind]::Absolute, [ref]$uri)) { return $false }
    $uri.Scheme -ceq 'http' -and $uri.UserInfo -eq '' -and $uri.DnsSafeHost -cmatch '\A[0-9A-Za-z_.:-]{1,253}\z'
}
