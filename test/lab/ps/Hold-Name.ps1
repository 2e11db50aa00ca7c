<#
.SYNOPSIS
Only for tests: takes the name of p2s-fix's mutex, as any user can, from the file "held" in a folder to the file
"release".
How: held (a mutex that it holds), closed (a mutex whose access list denies everybody), event (another object with
that name), file (the lock file of administrators).
#>
param([string]$Folder, [string]$How = 'held')

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$name = 'Global\p2s-fix-write'
$file = 'C:\ProgramData\p2s-fix\write-lock'
if ($How -eq 'held') {
    $taken = [System.Threading.Mutex]::new($false, $name)
    $null = $taken.WaitOne()
}
elseif ($How -eq 'closed') {
    $denied = [System.Security.AccessControl.MutexSecurity]::new()
    $denied.SetSecurityDescriptorSddlForm('D:P(D;;GA;;;WD)', 'Access')
    $isNew = $false
    $taken = [System.Threading.MutexAcl]::Create($true, $name, [ref]$isNew, $denied)
}
elseif ($How -eq 'event') { $taken = [System.Threading.EventWaitHandle]::new($false, 'ManualReset', $name) }
else {
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($file))
    $taken = [System.IO.FileStream]::new($file, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::ReadWrite,
        [System.IO.FileShare]::None)
}
[System.IO.File]::WriteAllText($Folder + '\held', '')
while (-not [System.IO.File]::Exists($Folder + '\release')) { Start-Sleep -Milliseconds 50 }
if ($How -in 'held', 'closed') { $taken.ReleaseMutex() }
$taken.Dispose()
