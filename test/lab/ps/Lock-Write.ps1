<#
.SYNOPSIS
Only for tests: holds the lock of p2s-fix's writes from the file "held" in a folder to the file "release".
#>
param([string]$Folder)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$mutex = [System.Threading.Mutex]::new($false, 'Global\p2s-fix-write')
$null = $mutex.WaitOne()
[System.IO.File]::WriteAllText($Folder + '\held', '')
while (-not [System.IO.File]::Exists($Folder + '\release')) { Start-Sleep -Milliseconds 50 }
$mutex.ReleaseMutex()
