# The input rules for people and engines: the plain forms of lists that both WinHTTP and WinINET accept. Values
# that p2s-fix normalises or converts (prefixes, blanks, international names) are refused here, so that every value
# is stored as written.

# Why a change is invalid, as a sentence; null: it is valid.
function Get-P2SChangeProblem($Change, [string]$Api) {
    $proxy = $Change['proxy']
    if ($null -ne $proxy -and -not (Test-P2SProxyList $proxy $Api)) {
        return 'proxy: give HOST:PORT, or http=HOST:PORT;https=HOST:PORT, ' +
            'in ASCII, without user, password, blanks and prefixes.'
    }
    if ($null -ne $Change['bypass'] -and -not (Test-P2SBypassList $Change['bypass'] $Api)) {
        return 'bypass: give entries with semicolons between them, in ASCII, without blanks, commas, ' +
            'quotation marks, at signs and ranges (10.* instead of 10.0.0.0/8); WinINET takes 2064 characters.'
    }
    if ($null -ne $Change['pac'] -and ($Change['pac'] -isnot [string] -or
        $Change['pac'] -cnotmatch '\Ahttps?://[A-Za-z0-9\[][!#-&(-;=?-~]*\z' -or $Change['pac'].Contains('@'))) {
        return 'pac: give an http:// or https:// address, without user and password.'
    }
    if ($null -ne $Change['autoDetect'] -and $Change['autoDetect'] -isnot [bool]) {
        return 'autoDetect: give true or false.'
    }
}

function Test-P2SProxyList($List, [string]$Api) {
    if ($List -isnot [string]) { return $false }
    $schemes = if ($Api -eq 'winhttp') { 'http|https' } else { 'http|https|ftp|socks' }
    $name = '(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)'
    foreach ($server in $List.Split(';')) {
        if ($server -cnotmatch ('\A(?:(?:' + $schemes + ')=)?' + $name + '(?::([0-9]{1,5}))?\z')) { return $false }
        # No proxy is null; the name alone would become a host.
        if ($server.ToLowerInvariant() -cmatch '\A(?:[a-z]+=)?direct\z') { return $false }
        if ($Matches.ContainsKey(1) -and ([int]$Matches[1] -lt 1 -or [int]$Matches[1] -gt 65535)) { return $false }
    }
    # WinHTTP uses only the first.
    $Api -ne 'winhttp' -or @($List.Split(';')).Count -eq 1 -or
        $List -cmatch '\A(?:http=[^;]*;https=|https=[^;]*;http=)[^;]*\z'
}

function Test-P2SBypassList($List, [string]$Api) {
    if ($List -isnot [string]) { return $false }
    if ($List.Length -eq 0) { return $true }
    foreach ($entry in $List.Split(';')) { if (-not (Test-P2SBypassEntry $entry)) { return $false } }
    $List -cmatch '\A(?:[!#-&(-+.-:<-?A-_a-~-]+;)*[!#-&(-+.-:<-?A-_a-~-]+\z' -and
        ($Api -eq 'winhttp' -or $List.Length -le 2064)
}

# Whether Windows can match an entry: it has no address ranges (10.0.0.0/8) and no ports above 65535.
function Test-P2SBypassEntry([string]$Entry) {
    $rest = $Entry -creplace '\A.*?://', ''
    if ($rest.Contains('/')) { return $false }
    if ($rest -cnotmatch '\A(?:\[[^\]]*\]|[^:]*):([^:*]*)\z') { return $true }
    $port = $Matches[1]
    $port -cmatch '\A[0-9]{1,5}\z' -and [int]$port -ge 1 -and [int]$port -le 65535
}
