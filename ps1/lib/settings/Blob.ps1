# Decodes and encodes the registry blobs of WinINET and WinHTTP: the rules of src/core/codec, verified by a test.
# Works in Constrained Language Mode. Texts are Latin-1, so that every byte is preserved.

# The number at an offset, little-endian; null if the bytes end before.
function Read-P2SNumber([byte[]]$Bytes, [long]$At) {
    if ($Bytes.Length - $At -lt 4) { return $null }
    [long]$Bytes[$At] + [long]$Bytes[$At + 1] * 256 + [long]$Bytes[$At + 2] * 65536 + [long]$Bytes[$At + 3] * 16777216
}

# Failure is null, or why these bytes are not a valid blob. Api: wininet or winhttp.
function ConvertFrom-P2SBlob([byte[]]$Bytes, [string]$Api) {
    $winHttp = $Api -eq 'winhttp'
    $blob = @{
        Failure = $null
        Version = Read-P2SNumber $Bytes 0
        Counter = Read-P2SNumber $Bytes 4
        Flags = Read-P2SNumber $Bytes 8
        Pac = ''
        Tail = [byte[]]@()
    }
    if ($null -eq $blob.Version) { $blob.Failure = 'truncated' }
    elseif ($blob.Version -notin 60, 70, 24, 40) { $blob.Failure = 'unknown-version' }
    elseif ($winHttp -and $blob.Version -in 60, 70) { $blob.Failure = 'wininet-shaped' }
    elseif (-not $winHttp -and $blob.Version -in 24, 40) { $blob.Failure = 'unknown-version' }
    elseif ($null -eq $blob.Flags) { $blob.Failure = 'truncated' }
    $at = 12
    foreach ($field in 'Proxy', 'Bypass', 'Pac') {
        if ($null -ne $blob.Failure -or ($winHttp -and $field -eq 'Pac')) { break }
        $length = Read-P2SNumber $Bytes $at
        if ($null -eq $length) { $blob.Failure = 'truncated' }
        elseif ($Bytes.Length - $at - 4 -lt $length) { $blob.Failure = 'length-past-end' }
        else {
            $blob[$field] = if ($length -eq 0) { '' } else { ConvertTo-P2SBlobText $Bytes ($at + 4) $length }
            $at += 4 + $length
        }
    }
    if ($null -ne $blob.Failure) { return $blob }
    if ($Bytes.Length -gt $at) { $blob.Tail = [byte[]]$Bytes[$at..($Bytes.Length - 1)] }
    if ($winHttp -and $blob.Tail.Length -gt 0) { $blob.Failure = 'trailing-bytes' }
    $blob
}

# In one call if allowed: a user can make the text as long as a key may be.
function ConvertTo-P2SBlobText([byte[]]$Bytes, [int]$At, [int]$Length) {
    if ($script:P2SFullLanguage) { return [System.Text.Encoding]::GetEncoding(28591).GetString($Bytes, $At, $Length) }
    -join [char[]]$Bytes[$At..($At + $Length - 1)]
}

function ConvertTo-P2SBlob($Blob, [string]$Api) {
    $texts = if ($Api -eq 'winhttp') { @($Blob.Proxy, $Blob.Bypass) } else { @($Blob.Proxy, $Blob.Bypass, $Blob.Pac) }
    $bytes = @(
        foreach ($number in $Blob.Version, $Blob.Counter, $Blob.Flags) { Split-P2SNumber $number }
        foreach ($text in $texts) {
            Split-P2SNumber $text.Length
            foreach ($char in $text.ToCharArray()) { [byte][int]$char }
        }
        if ($Api -ne 'winhttp') { $Blob.Tail }
    )
    , ([byte[]]$bytes)
}

function Split-P2SNumber([long]$Number) {
    for ($i = 0; $i -lt 4; $i++) {
        [byte]($Number % 256)
        $Number = ($Number - $Number % 256) / 256
    }
}

# The content of a new setting: direct. WinINET's blobs end with 32 zero bytes.
function New-P2SBlob([string]$Api) {
    $version = if ($Api -eq 'winhttp') { 40 } else { 70 }
    @{
        Failure = $null
        Version = $version
        Counter = 0
        Flags = 1
        Proxy = ''
        Bypass = ''
        Pac = ''
        Tail = [byte[]](@(0) * 32)
    }
}
