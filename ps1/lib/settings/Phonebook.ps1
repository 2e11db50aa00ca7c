# The phonebooks of Windows, raw: those of every loaded user, and those for all users. Beside rasphone.pbk there
# are a hidden one, that of the Azure VPN Client, and the files of Connection Manager for each of its profiles.
# Skips a file that does not exist, is too large, is behind a link, cannot be opened by the current account, or is
# not read in time. Skips all in Constrained Language Mode, which has no way to read bytes that is the same on both
# editions.

$script:P2SPhonebookBytes = 1048576
# Limits: bytes of all files together; bytes and milliseconds of one user profile, so that no user blocks reading
# the files of others or of the machine; entries of a folder; Connection Manager files of a folder.
$script:P2SPhonebookBudget = 8388608
$script:P2SProfileBytes = 2097152
$script:P2SProfileMs = 5000
$script:P2SFolderNames = 1024
$script:P2SManagerProfiles = 32
$script:P2SManagerFiles = 4
# Below a user's AppData\Roaming, and below ProgramData.
$script:P2SConnectionParts = 'Microsoft', 'Network', 'Connections'
# Below a user's AppData\Local.
$script:P2SAzureParts = 'Packages', 'Microsoft.AzureVpn_8wekyb3d8bbwe', 'LocalState', 'rasphone.pbk'

# Each phonebook as JSON. Sids: the accounts whose profiles are read.
function Get-P2SPhonebooks($Sids) {
    if (-not $script:P2SFullLanguage) { return }
    foreach ($sid in $Sids) {
        if ($sid -cnotmatch '\AS-1-(?:5-21|12-1)-') { continue }
        # From the machine's own profile list: a user controls the folder paths in their own hive.
        $list = 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\'
        $entry = Open-P2SKey ($list + $sid) $false
        if ($null -eq $entry) { continue }
        $folder = $entry.GetValue('ProfileImagePath')
        $entry.Dispose()
        if ($folder -is [string] -and $folder -ne '') { Get-P2SUserPhonebooks $sid $folder }
    }
    if ($env:ProgramData) { Get-P2SConnections $null $env:ProgramData $script:P2SConnectionParts }
}

# The phonebooks below a user's profile folder.
function Get-P2SUserPhonebooks($Sid, [string]$Folder) {
    Get-P2SConnections $Sid $Folder (@('AppData', 'Roaming') + $script:P2SConnectionParts)
    Format-P2SPhonebook $Sid $Folder (@('AppData', 'Local') + $script:P2SAzureParts)
}

# The phonebooks below one folder "Connections".
function Get-P2SConnections($Sid, [string]$Folder, $Parts) {
    $script:P2SProfileBytesLeft = $script:P2SProfileBytes
    $script:P2SProfileMsLeft = $script:P2SProfileMs
    # Most users have none, and this check is cheaper than the rest.
    if (Test-P2SInProfile ([System.IO.Directory]) $Folder $Parts) { Get-P2SConnectionFiles $Sid $Folder $Parts }
}

function Get-P2SConnectionFiles($Sid, [string]$Folder, [string[]]$Parts) {
    Format-P2SPhonebook $Sid $Folder ($Parts + @('Pbk', 'rasphone.pbk'))
    Format-P2SPhonebook $Sid $Folder ($Parts + @('Pbk', '_hiddenPbk', 'rasphone.pbk'))
    $manager = $Parts + @('Cm')
    # Most have none, and this check is cheaper than an exception.
    if (Test-P2SInProfile ([System.IO.Directory]) $Folder $manager) { Get-P2SManagerPhonebooks $Sid $Folder $manager }
}

# The files of Connection Manager in a folder for each profile: its settings (.cms), and its own phonebooks.
function Get-P2SManagerPhonebooks($Sid, [string]$Folder, [string[]]$Parts) {
    foreach ($name in (Get-P2SNames $Folder $Parts $true $script:P2SManagerProfiles)) {
        $own = $Parts + @($name)
        foreach ($file in (Get-P2SNames $Folder $own $false $script:P2SManagerFiles)) {
            Format-P2SPhonebook $Sid $Folder ($own + @($file))
        }
    }
}

# The first names in a folder without a link in its path, in code unit order: its folders, or its Connection
# Manager files.
function Get-P2SNames([string]$Folder, [string[]]$Parts, [bool]$Folders, [int]$Most) {
    try {
        $path = Get-P2SPathWithoutLink $Folder $Parts $true
        if ($null -eq $path) { return }
        $method = if ($Folders) { 'GetDirectories' } else { 'GetFiles' }
        $found = @(Invoke-P2SInProfile ([System.IO.Directory]) $method $path)
        if ($found.Count -gt $script:P2SFolderNames) { return }
        $names = [string[]]@(foreach ($one in $found) { [System.IO.Path]::GetFileName($one) })
        [System.Array]::Sort($names, [System.StringComparer]::Ordinal)
        $taken = 0
        foreach ($name in $names) {
            if (-not $Folders -and $name -notmatch '\.(?:cms|pbk)\z') { continue }
            if ($taken -ge $Most) { break }
            $taken++
            $name
        }
    }
    catch { $null = $_ }
}

# Folder: one that only an administrator can replace. Parts: the path from there to the file.
function Format-P2SPhonebook($Sid, [string]$Folder, $Parts) {
    # Most have none, and this check is cheaper than an exception.
    if (Test-P2SInProfile ([System.IO.File]) $Folder $Parts) { Read-P2SPhonebook $Sid $Folder $Parts }
}

function Read-P2SPhonebook($Sid, [string]$Folder, [string[]]$Parts) {
    try {
        $path = Get-P2SPathWithoutLink $Folder $Parts $true
        if ($null -eq $path) { return }
        $file = Invoke-P2SInProfile ([System.IO.File]) 'OpenRead' $path
        try {
            # The owner of the path may have changed it between the check and the opening.
            if ($null -eq (Get-P2SPathWithoutLink $Folder $Parts $true)) { return }
            $most = [System.Math]::Min($script:P2SProfileBytesLeft, $script:P2SPhonebookBudget)
            if ($file.Length -gt $script:P2SPhonebookBytes -or $file.Length -gt $most) { return }
            $bytes = [byte[]]::new($file.Length)
            if ((Wait-P2SProfile $file.ReadAsync($bytes, 0, $bytes.Length)) -ne $bytes.Length) { return }
        }
        finally { $file.Dispose() }
        $script:P2SProfileBytesLeft -= $bytes.Length
        $script:P2SPhonebookBudget -= $bytes.Length
        '{"sid":' + (ConvertTo-P2SJsonText $Sid) + ',"path":' + (ConvertTo-P2SJsonText $path) +
            ',"hex":"' + (ConvertTo-P2SHex (Hide-P2SProfileSecret $bytes)) + '"}'
    }
    catch { $null = $_ }
}

# Whether it exists. Checks each folder on the path, because a check beyond a link would make this run sign in to a
# server that the user names; false behind a link, and if the user delays the answer for too long.
function Test-P2SInProfile([type]$Class, [string]$Folder, [string[]]$Parts) {
    try {
        $path = $Folder
        for ($i = 0; $i -lt $Parts.Length; $i++) {
            $path = [System.IO.Path]::Combine($path, $Parts[$i])
            $kind = if ($i -lt $Parts.Length - 1) { [System.IO.Directory] } else { $Class }
            if (-not (Invoke-P2SInProfile $kind 'Exists' $path)) { return $false }
            $attributes = Invoke-P2SInProfile ([System.IO.File]) 'GetAttributes' $path
            if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return $false }
        }
        $true
    }
    catch { $false }
}
