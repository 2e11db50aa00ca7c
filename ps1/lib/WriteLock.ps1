# One writer at a time on the machine: a file that only administrators can open, for those that are elevated, and a mutex
# for all. Any user can hold a name in Global\, or make it closed to others: that keeps users' own writes waiting, and
# delays an elevated one for ten seconds. What keeps a foreign change from being overwritten is the compare in each write.

$script:P2SMutexName = 'Global\p2s-fix-write'
$script:P2SMutexDelayMs = 10000
$script:P2SLockFile = 'write-lock'

# State: 'held'; 'busy' after WaitMs; 'none' where there is no lock to be had: not in this language mode, or elevated with
# a state folder that is not administrators' alone and a mutex that stays held. Name: what was waited for.
function Enter-P2SWriteLock([int]$WaitMs) {
    $lock = @{ State = 'none'; Name = $script:P2SMutexName; Mutex = $null; File = $null }
    if (-not $script:P2SFullLanguage) { return $lock }
    $elevated = $script:P2SWindows -and (Get-P2SUser).Elevated
    if ($elevated) {
        Enter-P2SFileLock $lock $WaitMs
        if ($lock.State -eq 'busy') { return $lock }
    }
    $lock.Mutex = Enter-P2SMutex $(if ($elevated -and $WaitMs -gt $script:P2SMutexDelayMs) { $script:P2SMutexDelayMs } else { $WaitMs }) $elevated
    if ($null -ne $lock.Mutex -or $null -ne $lock.File) { $lock.State = 'held' }
    elseif (-not $elevated) { $lock.State = 'busy' }
    $lock
}

# The file goes with its handle, so that nobody finds one to hold. The folder stays, empty: one that was removed could be
# made again by any user, just when another run has judged it and is about to put something into it.
function Enter-P2SFileLock($Lock, [int]$WaitMs) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            $folder = Get-P2SStateFolder
            $made = New-P2SFolder $folder $script:P2SAdministrators @($script:P2SSystem, $script:P2SAdministrators)
            if (-not $made -and -not (Test-P2SFolderClosed $folder)) { return }
            $path = [System.IO.Path]::Combine($folder, $script:P2SLockFile)
            $Lock.File = [System.IO.FileStream]::new($path, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None, 1, [System.IO.FileOptions]::DeleteOnClose)
            return
        }
        catch {
            # Not found, access denied: the file goes just now with its last holder. Sharing violation: held.
            $win32 = (Get-P2SFailure $_).Win32
            if ($win32 -notin 2, 3, 5, 32) { return }
            if ($clock.ElapsedMilliseconds -ge $WaitMs) {
                if ($win32 -eq 32) {
                    $Lock.State = 'busy'
                    $Lock.Name = $path
                }
                return
            }
        }
        Start-Sleep -Milliseconds 50
    }
}

# The mutex, held; null where it is not to be had in this time, whoever has it and whatever it is. Elevated: no failure of it
# ends the run, since any user can plant a name that fails in other ways, such as a link to nowhere.
function Enter-P2SMutex([int]$WaitMs, [bool]$Elevated) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $mutex = $null
        try {
            $mutex = [System.Threading.Mutex]::new($false, $script:P2SMutexName)
            if ($mutex.WaitOne([int][System.Math]::Max(0, $WaitMs - $clock.ElapsedMilliseconds))) { return $mutex }
        }
        catch {
            $inner = $_.Exception
            while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
            # Its last holder was killed: it is ours now.
            if ($inner -is [System.Threading.AbandonedMutexException]) { return $mutex }
            # Closed to us by who made it, or something else of that name: it may go.
            if (-not $Elevated -and $inner -isnot [System.UnauthorizedAccessException] -and $inner -isnot [System.Threading.WaitHandleCannotBeOpenedException]) { throw }
        }
        if ($null -ne $mutex) { $mutex.Dispose() }
        if ($clock.ElapsedMilliseconds -ge $WaitMs) { return }
        Start-Sleep -Milliseconds 50
    }
}

function Exit-P2SWriteLock($Lock) {
    if ($null -eq $Lock) { return }
    if ($null -ne $Lock.Mutex) {
        $Lock.Mutex.ReleaseMutex()
        $Lock.Mutex.Dispose()
    }
    if ($null -ne $Lock.File) { $Lock.File.Dispose() }
}
