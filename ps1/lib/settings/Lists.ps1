# The proxy and bypass lists as words, and whether two lists are equal.

function Test-P2SSameServers([string]$A, [string]$B) { (Get-P2SServersText $A).Equals((Get-P2SServersText $B)) }

# The same words in the same order; separators and case do not count.
function Test-P2SSameWords([string]$A, [string]$B) {
    ((Split-P2SList $A) -join ';').Equals(((Split-P2SList $B) -join ';'))
}

# A proxy list in one form: lower case, separated by ';', without the http:// and the slash that Windows Settings
# adds.
function Get-P2SServersText([string]$List) {
    $servers = foreach ($entry in Split-P2SList $List) {
        [regex]::Replace([regex]::Replace($entry, '\A((?:http=|https=|ftp=)?)http://', '$1'), '/\z', '')
    }
    @($servers) -join ';'
}

# Compares lengths: -eq is culture-aware and ignores control characters.
function Split-P2SList([string]$List) { Split-P2SWords $List.ToLowerInvariant() }

function Split-P2SWords([string]$List) {
    foreach ($entry in [regex]::Split($List, '[ \t\r\n\f\v;]+')) { if ($entry.Length -gt 0) { $entry } }
}
