<#
.SYNOPSIS
Only for tests: changes that a user can make in their own hive. Twin: values whose names differ from this one by a
zero-width character. Volatile: replaces this key by a volatile one, which cannot have permanent subkeys. Closed:
denies everybody to read or write this key.
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
    $hive.OpenSubKey($Closed, 'ReadWriteSubTree',
        [Security.AccessControl.RegistryRights]'ChangePermissions').SetAccessControl($rules)
}
'done'
