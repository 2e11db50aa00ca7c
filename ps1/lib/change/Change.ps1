# The work of Invoke-P2SChange.

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

# Whether the folder exists and only trusted accounts can change it. A request without files, such as that of the
# rollback task, runs from the folder or must find its files there: then it is enough that it exists.
function Test-P2SFolderAsJudged([string]$Folder, $Request) {
    if (-not [System.IO.Directory]::Exists($Folder)) { return $false }
    $Request['before'].Count -eq 0 -or $null -eq (Get-P2SFolderOther $Folder)
}

function Invoke-P2SChange([string]$Nonce, $Request) {
    $folder = Get-P2SStateFolder
    if (-not $Request['exists']) { New-P2SClosedFolder $folder }
    if (-not (Test-P2SFolderAsJudged $folder $Request)) {
        $what = 'Other accounts can change the state folder, or it was removed.'
        return Format-P2SError $Nonce (Format-P2SRefusal 'state-changed' $what $folder)
    }
    $state = Enter-P2SStateLock
    $lock = $null
    if ($null -eq $state) {
        return Format-P2SError $Nonce (Format-P2SRefusal 'busy' 'Another run of p2s-fix is active.' $folder)
    }
    try {
        $changed = Find-P2SChangedFile $Request['seen']
        if ($null -ne $changed) {
            return Format-P2SError $Nonce (
                Format-P2SRefusal 'state-changed' 'Another run of p2s-fix has changed the state folder.' $changed
            )
        }
        $null = [System.IO.Directory]::CreateDirectory($folder + '\backups')
        Set-P2SStateFiles (Set-P2SDeadline $Request['before'] $Request['confirm'])
        $why = if ($Request['task'] -ceq 'create') { Register-P2SRestoreTask }
        if ($null -ne $why) {
            Set-P2SStateFiles $Request['rolledBack']
            $what = 'The task that would roll the change back could not be registered. ' + $why
            return Format-P2SError $Nonce (Format-P2SRefusal 'task-failed' $what $script:P2SRestoreTask)
        }
        $lock = Enter-P2SWriteLock 30000
        if ($lock.State -eq 'refused') {
            Set-P2SStateFiles $Request['rolledBack']
            if ($Request['task'] -ceq 'create') { Unregister-P2SRestoreTask }
            return Format-P2SError $Nonce (Format-P2SRefusal $lock.Code $lock.Why $lock.Name)
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

# Uses the file in the state folder. Returns why the task could not be registered where only administrators can change
# it; nothing if it was. Without Task Scheduler's COM object, which every Windows has, the folder of the task is not
# checked.
function Register-P2SRestoreTask {
    try { $null = Initialize-P2STaskFolder (Get-P2STaskRoot) } catch { return $_.Exception.Message }
    $create = '/Create', '/TN', $script:P2SRestoreTask, '/XML', (Get-P2SStatePath 'put-back-task.xml'), '/F'
    if (-not (Invoke-P2STask $create)) { 'schtasks.exe failed.' }
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
