# Applies a change to a blob: applyToWinInet and applyToWinHttp of src/core/codec, verified by a test. Changes only
# the bits and texts that the change names; unnamed ones, unknown bits, the header and the tail stay.

# Change: proxy (a text, null for none, left out: stays), bypass (left out: stays), pac (as proxy), autoDetect.
function Get-P2SChangedBlob($Blob, $Change, [string]$Api) {
    if ($Api -eq 'winhttp') { Get-P2SChangedWinHttp $Blob $Change } else { Get-P2SChangedWinInet $Blob $Change }
}

function Get-P2SChangedWinInet($Blob, $Change) {
    $next = $Blob.Clone()
    # Without bit 0 WinINET ignores the others.
    $next.Flags = Set-P2SFlag $Blob.Flags 1 $true
    if ($Change.ContainsKey('proxy')) {
        $next.Flags = Set-P2SFlag $next.Flags 2 ($null -ne $Change['proxy'])
        if ($null -ne $Change['proxy'] -and -not (Test-P2SSameWords $Blob.Proxy $Change['proxy'])) {
            $next.Proxy = $Change['proxy']
        }
    }
    if ((Test-P2SBypassCounts $Change) -and -not (Test-P2SSameWords $Blob.Bypass $Change['bypass'])) {
        $next.Bypass = $Change['bypass']
    }
    if ($Change.ContainsKey('pac')) {
        $next.Flags = Set-P2SFlag $next.Flags 4 ($null -ne $Change['pac'])
        if ($null -ne $Change['pac']) { $next.Pac = $Change['pac'] }
    }
    if ($null -ne $Change['autoDetect']) { $next.Flags = Set-P2SFlag $next.Flags 8 $Change['autoDetect'] }
    $same = $next.Flags -eq $Blob.Flags -and $next.Proxy.Equals($Blob.Proxy) -and $next.Bypass.Equals($Blob.Bypass) -and
        $next.Pac.Equals($Blob.Pac)
    if (-not $same) { $next.Counter = ($Blob.Counter + 1) % 4294967296 }
    $next
}

# As Windows' own setter writes it: a direct WinHTTP setting has no texts.
function Get-P2SChangedWinHttp($Blob, $Change) {
    $next = $Blob.Clone()
    $on = $null -ne $Change['proxy']
    $next.Flags = Set-P2SFlag (Set-P2SFlag $Blob.Flags 1 $true) 2 $on
    $next.Proxy = if ($on) { $Change['proxy'] } else { '' }
    $next.Bypass = if (-not $on) { '' } elseif ($null -eq $Change['bypass']) { $Blob.Bypass } else { $Change['bypass'] }
    $next
}

function Set-P2SFlag([long]$Flags, [long]$Bit, [bool]$On) {
    if ($On) { $Flags -bor $Bit } else { $Flags -band (-bnot $Bit) }
}

# Whether the blob has the settings of the change. Disabled texts do not count.
function Test-P2SStoredAs($Blob, $Change, [string]$Api) {
    # The bit with an empty list is possible, and means no proxy.
    $on = ($Blob.Flags -band 2) -ne 0 -and (Get-P2SServersText $Blob.Proxy).Length -gt 0
    if (($Api -eq 'winhttp' -or $Change.ContainsKey('proxy')) -and $on -ne ($null -ne $Change['proxy'])) {
        return $false
    }
    if ($Api -ne 'winhttp') {
        if (($Blob.Flags -band 1) -eq 0) { return $false }
        if ($Change.ContainsKey('pac')) {
            if ((($Blob.Flags -band 4) -ne 0) -ne ($null -ne $Change['pac'])) { return $false }
            if ($null -ne $Change['pac'] -and -not $Blob.Pac.Equals($Change['pac'])) { return $false }
        }
        if ($null -ne $Change['autoDetect'] -and (($Blob.Flags -band 8) -ne 0) -ne $Change['autoDetect']) {
            return $false
        }
    }
    if ($null -ne $Change['proxy'] -and -not (Test-P2SSameServers $Blob.Proxy $Change['proxy'])) { return $false }
    -not (Test-P2SBypassCounts $Change) -or (Test-P2SSameWords $Blob.Bypass $Change['bypass'])
}

# A bypass list has no effect beside a disabled proxy.
function Test-P2SBypassCounts($Change) {
    $null -ne $Change['bypass'] -and ($null -ne $Change['proxy'] -or -not $Change.ContainsKey('proxy'))
}
