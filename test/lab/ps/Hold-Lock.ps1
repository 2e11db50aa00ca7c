<#
.SYNOPSIS
Only for tests: holds the lock file of administrators, from the file "held" in a folder to the file "release".
#>
param([string]$Folder)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$file = 'C:\Program Files\p2s-fix\state\write-lock'
$null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($file))
$taken = [System.IO.FileStream]::new($file, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::ReadWrite,
    [System.IO.FileShare]::None)
[System.IO.File]::WriteAllText($Folder + '\held', '')
while (-not [System.IO.File]::Exists($Folder + '\release')) { Start-Sleep -Milliseconds 50 }
$taken.Dispose()
