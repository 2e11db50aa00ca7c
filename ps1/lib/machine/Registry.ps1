# Reads the registry raw, in two ways with the same output: the .NET classes in Full Language (exact kinds,
# unexpanded text, the 64-bit view), the registry provider in Constrained Language Mode, which does not allow those
# classes. A value is kept as the text of its JSON form, e.g. "kind":"dword","number":1 - two values are the same
# if and only if these texts are.

# A key with more values, or more data and JSON together, is unseen: users can fill their own hive, and a reply has
# a limit.
$script:P2SMaxKeyValues = 1024
$script:P2SMaxKeySize = 524288
$script:P2STooLarge = @{
    HResult = -2147024891
    Win32 = 5
    Id = 'too-large'
    Message = 'The key holds too much to be read.'
}

# Types that .NET cannot read are reported without their data. Their type is 0xFFFFFFFF.
$script:P2SOmitted = '"kind":"other","type":4294967295,"hex":""'
$script:P2SPresent = '"kind":"multi-string","texts":[]'

# The accounts whose hives count: services, local and domain users, Azure AD users. `.DEFAULT` is S-1-5-18.
$script:P2SSidPattern = 'S-1-(?:5-18|5-19|5-20|5-21-[-0-9]+|12-1-[-0-9]+)'

function ConvertTo-P2SOtherText([long]$Type, [byte[]]$Bytes) {
    '"kind":"other","type":' + $Type + ',"hex":"' + (ConvertTo-P2SHex $Bytes) + '"'
}

# The JSON form of a value, from its data and the name of its RegistryValueKind.
function ConvertTo-P2SValueText($Data, [string]$Kind) {
    if ($Kind -eq 'String' -and $Data -is [string]) { return '"kind":"string","text":' + (ConvertTo-P2SJsonText $Data) }
    if ($Kind -eq 'Binary' -and $Data -is [byte[]]) {
        return '"kind":"binary","hex":"' + (ConvertTo-P2SHex $Data) + '"'
    }
    if ($Kind -eq 'DWord' -and $Data -is [int] -and $Data -ge 0) { return '"kind":"dword","number":' + $Data }
    ConvertTo-P2SRareValueText $Data $Kind
}

function ConvertTo-P2SRareValueText($Data, [string]$Kind) {
    if ($Kind -eq 'ExpandString' -and $Data -is [string]) {
        return '"kind":"expand-string","text":' + (ConvertTo-P2SJsonText $Data)
    }
    if ($Kind -eq 'MultiString' -and $Data -is [string[]]) {
        $texts = foreach ($text in $Data) { ConvertTo-P2SJsonText $text }
        return '"kind":"multi-string","texts":[' + (@($texts) -join ',') + ']'
    }
    if ($Kind -eq 'DWord' -and ($Data -is [int] -or $Data -is [uint32])) {
        $number = [long]$Data
        if ($number -lt 0) { $number += 4294967296 }
        return '"kind":"dword","number":' + $number
    }
    if ($Kind -eq 'QWord' -and ($Data -is [long] -or $Data -is [uint64])) {
        $number = [decimal]$Data
        if ($number -lt 0) { $number += 18446744073709551616 }
        return '"kind":"qword","text":"' + $number + '"'
    }
    # A number of the wrong length, REG_NONE, and the types that .NET cannot read.
    $type = switch ($Kind) { 'None' { 0 } 'DWord' { 4 } 'QWord' { 11 } default { 4294967295 } }
    if ($Data -is [byte[]]) { return ConvertTo-P2SOtherText $type $Data }
    $script:P2SOmitted
}

# Measured before conversion. An entry of a list takes as long as one string with as many characters; millions of
# entries are not joined, which would take minutes.
function Get-P2SDataSize($Data) {
    if ($Data -is [byte[]]) { return $Data.Length }
    if ($Data -is [string]) { return $Data.Length }
    if ($Data -is [string[]]) {
        $size = $Data.Length * 256
        if ($size -le $script:P2SMaxKeySize) { $size += (-join $Data).Length }
        return $size
    }
    0
}

# Reads a key. First item: present, absent or unseen (access denied, too large); then each value as
# {"name":...,"kind":...}. Names: which values; '*' all; '?name' only whether it exists. $script:P2SReadFailure has
# the reason for unseen.
function Read-P2SKey([string]$Path, $Names) {
    if ($script:P2SFullLanguage) { Read-P2SKeyByClass $Path $Names } else { Read-P2SKeyByProvider $Path $Names }
}

$script:P2SReadFailure = $null
$script:P2SHives = @{}

function Open-P2SHive([string]$Hive) {
    $open = $script:P2SHives[$Hive]
    if ($null -eq $open) {
        $id = if ($Hive -eq 'HKEY_USERS') {
            [Microsoft.Win32.RegistryHive]::Users
        }
        else {
            [Microsoft.Win32.RegistryHive]::LocalMachine
        }
        $open = [Microsoft.Win32.RegistryKey]::OpenBaseKey($id, [Microsoft.Win32.RegistryView]::Registry64)
        $script:P2SHives[$Hive] = $open
    }
    $open
}

function Open-P2SKey([string]$Path, [bool]$Writable) {
    $hive, $below = $Path -split '\\', 2
    (Open-P2SHive $hive).OpenSubKey($below, $Writable)
}

# Case-insensitive, as in the registry. -contains alone compares by culture, which ignores some characters: users
# could make a second value in their own hive match the requested one.
function Test-P2SNamed($Names, [string]$Name) {
    $upper = $Name.ToUpperInvariant()
    foreach ($one in $Names) { if ($one.ToUpperInvariant().Equals($upper)) { return $true } }
    $false
}

# The length of the longest name. A name can have 16,383 characters, and -contains compares a longer one of ignored
# characters to its end: a key full of such names could prevent every run from reading the registry in time.
function Get-P2SLongest($Names) {
    $longest = 0
    foreach ($one in $Names) {
        $length = ([string]$one).Length
        if ($length -gt $longest) { $longest = $length }
    }
    $longest
}

function Read-P2SKeyByClass([string]$Path, $Names) {
    $left = $script:P2SMaxKeySize
    $all = $Names -contains '*'
    $longest = Get-P2SLongest $Names
    try {
        $key = Open-P2SKey $Path $false
        if ($null -eq $key) { return 'absent' }
        $values = if ($Names.Count -gt 0) {
            if ($key.ValueCount -gt $script:P2SMaxKeyValues) { throw 'too-large' }
            foreach ($name in $key.GetValueNames()) {
                if ($all -or
                    ($name.Length -le $longest -and $Names -contains $name -and (Test-P2SNamed $Names $name))) {
                    $data = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
                    $left -= Get-P2SDataSize $data
                    if ($left -lt 0) { throw 'too-large' }
                    $text = ConvertTo-P2SValueText $data ([string]$key.GetValueKind($name))
                }
                elseif ($name.Length -lt $longest -and $Names -contains ('?' + $name)) { $text = $script:P2SPresent }
                else { continue }
                $shown = -join ('{"name":', (ConvertTo-P2SJsonText $name), ',', $text, '}')
                $left -= $shown.Length
                if ($left -lt 0) { throw 'too-large' }
                $shown
            }
        }
        $key.Dispose()
        'present'
        $values
    }
    catch {
        $script:P2SReadFailure = if ($_.FullyQualifiedErrorId -ceq 'too-large') {
            $script:P2STooLarge
        }
        else {
            Get-P2SFailure $_
        }
        'unseen'
    }
}

function Read-P2SKeyByProvider([string]$Path, $Names) {
    $literal = 'Registry::' + $Path
    $left = $script:P2SMaxKeySize
    $all = $Names -contains '*'
    $longest = Get-P2SLongest $Names
    try {
        $listed = @((Get-Item -LiteralPath $literal).Property)
        $values = if ($Names.Count -gt 0 -and $listed.Count -gt 0) {
            if ($listed.Count -gt $script:P2SMaxKeyValues) { throw 'too-large' }
            $bag = Get-ItemProperty -LiteralPath $literal
            foreach ($property in $listed) {
                $name = if ($property.Equals('(default)')) { '' } else { $property }
                if ($all -or
                    ($name.Length -le $longest -and $Names -contains $name -and (Test-P2SNamed $Names $name))) {
                    $data = $bag.$property
                    $left -= Get-P2SDataSize $data
                    if ($data -is [string]) { $left -= 8192 } # reg.exe runs for each
                    if ($left -lt 0) { throw 'too-large' }
                    $text = ConvertTo-P2SProviderText $Path $name $data
                }
                elseif ($name.Length -lt $longest -and $Names -contains ('?' + $name)) { $text = $script:P2SPresent }
                else { continue }
                $shown = -join ('{"name":', (ConvertTo-P2SJsonText $name), ',', $text, '}')
                $left -= $shown.Length
                if ($left -lt 0) { throw 'too-large' }
                $shown
            }
        }
        'present'
        $values
    }
    catch {
        if ($_.CategoryInfo.Category -eq 'ObjectNotFound') { return 'absent' }
        $script:P2SReadFailure = if ($_.FullyQualifiedErrorId -ceq 'too-large') {
            $script:P2STooLarge
        }
        else {
            Get-P2SFailure $_
        }
        'unseen'
    }
}

# The provider returns large numbers unsigned on PowerShell 7, does not distinguish REG_SZ from REG_EXPAND_SZ, and
# expands the latter. reg.exe prints the type as a word that no Windows translates, between fixed blanks.
function ConvertTo-P2SProviderText([string]$Path, [string]$Name, $Data) {
    if ($Data -is [byte[]]) { return ConvertTo-P2SValueText $Data 'Binary' }
    if ($Data -is [int] -or $Data -is [uint32]) { return ConvertTo-P2SValueText $Data 'DWord' }
    if ($Data -is [long] -or $Data -is [uint64]) { return ConvertTo-P2SValueText $Data 'QWord' }
    if ($Data -is [string[]]) { return ConvertTo-P2SValueText $Data 'MultiString' }
    if ($Data -isnot [string]) { return $script:P2SOmitted }
    if ($Name -ne '') {
        try {
            foreach ($line in @(& ($env:SystemRoot + '\System32\reg.exe') query $Path /v $Name)) {
                if ($line -cmatch '\A {4}.+? {4}REG_EXPAND_SZ {4}(.*)\z') {
                    return ConvertTo-P2SExpandText $Data $Matches[1]
                }
            }
        }
        catch { $null = $_ }
    }
    ConvertTo-P2SValueText $Data 'String'
}

# A REG_EXPAND_SZ from the provider's expanded text and the output of reg.exe, whose OEM code page loses
# characters. Without a variable both are the same; with one, the text of reg.exe counts only if it expands to the
# provider's.
function ConvertTo-P2SExpandText([string]$Expanded, [string]$Printed) {
    if (-not $Printed.Contains('%')) { return ConvertTo-P2SValueText $Expanded 'ExpandString' }
    $again = $Printed
    foreach ($part in [regex]::Matches($Printed, '%([^%]+)%')) {
        $variable = Get-Item -LiteralPath ('env:' + $part.Groups[1].Value) -ErrorAction SilentlyContinue
        if ($null -ne $variable) { $again = $again.Replace($part.Value, $variable.Value) }
    }
    if ($again.Equals($Expanded)) { ConvertTo-P2SValueText $Printed 'ExpandString' } else { $script:P2SOmitted }
}
