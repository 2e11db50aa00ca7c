# Writes the files of the state folder, which StateFiles reads, and takes its lock.

# Some names refer to a device, with any extension and in any folder.
$script:P2SStateFileName = '\A(?:backups/)?(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\z))[a-z0-9-]{1,64}' +
    '(?:\.(?:json|ndjson|ps1|xml))?\z'

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
