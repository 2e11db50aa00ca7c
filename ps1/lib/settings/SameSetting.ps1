# Whether two values contain the same setting: the rules of src/core/stores/same-setting.ts, verified by a test.

# Whether a value still contains the setting that our change wrote, although Windows may have modified it: WinINET
# increments a counter in its blob and stores auto-detection results in its tail, it rewrites SavedLegacySettings
# from the string values, and Windows chooses the header of WinHTTP.
function Test-P2SStillOurs($Found, $Ours) {
    if (Test-P2SSame (ConvertTo-P2SRequestText $Found) (ConvertTo-P2SRequestText $Ours['expected'])) { return $true }
    if ($null -eq $Found -or $null -eq $Ours['expected'] -or $Found['kind'] -ne 'binary' -or
        $Ours['expected']['kind'] -ne 'binary') {
        return $false
    }
    $api = if ($Ours['name'] -eq 'WinHttpSettings') { 'winhttp' } else { 'wininet' }
    $a = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $Found['hex']) $api
    $b = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $Ours['expected']['hex']) $api
    if ($null -ne $a.Failure -or $null -ne $b.Failure) { return $false }
    if ($api -eq 'winhttp') { return Test-P2SSameWinHttp $a $b }
    if ($Ours['name'] -eq 'SavedLegacySettings') { $a, $b = (Get-P2SInStrings $a), (Get-P2SInStrings $b) }
    $a.Flags -eq $b.Flags -and $a.Proxy.Equals($b.Proxy) -and $a.Bypass.Equals($b.Bypass) -and $a.Pac.Equals($b.Pac)
}

# Whether a write took effect: for WinINET blobs the setting counts, because programs that watch them can modify
# them at once; otherwise every byte counts. Text: the value read back, in the form of Read-P2SValue.
function Test-P2SAsWritten($Write, $Text) {
    if (Test-P2SSame $Text (ConvertTo-P2SRequestText $Write['next'])) { return $true }
    if ($null -eq $Text -or $Write['name'] -eq 'WinHttpSettings') { return $false }
    Test-P2SStillOurs (ConvertFrom-P2SJson ('{' + $Text + '}')) @{ name = $Write['name']; expected = $Write['next'] }
}

# The part of a blob that the string values can express: no auto-detect bit, and no disabled string.
function Get-P2SInStrings($Blob) {
    $on = ($Blob.Flags -band 2) -ne 0
    @{
        Flags = $Blob.Flags -band 6
        Proxy = if ($on) { $Blob.Proxy } else { '' }
        Bypass = if ($on) { $Blob.Bypass } else { '' }
        Pac = if (($Blob.Flags -band 4) -ne 0) { $Blob.Pac } else { '' }
    }
}

# Disabled lists have no effect, and the proxy bit with an empty list means no proxy.
function Test-P2SSameWinHttp($A, $B) {
    $on = Test-P2SWinHttpOn $A
    if ($on -ne (Test-P2SWinHttpOn $B)) { return $false }
    -not $on -or ((Test-P2SSameServers $A.Proxy $B.Proxy) -and (Test-P2SSameWords $A.Bypass $B.Bypass))
}

function Test-P2SWinHttpOn($Blob) { ($Blob.Flags -band 2) -ne 0 -and (Get-P2SServersText $Blob.Proxy).Length -gt 0 }

# The same write starting from the current value, if that still contains the setting that our change wrote.
function Get-P2SWriteFromNow($Write) {
    try {
        $now = Read-P2SValue $Write['key'] $Write['name']
        if ($null -ne $now.Failure -or $null -eq $now.Text) { return $Write }
        $found = ConvertFrom-P2SJson ('{' + $now.Text + '}')
        if (-not (Test-P2SStillOurs $found $Write)) { return $Write }
        @{
            id = $Write['id']
            key = $Write['key']
            name = $Write['name']
            expected = $found
            next = $Write['next']
            winHttp = $null
            removeKeyIfEmpty = $Write['removeKeyIfEmpty']
        }
    }
    # The write itself reports the problem.
    catch { $Write }
}
