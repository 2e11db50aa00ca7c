# Whether a value still says what a change of ours wrote, though Windows may have touched it: WinINET counts its blob up
# and keeps in its tail what auto-detection found, and the header of WinHTTP is Windows' choice (src/core/same-setting.ts).
function Test-P2SStillOurs($Found, $Ours) {
    if (Test-P2SSame (ConvertTo-P2SRequestText $Found) (ConvertTo-P2SRequestText $Ours['expected'])) { return $true }
    if ($null -eq $Found -or $null -eq $Ours['expected'] -or $Found['kind'] -ne 'binary' -or $Ours['expected']['kind'] -ne 'binary') { return $false }
    $api = if ($Ours['name'] -eq 'WinHttpSettings') { 'winhttp' } else { 'wininet' }
    $a = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $Found['hex']) $api
    $b = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $Ours['expected']['hex']) $api
    if ($null -ne $a.Failure -or $null -ne $b.Failure) { return $false }
    $mask = if ($api -eq 'winhttp') { 2 } else { 4294967295 }
    ($a.Flags -band $mask) -eq ($b.Flags -band $mask) -and $a.Proxy.Equals($b.Proxy) -and $a.Bypass.Equals($b.Bypass) -and $a.Pac.Equals($b.Pac)
}
