# Writes one registry value, in two ways as in Registry.ps1. Every function here throws the registry's errors.

# The keys and values that this program may write: only the proxy settings. A second check after the plan, so that
# a forged or damaged request cannot make another change.
$script:P2SSettingsKey = '\A(?:HKEY_LOCAL_MACHINE\\SOFTWARE(?:\\WOW6432Node)?|HKEY_USERS\\' + $script:P2SSidPattern +
    '\\Software)\\Microsoft\\Windows\\CurrentVersion\\Internet Settings'
$script:P2SMirrorNames = 'ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL', 'AutoDetect', 'MigrateProxy'

function Test-P2STarget([string]$Path, [string]$Name) {
    if ($Path -match ($script:P2SSettingsKey + '\\Connections\z')) { return $Name -ne '' }
    $Path -match ($script:P2SSettingsKey + '\z') -and $script:P2SMirrorNames -contains $Name
}

function ConvertFrom-P2SHex([string]$Hex) {
    if ($Hex.Length % 2 -ne 0 -or $Hex -cnotmatch '\A[0-9a-fA-F]*\z') {
        throw 'The request holds hex digits that are not bytes.'
    }
    if ($Hex.Length -gt 4096 -and $script:P2SFullLanguage) { return , (ConvertFrom-P2SLongHex $Hex) }
    $bytes = @(for ($i = 0; $i -lt $Hex.Length; $i += 2) { [byte]('0x' + $Hex.Substring($i, 2)) })
    , ([byte[]]$bytes)
}

# Uses a class that both editions have: byte by byte, the content of a value that a user filled would take longer
# than a write may.
function ConvertFrom-P2SLongHex([string]$Hex) {
    $bytes = [byte[]]::new($Hex.Length / 2)
    $reader = [System.Xml.XmlReader]::Create([System.IO.StringReader]::new('<a>' + $Hex + '</a>'))
    try {
        $null = $reader.Read()
        $at = 0
        while ($at -lt $bytes.Length) { $at += $reader.ReadElementContentAsBinHex($bytes, $at, $bytes.Length - $at) }
    }
    finally { $reader.Dispose() }
    , $bytes
}

# The JSON form (see Registry.ps1) of a value in the request; null stays null.
function ConvertTo-P2SRequestText($Value) {
    if ($null -eq $Value) { return $null }
    switch -CaseSensitive ([string]$Value['kind']) {
        'binary' { return ConvertTo-P2SValueText (ConvertFrom-P2SHex $Value['hex']) 'Binary' }
        'other' { return ConvertTo-P2SOtherText ([long]$Value['type']) (ConvertFrom-P2SHex $Value['hex']) }
        default {
            $item = ConvertTo-P2SRegistryData $Value
            return ConvertTo-P2SValueText $item.Data $item.Kind
        }
    }
}

# The form for the registry: the data and the name of its kind.
function ConvertTo-P2SRegistryData($Value) {
    switch -CaseSensitive ([string]$Value['kind']) {
        'binary' { return @{ Kind = 'Binary'; Data = (ConvertFrom-P2SHex $Value['hex']) } }
        'string' { return @{ Kind = 'String'; Data = [string]$Value['text'] } }
        'expand-string' { return @{ Kind = 'ExpandString'; Data = [string]$Value['text'] } }
        'multi-string' { return @{ Kind = 'MultiString'; Data = [string[]]@($Value['texts']) } }
        'dword' {
            $number = [decimal]$Value['number']
            if ($number -gt 2147483647) { $number -= 4294967296 }
            return @{ Kind = 'DWord'; Data = [int]$number }
        }
        'qword' {
            $number = [decimal]$Value['text']
            if ($number -gt 9223372036854775807) { $number -= 18446744073709551616 }
            return @{ Kind = 'QWord'; Data = [long]$number }
        }
        'other' { if ($Value['type'] -eq 0) { return @{ Kind = 'None'; Data = (ConvertFrom-P2SHex $Value['hex']) } } }
    }
    throw 'A value of this kind cannot be written.'
}

function Test-P2SHiveLoaded([string]$Path) {
    $parts = $Path.Split('\')
    @(Read-P2SKey ($parts[0] + '\' + $parts[1]) @())[0] -ne 'absent'
}

# Creates the key, unless the user's hive itself is not loaded.
function New-P2SKey([string]$Path) {
    if (-not (Test-P2SHiveLoaded $Path)) { throw $script:P2SNotLoaded.Message }
    if ($script:P2SFullLanguage) {
        $cut = $Path.IndexOf('\')
        $made = (Open-P2SHive $Path.Substring(0, $cut)).CreateSubKey($Path.Substring($cut + 1))
        $made.Dispose()
    }
    else { $null = New-Item -Path ('Registry::' + $Path) -Force }
}

# Removes the key if it has neither values nor subkeys.
function Remove-P2SEmptyKey([string]$Path) {
    if ($script:P2SFullLanguage) {
        $key = Open-P2SKey $Path $false
        if ($null -eq $key) { return $false }
        $empty = $key.ValueCount -eq 0 -and $key.SubKeyCount -eq 0
        $key.Dispose()
        if (-not $empty) { return $false }
        $cut = $Path.IndexOf('\')
        (Open-P2SHive $Path.Substring(0, $cut)).DeleteSubKey($Path.Substring($cut + 1), $false)
        return $true
    }
    $item = Get-Item -LiteralPath ('Registry::' + $Path) -ErrorAction SilentlyContinue
    if ($null -eq $item -or $item.ValueCount -ne 0 -or $item.SubKeyCount -ne 0) { return $false }
    Remove-Item -LiteralPath ('Registry::' + $Path)
    $true
}

function Set-P2SValue([string]$Path, [string]$Name, $Value) {
    $item = ConvertTo-P2SRegistryData $Value
    if ($script:P2SFullLanguage) {
        $key = Open-P2SKey $Path $true
        try { $key.SetValue($Name, $item.Data, [Microsoft.Win32.RegistryValueKind]$item.Kind) }
        finally { $key.Dispose() }
    }
    else { Set-ItemProperty -LiteralPath ('Registry::' + $Path) -Name $Name -Value $item.Data -Type $item.Kind }
}

function Remove-P2SValue([string]$Path, [string]$Name) {
    if ($script:P2SFullLanguage) {
        $key = Open-P2SKey $Path $true
        try { $key.DeleteValue($Name, $false) }
        finally { $key.Dispose() }
        return
    }
    # -LiteralPath makes the name literal as well.
    Remove-ItemProperty -LiteralPath ('Registry::' + $Path) -Name $Name
}

$script:P2SNotLoaded = @{ HResult = -2147024894; Win32 = 2; Id = 'not-loaded'; Message = 'The hive is not loaded.' }

# Whether the key exists, and the JSON form of one value (null: absent). Each call opens the key again. The hive of
# a signed-out user is not visible: its values are in a file, which is loaded at the next sign-in.
function Read-P2SValue([string]$Path, [string]$Name) {
    $visibility, $values = Read-P2SKey $Path @($Name)
    if ($visibility -eq 'absent' -and -not (Test-P2SHiveLoaded $Path)) {
        return @{ Failure = $script:P2SNotLoaded; Present = $null; Text = $null }
    }
    if ($visibility -eq 'unseen') { return @{ Failure = $script:P2SReadFailure; Present = $null; Text = $null } }
    $text = $null
    foreach ($value in @($values)) {
        # The name is quoted JSON, so this is the first possible position of these characters.
        if ($null -ne $value) { $text = $value.Substring($value.IndexOf(',"kind":') + 1).TrimEnd('}') }
    }
    @{ Failure = $null; Present = $visibility -eq 'present'; Text = $text }
}
