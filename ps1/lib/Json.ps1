# Reads the request's JSON. By hand, because ConvertFrom-Json turns text that looks like a date into a date on
# PowerShell 7 and joins single-element arrays on 5.1; works in Constrained Language Mode.
# Objects become hashtables, arrays stay arrays, numbers become [decimal].

$script:P2SJsonTokens = @()
$script:P2SJsonAt = 0

function ConvertFrom-P2SJson([string]$Text) {
    $found = [regex]::Matches($Text, '"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|-?[0-9]+|true|false|null|[^ \t\r\n]')
    $script:P2SJsonTokens = @(foreach ($match in $found) { $match.Value })
    $script:P2SJsonAt = 0
    $value = Read-P2SJsonValue
    if ($script:P2SJsonAt -ne $script:P2SJsonTokens.Count) { throw 'The request is not one JSON value.' }
    if ($value -is [array]) { return , $value }
    $value
}

function Read-P2SJsonToken([string]$Wanted) {
    if ($script:P2SJsonAt -ge $script:P2SJsonTokens.Count) { throw 'The request ends too early.' }
    $token = $script:P2SJsonTokens[$script:P2SJsonAt]
    $script:P2SJsonAt++
    if ($Wanted -ne '' -and $token -cne $Wanted) { throw "The request has '$token' in place of '$Wanted'." }
    $token
}

# True, and moves on, when the next token is the wanted one.
function Test-P2SJsonToken([string]$Wanted) {
    if ($script:P2SJsonAt -lt $script:P2SJsonTokens.Count -and $script:P2SJsonTokens[$script:P2SJsonAt] -ceq $Wanted) {
        $script:P2SJsonAt++
        return $true
    }
    $false
}

function Read-P2SJsonValue {
    $token = Read-P2SJsonToken ''
    if ($token -ceq '{') {
        $object = @{}
        if (Test-P2SJsonToken '}') { return $object }
        do {
            $name = ConvertFrom-P2SJsonString (Read-P2SJsonToken '')
            $null = Read-P2SJsonToken ':'
            $object[$name] = Read-P2SJsonValue
        } while (Test-P2SJsonToken ',')
        $null = Read-P2SJsonToken '}'
        return $object
    }
    if ($token -ceq '[') {
        $items = @()
        if (Test-P2SJsonToken ']') { return , $items }
        do { $items += , (Read-P2SJsonValue) } while (Test-P2SJsonToken ',')
        $null = Read-P2SJsonToken ']'
        return , $items
    }
    if ($token -ceq 'true') { return $true }
    if ($token -ceq 'false') { return $false }
    if ($token -ceq 'null') { return $null }
    if ($token -cmatch '\A-?[0-9]+\z') { return [decimal]$token }
    ConvertFrom-P2SJsonString $token
}

function ConvertFrom-P2SJsonString([string]$Token) {
    if ($Token.Length -lt 2 -or -not $Token.StartsWith('"')) { throw "The request has '$Token' in place of a value." }
    $body = $Token.Substring(1, $Token.Length - 2)
    if ($body.IndexOf([char]92) -lt 0) { return $body }
    $parts = foreach ($match in [regex]::Matches($body, '\\u[0-9a-fA-F]{4}|\\.|[^\\]+')) {
        $piece = $match.Value
        if ($piece.IndexOf([char]92) -ne 0) { $piece; continue }
        switch -CaseSensitive ($piece.Substring(1, 1)) {
            'u' { [string][char][int]('0x' + $piece.Substring(2)) }
            'n' { "`n" }
            'r' { "`r" }
            't' { "`t" }
            'b' { "`b" }
            'f' { "`f" }
            default { $_ }
        }
    }
    -join $parts
}
