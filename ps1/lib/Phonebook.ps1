# The phonebooks of Windows, raw: those of every loaded user, and those for all users. Beside rasphone.pbk there is a hidden
# one, that of the Azure VPN Client, and what Connection Manager keeps of each of its profiles. A file that is not there, too
# large, behind a link, closed to whoever runs this, or not read in time is left out; so are all of them in Constrained
# Language Mode, where no way to read bytes is the same on both editions.

$script:P2SPhonebookBytes = 1048576
# Of all files together; of those of one profile together, bytes and milliseconds, so that no user keeps another's, or the
# machine's, from being read; of what a folder may have at all; and of what one may have of Connection Manager.
$script:P2SPhonebookBudget = 8388608
$script:P2SProfileBytes = 2097152
$script:P2SProfileMs = 5000
$script:P2SFolderNames = 1024
$script:P2SManagerProfiles = 32
$script:P2SManagerFiles = 4
# Below AppData\Roaming of a user, and below ProgramData.
$script:P2SConnectionParts = 'Microsoft', 'Network', 'Connections'
# Below AppData\Local of a user.
$script:P2SAzureParts = 'Packages', 'Microsoft.AzureVpn_8wekyb3d8bbwe', 'LocalState', 'rasphone.pbk'

# Each phonebook as JSON. Sids: the accounts whose profiles are looked at.
function Get-P2SPhonebooks($Sids) {
    if (-not $script:P2SFullLanguage) { return }
    foreach ($sid in $Sids) {
        if ($sid -cnotmatch '\AS-1-(?:5-21|12-1)-') { continue }
        # From the machine's own list of profiles: what a user's hive says of its folders is the user's to choose.
        $entry = Open-P2SKey ('HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\' + $sid) $false
        if ($null -eq $entry) { continue }
        $folder = $entry.GetValue('ProfileImagePath')
        $entry.Dispose()
        if ($folder -is [string] -and $folder -ne '') { Get-P2SUserPhonebooks $sid $folder }
    }
    if ($env:ProgramData) { Get-P2SConnections $null $env:ProgramData $script:P2SConnectionParts }
}

# Those below the folder of a user's profile.
function Get-P2SUserPhonebooks($Sid, [string]$Folder) {
    Get-P2SConnections $Sid $Folder (@('AppData', 'Roaming') + $script:P2SConnectionParts)
    Format-P2SPhonebook $Sid $Folder (@('AppData', 'Local') + $script:P2SAzureParts)
}

# Those below one folder "Connections".
function Get-P2SConnections($Sid, [string]$Folder, $Parts) {
    $script:P2SProfileBytesLeft = $script:P2SProfileBytes
    $script:P2SProfileMsLeft = $script:P2SProfileMs
    # Many have none, and the rest costs more than this look.
    if (Test-P2SInProfile ([System.IO.Directory]) $Folder $Parts) { Get-P2SConnectionFiles $Sid $Folder $Parts }
}

function Get-P2SConnectionFiles($Sid, [string]$Folder, [string[]]$Parts) {
    Format-P2SPhonebook $Sid $Folder ($Parts + @('Pbk', 'rasphone.pbk'))
    Format-P2SPhonebook $Sid $Folder ($Parts + @('Pbk', '_hiddenPbk', 'rasphone.pbk'))
    $manager = $Parts + @('Cm')
    # Most have none, and an exception costs more than this look.
    if (Test-P2SInProfile ([System.IO.Directory]) $Folder $manager) { Get-P2SManagerPhonebooks $Sid $Folder $manager }
}

# What Connection Manager has in a folder for each profile: its settings (.cms), and phonebooks of its own.
function Get-P2SManagerPhonebooks($Sid, [string]$Folder, [string[]]$Parts) {
    foreach ($name in (Get-P2SNames $Folder $Parts $true $script:P2SManagerProfiles)) {
        $own = $Parts + @($name)
        foreach ($file in (Get-P2SNames $Folder $own $false $script:P2SManagerFiles)) {
            Format-P2SPhonebook $Sid $Folder ($own + @($file))
        }
    }
}

# Names in a folder that no link leads to, in the order of their code units, the first ones alone: its folders, or its
# files of Connection Manager.
function Get-P2SNames([string]$Folder, [string[]]$Parts, [bool]$Folders, [int]$Most) {
    try {
        $path = Get-P2SPathWithoutLink $Folder $Parts $true
        if ($null -eq $path) { return }
        $found = @(Invoke-P2SInProfile ([System.IO.Directory]) $(if ($Folders) { 'GetDirectories' } else { 'GetFiles' }) $path)
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

# Folder: one that nobody but an administrator can replace. Parts: the way from there to the file.
function Format-P2SPhonebook($Sid, [string]$Folder, $Parts) {
    # Most have none, and an exception costs more than this look.
    if (Test-P2SInProfile ([System.IO.File]) $Folder $Parts) { Read-P2SPhonebook $Sid $Folder $Parts }
}

function Read-P2SPhonebook($Sid, [string]$Folder, [string[]]$Parts) {
    try {
        $path = Get-P2SPathWithoutLink $Folder $Parts $true
        if ($null -eq $path) { return }
        $file = Invoke-P2SInProfile ([System.IO.File]) 'OpenRead' $path
        try {
            # Whoever owns the way may have changed it between the look and the opening.
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

# Whether it exists, looked for in each folder on the way, since a look beyond a link would have this run sign in to a server
# that the user names; false behind a link, and if the user delays the answer for too long.
function Test-P2SInProfile([type]$Class, [string]$Folder, [string[]]$Parts) {
    try {
        $path = $Folder
        for ($i = 0; $i -lt $Parts.Length; $i++) {
            $path = [System.IO.Path]::Combine($path, $Parts[$i])
            $kind = if ($i -lt $Parts.Length - 1) { [System.IO.Directory] } else { $Class }
            if (-not (Invoke-P2SInProfile $kind 'Exists' $path)) { return $false }
            if (((Invoke-P2SInProfile ([System.IO.File]) 'GetAttributes' $path) -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return $false }
        }
        $true
    }
    catch { $false }
}
