# Allows one writer of an account at a time, and one of all administrators' runs: a file that no other account can
# open. The compare before each write protects changes made outside p2s-fix.

$script:P2SLockFile = 'write-lock'

# State: 'held'; 'refused', with a code and a message: held by another run after WaitMs, or a folder has its name;
# 'none' if no lock is available: in this language mode, or without a folder that can be written. Name: its file.
function Enter-P2SWriteLock([int]$WaitMs) {
    $lock = @{ State = 'none'; Name = ''; File = $null; Code = 'busy'; Why = 'Another run of p2s-fix is writing.' }
    if (-not ($script:P2SFullLanguage -and $script:P2SWindows)) { return $lock }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            $folder = Get-P2SLockFolder
            $lock.Name = [System.IO.Path]::Combine($folder, $script:P2SLockFile)
            # Deleted with its handle. One that a power failure left is taken over.
            $lock.File = [System.IO.FileStream]::new($lock.Name, [System.IO.FileMode]::OpenOrCreate,
                [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None, 1,
                [System.IO.FileOptions]::DeleteOnClose)
            $lock.State = 'held'
            return $lock
        }
        catch {
            # Not found, access denied: the last holder is just deleting the file. Sharing violation: held.
            $win32 = (Get-P2SFailure $_).Win32
            if ([System.IO.Directory]::Exists($lock.Name)) {
                $lock.State = 'refused'
                $lock.Code = 'lock-unusable'
                $lock.Why = 'A folder has the name of the lock file. Remove it: ' + $lock.Name
                return $lock
            }
            if ($win32 -notin 2, 3, 5, 32) { return $lock }
            if ($clock.ElapsedMilliseconds -ge $WaitMs) {
                if ($win32 -eq 32) { $lock.State = 'refused' }
                return $lock
            }
        }
        Start-Sleep -Milliseconds 50
    }
}

# The folder of the lock, created if missing: the state folder of this account.
function Get-P2SLockFolder {
    if ((Get-P2SUser).Elevated) {
        $folder = Get-P2SStateFolder
        New-P2SClosedFolder $folder
    }
    else {
        $folder = [System.IO.Path]::Combine($env:LOCALAPPDATA, 'p2s-fix')
        $null = [System.IO.Directory]::CreateDirectory($folder)
    }
    $folder
}

function Exit-P2SWriteLock($Lock) {
    if ($null -ne $Lock -and $null -ne $Lock.File) { $Lock.File.Dispose() }
}
