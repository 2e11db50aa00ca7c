<#
.SYNOPSIS
Sets the access list of registry keys, which is lost when the computer is shut down. Creates missing keys.
.PARAMETER Keys
Between bars, each by its long or short hive name: HKLM\...|HKEY_USERS\...
.PARAMETER Sddl
The access list, such as D:P(A;;KA;;;BA)(A;;KR;;;BU).
#>
param([string]$Keys, [string]$Sddl)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$rights = [System.Security.AccessControl.RegistryRights]'ChangePermissions'
foreach ($key in $Keys.Split('|')) {
    $hive, $path = $key.Split('\', 2)
    $base = switch ($hive) {
        { $_ -in 'HKLM', 'HKEY_LOCAL_MACHINE' } { [Microsoft.Win32.Registry]::LocalMachine }
        { $_ -in 'HKU', 'HKEY_USERS' } { [Microsoft.Win32.Registry]::Users }
        { $_ -in 'HKCU', 'HKEY_CURRENT_USER' } { [Microsoft.Win32.Registry]::CurrentUser }
    }
    $opened = $base.OpenSubKey($path, 'ReadWriteSubTree', $rights)
    if ($null -eq $opened) {
        $base.CreateSubKey($path).Dispose()
        $opened = $base.OpenSubKey($path, 'ReadWriteSubTree', $rights)
    }
    # One object for each key, because it can be written once. Only the access list: Wine refuses an owner in it.
    $security = New-Object System.Security.AccessControl.RegistrySecurity
    $security.SetSecurityDescriptorSddlForm($Sddl, 'Access')
    $opened.SetAccessControl($security)
    $opened.Dispose()
}
'done'
