<#
.SYNOPSIS
Only for tests: holds the lock of p2s-fix's writes for some seconds.
#>
param([int]$Seconds)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$mutex = [System.Threading.Mutex]::new($false, 'Global\p2s-fix-write')
$null = $mutex.WaitOne()
Start-Sleep -Seconds $Seconds
$mutex.ReleaseMutex()
