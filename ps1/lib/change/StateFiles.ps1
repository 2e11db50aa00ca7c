# The state folder of administrators' runs on this computer. Full Language only: it reads and writes bytes.

$script:P2SStateMaxBytes = 4194304
# The number of the newest backups to return.
$script:P2SStateBackups = 5

# A file as base64 JSON text; null if it does not exist. Does not follow links.
function Read-P2SStateFile([string]$Path) {
    if (-not [System.IO.File]::Exists($Path)) { return 'null' }
    if ([string][System.IO.File]::GetAttributes($Path) -cmatch 'ReparsePoint') {
        throw 'A file of the state folder is a link.'
    }
    $bytes = [System.IO.File]::ReadAllBytes($Path)
    if ($bytes.Length -gt $script:P2SStateMaxBytes) { throw 'A file of the state folder is too long.' }
    '"' + [System.Convert]::ToBase64String($bytes) + '"'
}

# SHA-256 of a text, in hexadecimal digits.
function Get-P2STextDigest([string]$Text) {
    $sha256 = [System.Security.Cryptography.SHA256]::Create()
    -join @(foreach ($byte in $sha256.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text))) { '{0:x2}' -f $byte })
}

# The id of this computer; nothing if it has none.
function Get-P2SMachineId {
    $key = Open-P2SKey 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography' $false
    if ($null -eq $key) { return }
    $guid = $key.GetValue('MachineGuid')
    $key.Dispose()
    if ($guid -is [string]) { $guid.ToLowerInvariant() }
}

# The record of what is applied, or was last restored, on this computer, named as by
# src/change/state/machine-record.ts; then the backup that it names, which may be older than the newest.
function Get-P2SAppliedPaths([string]$Folder) {
    $id = Get-P2SMachineId
    if ($null -eq $id) { return }
    $name = 'applied-' + (Get-P2STextDigest ('local ' + $id)).Substring(0, 32) + '.json'
    $content = Read-P2SStateFile ([System.IO.Path]::Combine($Folder, $name))
    if ($content -ceq 'null') { return }
    $name
    $text = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($content.Trim('"')))
    if ($text -cmatch '"(?:backup|restored)": "([0-9]{4,9})"') { 'backups/' + $Matches[1] + '.json' }
}

# Access lists are read only before a change, and before a file is.
function Read-P2SState([bool]$WithBackups, [bool]$WithAccess) {
    if (-not ($script:P2SFullLanguage -and $script:P2SWindows)) { return 'null' }
    $folder = Get-P2SStateFolder
    # The entry itself, not the target of a link.
    $exists = [int][System.IO.DirectoryInfo]::new($folder).Attributes -ne -1
    # Most computers have none, and this check is cheaper than the rest.
    if ($exists -or $WithAccess) { return Read-P2SStateFolder $folder $exists $WithBackups }
    '{"folder":' + (ConvertTo-P2SJsonText $folder) + ',"exists":false,"files":[],"backups":[],"other":null}'
}

function Read-P2SStateFolder([string]$Folder, [bool]$Exists, [bool]$WithBackups) {
    $other = Get-P2SFolderOther $Folder
    $closed = $Exists -and $null -eq $other
    $inBackups = [System.IO.Path]::Combine($folder, 'backups')
    $backups = @(if ($closed -and [System.IO.Directory]::Exists($inBackups)) {
            [System.IO.Directory]::GetFiles($inBackups)
        })
    $names = @(foreach ($path in $backups) { [System.IO.Path]::GetFileName($path) })
    $paths = @('journal.json', 'unconfirmed.json', 'backups/last-number')
    $begun = $closed -and ([System.IO.File]::Exists($folder + '\journal.json') -or
        [System.IO.File]::Exists($folder + '\unconfirmed.json'))
    if ($WithBackups -or $begun) {
        $numbers = @(foreach ($name in $names) { if ($name -cmatch '\A([0-9]{4,9})\.json\z') { [int]$Matches[1] } })
        [System.Array]::Sort($numbers)
        for ($i = $numbers.Count - 1; $i -ge 0 -and $i -ge $numbers.Count - $script:P2SStateBackups; $i--) {
            $paths += 'backups/{0:d4}.json' -f $numbers[$i]
        }
    }
    if ($WithBackups -and $closed) {
        foreach ($name in Get-P2SAppliedPaths $folder) { if ($paths -cnotcontains $name) { $paths += $name } }
    }
    $files = foreach ($name in $paths) {
        $content = if ($closed) {
            Read-P2SStateFile ([System.IO.Path]::Combine($folder,
                $name.Replace([char]'/', [System.IO.Path]::DirectorySeparatorChar)))
        }
        else {
            'null'
        }
        '{"path":"' + $name + '","base64":' + $content + '}'
    }
    $listed = foreach ($name in $names) { ConvertTo-P2SJsonText $name }
    '{"folder":' + (ConvertTo-P2SJsonText $folder) + ',"exists":' + (ConvertTo-P2SJsonFlag $exists) +
        ',"files":[' + (@($files) -join ',') +
        '],"backups":[' + (@($listed) -join ',') + '],"other":' + (ConvertTo-P2SJsonText $other) + '}'
}

# The account besides administrators and this one that may change the folder, or the folder that it is in: then
# 'unknown' also for a link or a file. Nothing if there is none, or no folder.
function Get-P2SFolderOther([string]$Path) {
    foreach ($folder in [System.IO.Path]::GetDirectoryName($Path), $Path) {
        $entry = Get-P2SEntry $folder (Get-P2SUser).Sid
        if ($entry.Kind -ceq 'absent') { return }
        if ($entry.Kind -cne 'folder') { return 'unknown' }
        if ($null -ne $entry.Other) { return $entry.Other }
    }
}
