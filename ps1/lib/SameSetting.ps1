# Whether two values say the same setting: the rules of src/core/same-setting.ts, which a test holds this to.

# Whether a value still says what a change of ours wrote, though Windows may have touched it: WinINET counts its blob up
# and keeps in its tail what auto-detection found, and the header of WinHTTP is Windows' choice.
function Test-P2SStillOurs($Found, $Ours) {
    if (Test-P2SSame (ConvertTo-P2SRequestText $Found) (ConvertTo-P2SRequestText $Ours['expected'])) { return $true }
    if ($null -eq $Found -or $null -eq $Ours['expected'] -or $Found['kind'] -ne 'binary' -or $Ours['expected']['kind'] -ne 'binary') { return $false }
    $api = if ($Ours['name'] -eq 'WinHttpSettings') { 'winhttp' } else { 'wininet' }
    $a = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $Found['hex']) $api
    $b = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $Ours['expected']['hex']) $api
    if ($null -ne $a.Failure -or $null -ne $b.Failure) { return $false }
    if ($api -eq 'winhttp') { return Test-P2SSameWinHttp $a $b }
    $a.Flags -eq $b.Flags -and $a.Proxy.Equals($b.Proxy) -and $a.Bypass.Equals($b.Bypass) -and $a.Pac.Equals($b.Pac)
}

# Lists that are switched off mean nothing, and the bit with an empty list means no proxy.
function Test-P2SSameWinHttp($A, $B) {
    $on = Test-P2SWinHttpOn $A
    if ($on -ne (Test-P2SWinHttpOn $B)) { return $false }
    -not $on -or ((Test-P2SSameServers $A.Proxy $B.Proxy) -and (Test-P2SSameWords $A.Bypass $B.Bypass))
}

function Test-P2SWinHttpOn($Blob) { ($Blob.Flags -band 2) -ne 0 -and (Get-P2SServersText $Blob.Proxy).Length -gt 0 }

# The same write from what is there now, where that still says what a change of ours left.
function Get-P2SWriteFromNow($Write) {
    try {
        $now = Read-P2SValue $Write['key'] $Write['name']
        if ($null -ne $now.Failure -or $null -eq $now.Text) { return $Write }
        $found = ConvertFrom-P2SJson ('{' + $now.Text + '}')
        if (-not (Test-P2SStillOurs $found $Write)) { return $Write }
        @{ id = $Write['id']; key = $Write['key']; name = $Write['name']; expected = $found; next = $Write['next']; winHttp = $null; removeKeyIfEmpty = $Write['removeKeyIfEmpty'] }
    }
    # The write itself finds out what is wrong.
    catch { $Write }
}
