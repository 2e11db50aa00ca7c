# The string values that Windows keeps beside the LAN blob: the rules of src/core/stores/mirror.ts.

# Null if one of them cannot be read.
function Read-P2SMirror([string]$SettingsKey) {
    $mirror = @{ Key = $SettingsKey }
    foreach ($name in 'ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL', 'MigrateProxy') {
        $found = Read-P2SValue $SettingsKey $name
        if ($null -ne $found.Failure) { return $null }
        $mirror[$name] = if ($null -ne $found.Text) { ConvertFrom-P2SJson ('{' + $found.Text + '}') }
    }
    $mirror
}

# A blob with these strings, if no blob can be read. Non-ASCII strings make none.
function Get-P2SMirrorBlob($Mirror) {
    $blob = New-P2SBlob 'wininet'
    if ($null -eq $Mirror) { return $blob }
    foreach ($pair in @(@('Proxy', 'ProxyServer'), @('Bypass', 'ProxyOverride'), @('Pac', 'AutoConfigURL'))) {
        $text = Get-P2SMirrorText $Mirror[$pair[1]]
        if ($text -cmatch '\A[\x00-\x7f]*\z') { $blob[$pair[0]] = $text }
    }
    $blob
}

# The setting in the strings alone, as a blob: Windows creates its blob from them when it needs one.
function Get-P2SMirrorMeaning($Mirror) {
    $blob = New-P2SBlob 'wininet'
    $blob.Proxy = Get-P2SMirrorText $Mirror['ProxyServer']
    $blob.Bypass = Get-P2SMirrorText $Mirror['ProxyOverride']
    $blob.Pac = Get-P2SMirrorText $Mirror['AutoConfigURL']
    if ((Get-P2SMirrorNumber $Mirror['ProxyEnable']) -eq 1) { $blob.Flags = $blob.Flags -bor 2 }
    if ($blob.Pac.Length -gt 0) { $blob.Flags = $blob.Flags -bor 4 }
    $blob
}

# The writes that make the mirror match a blob.
function Get-P2SMirrorWrites($Mirror, $Blob) {
    $on = ($Blob.Flags -band 2) -ne 0
    $wrong = $null -ne $Mirror['ProxyEnable'] -and $Mirror['ProxyEnable']['kind'] -ne 'dword'
    if ($wrong -or ((Get-P2SMirrorNumber $Mirror['ProxyEnable']) -eq 1) -ne $on) {
        New-P2SWrite $Mirror.Key 'ProxyEnable' $Mirror['ProxyEnable'] @{ kind = 'dword'; number = [int]$on }
    }
    if ($on) { Get-P2SMirrorTextWrite $Mirror 'ProxyServer' $Blob.Proxy $true }
    if ($on) { Get-P2SMirrorTextWrite $Mirror 'ProxyOverride' $Blob.Bypass $false }
    Get-P2SMirrorTextWrite $Mirror 'AutoConfigURL' $(if (($Blob.Flags -band 4) -ne 0) { $Blob.Pac } else { '' }) $false
}

# The encoding of bytes outside ASCII is unknown: they are not decoded, and the string stays.
function Get-P2SMirrorTextWrite($Mirror, [string]$Name, [string]$Text, [bool]$KeepEmpty) {
    if ($Text -cnotmatch '\A[\x00-\x7f]*\z') { return }
    if ($Text.Equals((Get-P2SMirrorText $Mirror[$Name])) -and -not (Test-P2SWrongText $Mirror[$Name])) { return }
    $next = if ($Text.Length -eq 0 -and -not $KeepEmpty) { $null } else { @{ kind = 'string'; text = $Text } }
    New-P2SWrite $Mirror.Key $Name $Mirror[$Name] $next
}

# Whether a string value exists with another type: how Windows reads it is not known.
function Test-P2SWrongText($Value) {
    $null -ne $Value -and $Value['kind'] -ne 'string' -and $Value['kind'] -ne 'expand-string'
}

# Whether a value that is in use has the wrong type.
function Test-P2SWrongMirror($Mirror) {
    if ($null -ne $Mirror['ProxyEnable'] -and $Mirror['ProxyEnable']['kind'] -ne 'dword') { return $true }
    if (Test-P2SWrongText $Mirror['AutoConfigURL']) { return $true }
    (Get-P2SMirrorNumber $Mirror['ProxyEnable']) -eq 1 -and
        ((Test-P2SWrongText $Mirror['ProxyServer']) -or (Test-P2SWrongText $Mirror['ProxyOverride']))
}

# Which copy of a LAN setting is the newest, as in src/core/stores/lan-copies.ts: same, blob, strings,
# ignored-strings, unknown. Legacy: the blob of SavedLegacySettings, null if it cannot be read.
function Get-P2SNewest($Blob, $Mirror, $Legacy) {
    if (@(Get-P2SMirrorWrites $Mirror $Blob).Count -eq 0) { return 'same' }
    $known = @(foreach ($name in 'ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL') {
            if ($null -ne $Mirror[$name]) { $name }
        })
    if ($known.Count -eq 0) { return 'blob' }
    if (Test-P2SWrongMirror $Mirror) { return 'unknown' }
    $meaning = Get-P2SMirrorMeaning $Mirror
    $pac = { param($One) if (($One.Flags -band 4) -ne 0) { $One.Pac } else { '' } }
    if ((Test-P2SSameWinHttp $meaning $Blob) -and (& $pac $meaning).Equals((& $pac $Blob))) { return 'same' }
    if ($null -eq $Legacy) { return 'unknown' }
    if (@(Get-P2SMirrorWrites $Mirror $Legacy).Count -eq 0) { return 'blob' }
    if ($null -eq $Mirror['MigrateProxy'] -or $Mirror['MigrateProxy']['kind'] -ne 'dword') { return 'unknown' }
    if ($Mirror['MigrateProxy']['number'] -eq 1) { 'strings' } else { 'ignored-strings' }
}

# Whether the strings are, or may be, newer than the blob (null: no blob), so that the current setting is unknown.
function Test-P2SPending($Blob, $Mirror, [string]$ConnectionsKey) {
    if ($null -eq $Blob) { return Test-P2SWrongMirror $Mirror }
    (Get-P2SNewest $Blob $Mirror (Read-P2SLegacy $ConnectionsKey)) -in 'strings', 'unknown'
}

# SavedLegacySettings as a blob; null if it is absent or cannot be read.
function Read-P2SLegacy([string]$ConnectionsKey) {
    $value = Get-P2SStored $ConnectionsKey 'SavedLegacySettings'
    if ($null -eq $value -or $value['kind'] -ne 'binary') { return $null }
    $blob = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $value['hex']) 'wininet'
    if ($null -eq $blob.Failure) { $blob }
}

function New-P2SWrite([string]$Key, [string]$Name, $Expected, $Next) {
    @{
        id = ''
        key = $Key
        name = $Name
        expected = $Expected
        next = $Next
        winHttp = $null
        createsKey = $false
        removeKeyIfEmpty = $false
    }
}

function Get-P2SMirrorText($Value) {
    if ($null -ne $Value -and ($Value['kind'] -eq 'string' -or $Value['kind'] -eq 'expand-string')) {
        $Value['text']
    }
    else {
        ''
    }
}

function Get-P2SMirrorNumber($Value) {
    if ($null -ne $Value -and $Value['kind'] -eq 'dword') { $Value['number'] } else { 0 }
}
