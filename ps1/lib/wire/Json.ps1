# Reads the request's JSON. By hand, because ConvertFrom-Json turns text that looks like a date into a date on
# PowerShell 7 and joins single-element arrays on 5.1; works in Constrained Language Mode.
# Objects become hashtables, arrays stay arrays, numbers become [decimal].

$script:P2SJsonTokens = @()
$script:P2SJsonAt = 0

function ConvertFrom-P2SJson([string]$Text) {
    $found = [regex]::Matches($Text, '"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|-?[0-9]+|true|false|null|[^ \t\r\n]')
    # The last one is not a JSON token: it marks the end.
    $script:P2SJsonTokens = @(foreach ($match in $found) { $match.Value }) + @('')
    $script:P2SJsonAt = 1
    $first = $script:P2SJsonTokens[0]
    # Assigned directly: the value of an if statement would unroll a list of one list.
    if ($first -ceq '{' -or $first -ceq '[') { $value = Read-P2SJsonContainer $first }
    else { $value = ConvertFrom-P2SJsonScalar $first }
    # Compares positions: a culture-aware comparison ignores NUL and some other characters.
    if ($script:P2SJsonAt -ne $script:P2SJsonTokens.Count - 1) { throw 'The request is not one JSON value.' }
    if ($value -is [array]) { return , $value }
    $value
}

# The object or array after its first token. One call per container: a call per token would cost a large fleet
# seconds.
function Read-P2SJsonContainer([string]$First) {
    $tokens = $script:P2SJsonTokens
    $at = $script:P2SJsonAt
    $isObject = $First -ceq '{'
    $last = if ($isObject) { '}' } else { ']' }
    $object = @{}
    $items = @()
    $next = ','
    if ($tokens[$at] -ceq $last) {
        $next = $last
        $at++
    }
    while ($next -ceq ',') {
        if ($isObject) {
            $name = ConvertFrom-P2SJsonString $tokens[$at]
            if ($tokens[$at + 1] -cne ':') { throw 'The request has no value after a name.' }
            $at += 2
        }
        $token = $tokens[$at]
        $at++
        if ($token -ceq '{' -or $token -ceq '[') {
            $script:P2SJsonAt = $at
            $value = Read-P2SJsonContainer $token
            $at = $script:P2SJsonAt
        }
        elseif ($token -cmatch '\A"([^"\\]*)"\z') { $value = $Matches[1] }
        else { $value = ConvertFrom-P2SJsonScalar $token }
        if ($isObject) { $object[$name] = $value } else { $items += , $value }
        $next = $tokens[$at]
        $at++
    }
    if ($next -cne $last) { throw "The request has '$next' in place of '$last'." }
    $script:P2SJsonAt = $at
    if ($isObject) { return $object }
    , $items
}

function ConvertFrom-P2SJsonScalar([string]$Token) {
    if ($Token -ceq 'true') { return $true }
    if ($Token -ceq 'false') { return $false }
    if ($Token -ceq 'null') { return $null }
    if ($Token -cmatch '\A-?[0-9]+\z') { return [decimal]$Token }
    ConvertFrom-P2SJsonString $Token
}

function ConvertFrom-P2SJsonString([string]$Token) {
    if ($Token.Length -lt 2 -or -not $Token.StartsWith('"')) { throw "The request has '$Token' in place of a value." }
    $body = $Token.Substring(1, $Token.Length - 2)
    if ($body.IndexOf([char]92) -lt 0) { return $body }
    # JSON's escapes are a subset of those of regular expressions.
    [regex]::Unescape($body)
}
