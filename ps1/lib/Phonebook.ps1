# The phonebooks of Windows, raw: that of every loaded user, and the one for all users. A file that is not there, too
# large, behind a link, or closed to whoever runs this is left out; so are all of them in Constrained Language Mode, where
# no way to read bytes is the same on both editions.

$script:P2SPhonebookBytes = 1048576
$script:P2SPhonebookParts = 'Microsoft', 'Network', 'Connections', 'Pbk', 'rasphone.pbk'

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
        if ($folder -is [string] -and $folder -ne '') { Format-P2SPhonebook $sid $folder (@('AppData', 'Roaming') + $script:P2SPhonebookParts) }
    }
    if ($env:ProgramData) { Format-P2SPhonebook $null $env:ProgramData $script:P2SPhonebookParts }
}

# Folder: one that nobody but an administrator can replace. Parts: the way from there to the file.
function Format-P2SPhonebook($Sid, [string]$Folder, [string[]]$Parts) {
    try {
        # Most have none, and an exception costs more than this look.
        if (-not [System.IO.File]::Exists([System.IO.Path]::Combine([string[]](@($Folder) + $Parts)))) { return }
        $path = Get-P2SPathWithoutLink $Folder $Parts
        if ($null -eq $path) { return }
        $file = [System.IO.File]::OpenRead($path)
        try {
            # Whoever owns the way may have changed it between the look and the opening.
            if ($null -eq (Get-P2SPathWithoutLink $Folder $Parts)) { return }
            if ($file.Length -gt $script:P2SPhonebookBytes) { return }
            $bytes = [byte[]]@(, 0 * $file.Length)
            $read = $file.Read($bytes, 0, $bytes.Length)
            if ($read -ne $bytes.Length) { return }
        }
        finally { $file.Dispose() }
        '{"sid":' + (ConvertTo-P2SJsonText $Sid) + ',"path":' + (ConvertTo-P2SJsonText $path) + ',"hex":"' + (ConvertTo-P2SHex $bytes) + '"}'
    }
    catch { $null = $_ }
}
