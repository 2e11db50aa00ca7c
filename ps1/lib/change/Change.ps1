# The work of Invoke-P2SChange.

# Some names refer to a device, with any extension and in any folder.
$script:P2SStateFileName = '\A(?:backups/)?(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\z))[a-z0-9-]{1,64}' +
    '(?:\.(?:json|ndjson|ps1|xml))?\z'
# The task that rolls back an unconfirmed change.
$script:P2SRestoreTask = 'p2s-fix\put back'

function Get-P2SChangeRefusal($Request) {
    if (-not $script:P2SFullLanguage) {
        return Format-P2SRefusal 'language-mode' 'Backup and journal need Full Language.' $script:P2SLanguageMode
    }
    foreach ($file in $Request['seen'] + $Request['before'] + $Request['after'] + $Request['rolledBack']) {
        if ($null -eq (Get-P2SStatePath $file['path'])) {
            $path = [string]$file['path']
            $what = 'This program writes files of its own state folder only.'
            return Format-P2SRefusal 'target-not-allowed' $what $path
        }
    }
    Get-P2SRequestRefusal $Request
}

# The full path of a file in the state folder; null for a name that, as the system resolves it, is outside the
# folder.
function Get-P2SStatePath($Name) {
    if ($Name -isnot [string] -or $Name -cnotmatch $script:P2SStateFileName) { return $null }
    $separator = [string][System.IO.Path]::DirectorySeparatorChar
    $path = (Get-P2SStateFolder) + $separator + $Name.Replace('/', $separator)
    if ($path.Equals([System.IO.Path]::GetFullPath($path))) { return $path }
    $null
}

# Writes all of the new content or keeps all of the old, flushed to disk on return. Uses a name that nobody can
# have created before: a file left by a killed run is not checked, and another user's file would keep its owner.
function Write-P2SStateFile([string]$Path, [byte[]]$Bytes) {
    $temporary = $Path + '.' + [guid]::NewGuid().ToString('n') + '.tmp'
    $stream = Invoke-P2SPatiently {
        [System.IO.FileStream]::new($temporary, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write,
            [System.IO.FileShare]::None, 4096, [System.IO.FileOptions]::WriteThrough)
    }
    try {
        $stream.Write($Bytes, 0, $Bytes.Length)
        $stream.Flush($true)
    }
    finally { $stream.Dispose() }
    Invoke-P2SPatiently {
        if ([System.IO.File]::Exists($Path)) { [System.IO.File]::Replace($temporary, $Path, [NullString]::Value) }
        else { [System.IO.File]::Move($temporary, $Path) }
    }
}

function Add-P2SStateFile([string]$Path, [byte[]]$Bytes) {
    $stream = Invoke-P2SPatiently {
        [System.IO.FileStream]::new($Path, [System.IO.FileMode]::Append, [System.IO.FileAccess]::Write,
            [System.IO.FileShare]::Read)
    }
    try {
        $stream.Write($Bytes, 0, $Bytes.Length)
        $stream.Flush($true)
    }
    finally { $stream.Dispose() }
}

# A base64 of null removes the file; append adds at the end.
function Set-P2SStateFiles($Files) {
    foreach ($file in $Files) {
        $path = Get-P2SStatePath $file['path']
        if ($null -eq $path) { throw 'A file outside the state folder.' }
        if ($null -eq $file['base64']) { Invoke-P2SPatiently { [System.IO.File]::Delete($path) } }
        elseif ($file['append']) { Add-P2SStateFile $path ([System.Convert]::FromBase64String($file['base64'])) }
        else { Write-P2SStateFile $path ([System.Convert]::FromBase64String($file['base64'])) }
    }
}

# These files, with the write log, which has a line for each write, as what was done: nothing of a value that was
# skipped, or had its new content before.
function Select-P2SLogged($Files, $Outcomes) {
    foreach ($file in $Files) {
        if ($file['path'] -cne 'writes.ndjson') {
            $file
            continue
        }
        $text = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($file['base64']))
        $lines = $text.Split("`n")
        $made = for ($i = 0; $i -lt $Outcomes.Count; $i++) {
            $status = $Outcomes[$i].Status
            if ($status -notin 'written', 'failed') { continue }
            $lines[$i].Replace('"status":"written"', '"status":"' + $status + '"') + "`n"
        }
        if (@($made).Count -eq 0) { continue }
        $bytes = [System.Text.Encoding]::UTF8.GetBytes(-join $made)
        @{ path = $file['path']; base64 = [System.Convert]::ToBase64String($bytes); append = $true }
    }
}

# The lock of p2s-fix itself: its file, opened without sharing. Null when another run has it.
function Enter-P2SStateLock {
    try {
        return [System.IO.FileStream]::new((Get-P2SStatePath 'lock'), [System.IO.FileMode]::OpenOrCreate,
            [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
    }
    catch {
        $inner = $_.Exception
        while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
        # Sharing violation.
        if ($inner.HResult -ne -2147024864) { throw }
    }
}

# The first file that differs from what the request read.
function Find-P2SChangedFile($Seen) {
    foreach ($file in $Seen) {
        $now = Read-P2SStateFile (Get-P2SStatePath $file['path'])
        $then = if ($null -eq $file['base64']) { 'null' } else { '"' + $file['base64'] + '"' }
        if (-not $now.Equals($then)) { return $file['path'] }
    }
}

# Whether the folder exists and only trusted accounts can change it. A request without files, such as that of the
# rollback task, runs from the folder or must find its files there: then it is enough that it exists.
function Test-P2SFolderAsJudged([string]$Folder, $Request) {
    [System.IO.Directory]::Exists($Folder) -and ($Request['before'].Count -eq 0 -or (Test-P2SFolderClosed $Folder))
}

function Invoke-P2SChange([string]$Nonce, $Request) {
    $folder = Get-P2SStateFolder
    # The caller checked this folder, or that there is none: a folder created since then is not trusted.
    $isAsSeen = if ($Request['exists']) {
        Test-P2SFolderAsJudged $folder $Request
    }
    else {
        New-P2SFolder $folder 'S-1-5-32-544' @('S-1-5-18', 'S-1-5-32-544')
    }
    if (-not $isAsSeen) {
        return Format-P2SError $Nonce (Format-P2SRefusal 'state-changed' 'The state folder is not as it was.' $folder)
    }
    $state = Enter-P2SStateLock
    $lock = $null
    if ($null -eq $state) {
        return Format-P2SError $Nonce (Format-P2SRefusal 'busy' 'Another run of p2s-fix is at work.' $folder)
    }
    try {
        # Once the lock is in the folder, the folder can be neither removed nor replaced.
        if (-not (Test-P2SFolderAsJudged $folder $Request)) {
            return Format-P2SError $Nonce (
                Format-P2SRefusal 'state-changed' 'The state folder is not as it was.' $folder
            )
        }
        $changed = Find-P2SChangedFile $Request['seen']
        if ($null -ne $changed) {
            return Format-P2SError $Nonce (
                Format-P2SRefusal 'state-changed' 'Another run of p2s-fix was here since.' $changed
            )
        }
        $null = [System.IO.Directory]::CreateDirectory($folder + '\backups')
        Set-P2SStateFiles (Set-P2SDeadline $Request['before'] $Request['confirm'])
        if ($Request['task'] -ceq 'create' -and -not (Register-P2SRestoreTask)) {
            Set-P2SStateFiles $Request['rolledBack']
            $what = 'The task that would put the change back could not be registered.'
            return Format-P2SError $Nonce (Format-P2SRefusal 'task-failed' $what $script:P2SRestoreTask)
        }
        $lock = Enter-P2SWriteLock 30000
        if ($lock.State -eq 'busy') {
            Set-P2SStateFiles $Request['rolledBack']
            if ($Request['task'] -ceq 'create') { Unregister-P2SRestoreTask }
            return Format-P2SError $Nonce (Format-P2SRefusal 'busy' 'Another run of p2s-fix is writing.' $lock.Name)
        }
        $outcomes = @(Invoke-P2SWrites $Request['writes'] $Request['leaveForeign'])
        # The rollback of an unconfirmed change is retried, so the values restored so far are kept.
        $ending = if (Test-P2SAllWritten $Request['writes'] $outcomes $Request['leaveForeign']) { 'written' }
        elseif ($Request['leaveForeign'] -and $Request['rolledBack'].Count -eq 0) { 'kept' }
        else { Restore-P2SWrites $Request['writes'] $outcomes }
        # A journal is kept only if a value could not be restored.
        if ($ending -eq 'written') {
            $logged = Select-P2SLogged $Request['after'] $outcomes
            Set-P2SStateFiles (Add-P2SLeft $logged (Get-P2SLeft $Request['writes'] $outcomes))
        }
        elseif ($ending -eq 'put-back') { Set-P2SStateFiles $Request['rolledBack'] }
        if (($Request['task'] -ceq 'remove' -and $ending -eq 'written') -or
            ($Request['task'] -ceq 'create' -and $ending -eq 'put-back')) {
            Unregister-P2SRestoreTask
        }
        # Last: it can take a while, and nothing in the change depends on it.
        $written = @(foreach ($outcome in $outcomes) { if ($outcome.Status -eq 'written') { $outcome } }).Count
        $notified = if ($Request['notify'] -and $written -gt 0) { Send-P2SNotification } else { $null }
        $lines = for ($i = 0; $i -lt $outcomes.Count; $i++) { Format-P2SOutcome $Request['writes'][$i] $outcomes[$i] }
        Format-P2SResult $Nonce ('{"outcomes":[' + (@($lines) -join ',') +
            '],"ending":"' + $ending + '","notified":' + (ConvertTo-P2SJsonFlag $notified) + '}')
    }
    finally {
        Exit-P2SWriteLock $lock
        $state.Dispose()
    }
}

# Uses the file in the state folder. False if the task could not be registered where only administrators can change
# it.
function Register-P2SRestoreTask {
    try { $null = Initialize-P2STaskFolder (Get-P2STaskRoot) } catch { return $false }
    Invoke-P2STask @('/Create', '/TN', $script:P2SRestoreTask, '/XML', (Get-P2SStatePath 'put-back-task.xml'), '/F')
}

function Unregister-P2SRestoreTask {
    $null = Invoke-P2STask @('/Delete', '/TN', $script:P2SRestoreTask, '/F')
    # A task folder that remains is empty and belongs to an administrator.
    try { Remove-P2STaskFolder (Get-P2STaskRoot) } catch { $null = $_ }
}

# Runs schtasks.exe; returns whether it succeeded. Its output is in the language of Windows.
function Invoke-P2STask($Arguments) {
    # Over remoting, Windows PowerShell would treat a line on standard error as a failure of the whole change. A
    # task to be removed that does not exist is not a failure.
    $ErrorActionPreference = 'Continue'
    $schtasks = $env:SystemRoot + '\System32\schtasks.exe'
    $null = $null | & $schtasks @Arguments 2>$null
    $LASTEXITCODE -eq 0
}

# One outcome for each write. After the first failed write nothing more is written, unless each write counts alone.
function Invoke-P2SWrites($Writes, $EachAlone) {
    $stopped = $false
    foreach ($write in $Writes) {
        $outcome = if ($stopped) {
            @{ Status = 'not-done' }
        }
        elseif ($EachAlone) {
            Invoke-P2SWrite (Get-P2SWriteFromNow $write)
        }
        else {
            Invoke-P2SWrite $write
        }
        if (-not $EachAlone -and $outcome.Status -ne 'written' -and $outcome.Status -ne 'unchanged') {
            $stopped = $true
        }
        $outcome
    }
}

# A value that was changed outside p2s-fix, or that a user's hive does not accept: the user can deny access, set
# the value again at once, or sign out, and must not block all later changes.
function Test-P2STheirs($Write, $Outcome) {
    $Outcome.Status -eq 'changed' -or
        ($Outcome.Status -in 'denied', 'failed' -and $Write['key'] -match '\AHKEY_USERS\\S-1-(?:5-21|12-1)-')
}

# The places that were not restored because the value belongs to someone else. A value with its old content is not
# one.
function Get-P2SLeft($Writes, $Outcomes) {
    for ($i = 0; $i -lt $Outcomes.Count; $i++) {
        if (-not (Test-P2STheirs $Writes[$i] $Outcomes[$i])) { continue }
        # A value that cannot be read does not count as restored.
        if ($null -eq $Outcomes[$i].Failure -and
            (Test-P2SSame $Outcomes[$i].Now (ConvertTo-P2SRequestText $Writes[$i]['next']))) {
            continue
        }
        '{"key":' + (ConvertTo-P2SJsonText $Writes[$i]['key']) +
            ',"name":' + (ConvertTo-P2SJsonText $Writes[$i]['name']) + '}'
    }
}

# Whether every write succeeded, and reading all of them again after the last write finds the desired values.
# Values that belong to someone else are ignored.
function Test-P2SAllWritten($Writes, $Outcomes, $LeaveForeign) {
    for ($i = 0; $i -lt $Outcomes.Count; $i++) {
        if ($LeaveForeign -and (Test-P2STheirs $Writes[$i] $Outcomes[$i])) { continue }
        if ($Outcomes[$i].Status -ne 'written' -and $Outcomes[$i].Status -ne 'unchanged') { return $false }
    }
    for ($i = 0; $i -lt $Outcomes.Count; $i++) {
        if ($LeaveForeign -and (Test-P2STheirs $Writes[$i] $Outcomes[$i])) { continue }
        $now = Read-P2SValue $Writes[$i]['key'] $Writes[$i]['name']
        if ($null -eq $now.Failure -and (Test-P2SAsWritten $Writes[$i] $now.Text)) { continue }
        $Outcomes[$i].Status = 'failed'
        $Outcomes[$i].Now = $now.Text
        $Outcomes[$i].Failure = $now.Failure
        if (-not ($LeaveForeign -and (Test-P2STheirs $Writes[$i] $Outcomes[$i]))) { return $false }
    }
    $true
}

# Restores the written values, last first. 'put-back', or 'kept' if a value did not accept its old content.
function Restore-P2SWrites($Writes, $Outcomes) {
    $ending = 'put-back'
    for ($i = $Outcomes.Count - 1; $i -ge 0; $i--) {
        $outcome = $Outcomes[$i]
        # A write that failed halfway can have changed something.
        if ($outcome.Status -ne 'written' -and $outcome.Status -ne 'failed') { continue }
        $write = $Writes[$i]
        $now = Read-P2SValue $write['key'] $write['name']
        if ($null -eq $now.Failure -and (Test-P2SSame $now.Text (ConvertTo-P2SRequestText $write['expected']))) {
            if ($null -eq $write['expected'] -and $outcome['CreatedKey']) { $null = Remove-P2SEmptyKey $write['key'] }
            continue
        }
        $back = Invoke-P2SWrite (
            Get-P2SWriteFromNow @{
                id = ''
                key = $write['key']
                name = $write['name']
                expected = $write['next']
                next = $write['expected']
                winHttp = $null
                removeKeyIfEmpty = $outcome['CreatedKey']
            }
        )
        if ($back.Status -ne 'written' -and $back.Status -ne 'unchanged' -and -not (Test-P2STheirs $write $back)) {
            $ending = 'kept'
        }
    }
    $ending
}
