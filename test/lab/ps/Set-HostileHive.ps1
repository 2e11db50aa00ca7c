<#
.SYNOPSIS
Only for tests: what a user may make of the own hive. Twin: values whose names differ from this one by a character of no
width. Volatile: this key is made anew as one that goes with the session, in which none can be made that stays. Closed:
nobody may read or write this key.
#>
param([string]$Twin = '', [string]$Volatile = '', [string]$Closed = '')

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$hive = [Microsoft.Win32.Registry]::CurrentUser
if ($Twin -ne '') {
    $key = $hive.OpenSubKey('Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections', $true)
    foreach ($char in 0x200d, 0xad) { $key.SetValue($Twin + [char]$char, [byte[]]@(2), 'Binary') }
}
if ($Volatile -ne '') {
    $hive.DeleteSubKeyTree($Volatile, $false)
    $null = $hive.CreateSubKey($Volatile, $true, [Microsoft.Win32.RegistryOptions]::Volatile)
}
if ($Closed -ne '') {
    $null = $hive.CreateSubKey($Closed, $true, [Microsoft.Win32.RegistryOptions]::Volatile)
    $rules = New-Object Security.AccessControl.RegistrySecurity
    $rules.SetSecurityDescriptorSddlForm('D:P(D;;KR;;;WD)(D;;DCLC;;;WD)', 'Access')
    $hive.OpenSubKey($Closed, 'ReadWriteSubTree', [Security.AccessControl.RegistryRights]'ChangePermissions').SetAccessControl($rules)
}
