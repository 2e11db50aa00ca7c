# Allows one writer at a time on the computer: a file that only administrators can open, for elevated runs, and a
# mutex for all. Any user can hold a name in Global\, or deny others access to it: that blocks users' own writes,
# and delays an elevated run by ten seconds. The compare before each write protects changes made outside p2s-fix.

$script:P2SMutexName = 'Global\p2s-fix-write'
$script:P2SMutexDelayMs = 10000
$script:P2SLockFile = 'write-lock'

# State: 'held'; 'busy' after WaitMs; 'none' if no lock is available: in this language mode, or in an elevated run
# with a state folder that others can change and a mutex that stays held. Name: the lock that was awaited.
function Enter-P2SWriteLock([int]$WaitMs) {
    $lock = @{ State = 'none'; Name = $script:P2SMutexName; Mutex = $null; File = $null }
    if (-not $script:P2SFullLanguage) { return $lock }
    $elevated = $script:P2SWindows -and (Get-P2SUser).Elevated
    if ($elevated) {
        Enter-P2SFileLock $lock $WaitMs
        if ($lock.State -eq 'busy') { return $lock }
    }
    $isLimited = $elevated -and $WaitMs -gt $script:P2SMutexDelayMs
    $lock.Mutex = Enter-P2SMutex $(if ($isLimited) { $script:P2SMutexDelayMs } else { $WaitMs }) $elevated
    if ($null -ne $lock.Mutex -or $null -ne $lock.File) { $lock.State = 'held' }
    elseif (-not $elevated) { $lock.State = 'busy' }
    $lock
}

# The lock as an open file. It is deleted with its handle, but only if this call created it: whoever makes the folder a
# link after the check cannot have another file deleted. An existing file is held by another run, or is what a power
# failure left.
function Open-P2SLockFile([string]$Path) {
    $access = [System.IO.FileAccess]::ReadWrite
    $share = [System.IO.FileShare]::None
    try {
        return [System.IO.FileStream]::new($Path, [System.IO.FileMode]::CreateNew, $access, $share, 1,
            [System.IO.FileOptions]::DeleteOnClose)
    }
    catch {
        # ERROR_FILE_EXISTS
        if ((Get-P2SFailure $_).Win32 -ne 80) { throw }
    }
    [System.IO.FileStream]::new($Path, [System.IO.FileMode]::Open, $access, $share, 1)
}

# The empty folder remains: if it was removed, any user could create it again just after another run has checked it,
# before it writes there.
function Enter-P2SFileLock($Lock, [int]$WaitMs) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            $folder = Get-P2SStateFolder
            $made = New-P2SFolder $folder $script:P2SAdministrators @($script:P2SSystem, $script:P2SAdministrators)
            if (-not $made -and -not (Test-P2SFolderClosed $folder)) { return }
            $path = [System.IO.Path]::Combine($folder, $script:P2SLockFile)
            $Lock.File = Open-P2SLockFile $path
            return
        }
        catch {
            # Not found, access denied: the last holder is just deleting the file. Sharing violation: held.
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

# The held mutex; null if it is not available in this time, for any reason. Elevated: no error of it ends the run,
# because any user can create a name that fails in other ways, such as a broken link.
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
            # Its last holder was killed: this run holds it now.
            if ($inner -is [System.Threading.AbandonedMutexException]) { return $mutex }
            # Its creator denies access, or it is another kind of object: it may disappear.
            if (-not $Elevated -and $inner -isnot [System.UnauthorizedAccessException] -and
                $inner -isnot [System.Threading.WaitHandleCannotBeOpenedException]) {
                throw
            }
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
