# The phonebooks of Windows, raw: that of every loaded user, and the one for all users. A file that is not there, too
# large, or closed to whoever runs this is left out; so are all of them in Constrained Language Mode, where no way to
# read bytes is the same on both editions.

$script:P2SPhonebookBytes = 1048576
$script:P2SPhonebookPath = '\Microsoft\Network\Connections\Pbk\rasphone.pbk'

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
        if ($folder -is [string] -and $folder -ne '') { Format-P2SPhonebook $sid ($folder + '\AppData\Roaming' + $script:P2SPhonebookPath) }
    }
    Format-P2SPhonebook $null ($env:ProgramData + $script:P2SPhonebookPath)
}

function Format-P2SPhonebook($Sid, [string]$Path) {
    try {
        if (-not [System.IO.File]::Exists($Path)) { return }
        $file = [System.IO.File]::OpenRead($Path)
        try {
            if ($file.Length -gt $script:P2SPhonebookBytes) { return }
            $bytes = [byte[]]@(, 0 * $file.Length)
            $read = $file.Read($bytes, 0, $bytes.Length)
            if ($read -ne $bytes.Length) { return }
        }
        finally { $file.Dispose() }
        '{"sid":' + (ConvertTo-P2SJsonText $Sid) + ',"path":' + (ConvertTo-P2SJsonText $Path) + ',"hex":"' + (ConvertTo-P2SHex $bytes) + '"}'
    }
    catch { $null = $_ }
}
