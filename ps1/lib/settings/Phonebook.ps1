# The phonebooks of Windows, raw: those of every loaded user, and those for all users. Beside rasphone.pbk there
# are a hidden one, that of the Azure VPN Client, and the files of Connection Manager for each of its profiles.
# Skips a file that does not exist or is behind a link, and all that are not found in time; names one that is too large
# or cannot be read. Skips all in Constrained Language Mode, which has no way to read bytes that is the same on both
# editions.

# Bytes of a file, and of all files together.
$script:P2SPhonebookBytes = 1048576
$script:P2SPhonebookBudget = 8388608
# Files, including those that are not read: a capture with more is not valid.
$script:P2SPhonebookCount = 1000
# Milliseconds for all of them: a user can delay each call on a file or folder without limit, with an oplock, or with
# one that is downloaded when it is read.
$script:P2SPhonebookMs = 10000
# Below a user's AppData\Roaming, and below ProgramData.
$script:P2SConnectionParts = 'Microsoft', 'Network', 'Connections'
# Below a user's AppData\Local.
$script:P2SAzureParts = 'Packages', 'Microsoft.AzureVpn_8wekyb3d8bbwe', 'LocalState', 'rasphone.pbk'

# Each phonebook as JSON. Sids: the accounts whose profiles are read.
function Get-P2SPhonebooks($Sids) {
    if (-not $script:P2SFullLanguage) { return }
    # Read first, because users cannot delay these.
    $shared = Get-P2SProfileFolder '' 'ProgramData'
    $all = @(if ($null -ne $shared) { Get-P2SConnections $null $shared $script:P2SConnectionParts })
    foreach ($sid in $Sids) {
        if ($sid -cnotmatch '\AS-1-(?:5-21|12-1)-') { continue }
        $folder = Get-P2SProfileFolder ('\' + $sid) 'ProfileImagePath'
        if ($null -ne $folder) { Get-P2SUserPhonebooks $sid $folder }
    }
    $all
}

# From the machine's own profile list: a user controls the folder paths in their own hive and environment.
function Get-P2SProfileFolder([string]$Below, [string]$Name) {
    $list = 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList'
    $entry = Open-P2SKey ($list + $Below) $false
    if ($null -eq $entry) { return }
    $folder = $entry.GetValue($Name)
    $entry.Dispose()
    if ($folder -is [string] -and $folder -ne '') { $folder }
}

# The phonebooks below a user's profile folder.
function Get-P2SUserPhonebooks($Sid, [string]$Folder) {
    Get-P2SConnections $Sid $Folder (@('AppData', 'Roaming') + $script:P2SConnectionParts)
    Format-P2SPhonebook $Sid $Folder (@('AppData', 'Local') + $script:P2SAzureParts)
}

# The phonebooks below one folder "Connections". Connection Manager has a folder for each profile, with its settings
# (.cms) and its own phonebooks.
function Get-P2SConnections($Sid, [string]$Folder, [string[]]$Parts) {
    Format-P2SPhonebook $Sid $Folder ($Parts + @('Pbk', 'rasphone.pbk'))
    Format-P2SPhonebook $Sid $Folder ($Parts + @('Pbk', '_hiddenPbk', 'rasphone.pbk'))
    $manager = $Parts + @('Cm')
    foreach ($name in (Get-P2SNames 'GetDirectories' $Folder $manager)) {
        foreach ($file in (Get-P2SNames 'GetFiles' $Folder ($manager + @($name)))) {
            if ($file -match '\.(?:cms|pbk)\z') { Format-P2SPhonebook $Sid $Folder ($manager + @($name, $file)) }
            if ($script:P2SPhonebookMs -le 0) { return }
        }
        if ($script:P2SPhonebookMs -le 0) { return }
    }
}

# The names in a folder: its folders or its files, by the method of .NET.
function Get-P2SNames([string]$Method, [string]$Folder, [string[]]$Parts) {
    try {
        $path = Find-P2SInProfile $Folder $Parts
        if ($null -eq $path) { return }
        foreach ($one in (Invoke-P2SInTime ([System.IO.Directory]) $Method $path)) {
            [System.IO.Path]::GetFileName($one)
        }
    }
    catch { $null = $_ }
}

# Folder: one that only an administrator can replace. Parts: the path from there to the file.
function Format-P2SPhonebook($Sid, [string]$Folder, [string[]]$Parts) {
    $path = $null
    $bytes = [byte[]]@()
    $problem = 'unreadable'
    try {
        $path = Find-P2SInProfile $Folder $Parts
        if ($null -eq $path -or $script:P2SPhonebookCount -le 0) { return }
        $script:P2SPhonebookCount--
        $file = Invoke-P2SInTime ([System.IO.File]) 'OpenRead' $path
        try {
            # The owner of the path may have changed it between the check and the opening.
            if ($null -eq (Find-P2SInProfile $Folder $Parts)) { return }
            if ($file.Length -gt [System.Math]::Min($script:P2SPhonebookBytes, $script:P2SPhonebookBudget)) {
                $problem = 'too-large'
                throw $problem
            }
            $read = [byte[]]::new($file.Length)
            if ((Wait-P2SInTime $file.ReadAsync($read, 0, $read.Length)) -ne $read.Length) { throw $problem }
        }
        finally { $file.Dispose() }
        $script:P2SPhonebookBudget -= $read.Length
        $bytes = Hide-P2SProfileSecret $read
        $problem = $null
    }
    catch { if ($null -eq $path) { return } }
    -join ('{"sid":', (ConvertTo-P2SJsonText $Sid), ',"path":', (ConvertTo-P2SJsonText $path),
        $(if ($null -ne $problem) { ',"problem":"' + $problem + '"' }),
        ',"hex":"', (ConvertTo-P2SHex $bytes), '"}')
}

# The path, if it exists and nothing below the folder is a link of any kind: with one, a user could make an
# administrator's run read any file of the computer into a capture. Checks each part before the next, because a check
# beyond a link would make this run sign in to a server that the user names.
function Find-P2SInProfile([string]$Folder, [string[]]$Parts) {
    $path = $Folder
    foreach ($part in $Parts) {
        $path = [System.IO.Path]::Combine($path, $part)
        # Most users have none: that of nothing is -1, without the exception of GetAttributes, which is slow.
        $attributes = Invoke-P2SInTime ([System.IO.FileInfo]) 'get_Attributes' ([System.IO.FileInfo]::new($path))
        if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return }
    }
    $path
}

# The result of a .NET method, of this object or one that takes only this path; throws when the time for all phonebooks
# is over.
function Invoke-P2SInTime([type]$Class, [string]$Name, $Target) {
    if ($script:P2SPhonebookMs -le 0) { throw 'A user prevents a file from being read.' }
    $method = $Class.GetMethod($Name, [type[]]@(if ($Target -is [string]) { [string] }))
    $gives = '[' + $method.ReturnType.FullName + ']'
    $call = [System.Delegate]::CreateDelegate([type]('System.Func' + $gives), $Target, $method)
    $kind = [type]('System.Threading.Tasks.Task' + $gives)
    $task = $kind::new($call)
    $task.Start()
    Wait-P2SInTime $task
}

function Wait-P2SInTime($Call) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $isDone = $Call.Wait([System.Math]::Max(0, [int]$script:P2SPhonebookMs))
    $script:P2SPhonebookMs = if ($isDone) { $script:P2SPhonebookMs - $clock.ElapsedMilliseconds } else { 0 }
    if (-not $isDone) { throw 'A user prevents a file from being read.' }
    $Call.Result
}
