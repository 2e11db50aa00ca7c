# One writer at a time on the machine. State: 'held'; 'busy' after WaitMs; 'none' where the language mode allows
# no lock - the compare in each write still keeps a foreign change from being overwritten unseen.
# It has no access list of its own: users take it too, for their own settings, and a name in Global\ belongs to whoever
# makes it first.

function Enter-P2SWriteLock([int]$WaitMs) {
    if (-not $script:P2SFullLanguage) { return @{ State = 'none'; Mutex = $null } }
    $mutex = $null
    try {
        $mutex = [System.Threading.Mutex]::new($false, 'Global\p2s-fix-write')
        if ($mutex.WaitOne($WaitMs)) { return @{ State = 'held'; Mutex = $mutex } }
    }
    catch {
        $inner = $_.Exception
        while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
        # Its last holder was killed: the lock is ours now.
        if ($inner -is [System.Threading.AbandonedMutexException]) { return @{ State = 'held'; Mutex = $mutex } }
        # Somebody else's, and closed to us.
        if ($inner -isnot [System.UnauthorizedAccessException]) { throw }
    }
    if ($null -ne $mutex) { $mutex.Dispose() }
    @{ State = 'busy'; Mutex = $null }
}

function Exit-P2SWriteLock($Lock) {
    if ($null -eq $Lock -or $null -eq $Lock.Mutex) { return }
    $Lock.Mutex.ReleaseMutex()
    $Lock.Mutex.Dispose()
}
