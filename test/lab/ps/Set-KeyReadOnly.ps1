<#
.SYNOPSIS
Only for tests: nobody may write to this key below HKEY_LOCAL_MACHINE any more, until the computer is shut down.
#>
param([string]$Key)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$security = New-Object System.Security.AccessControl.RegistrySecurity
$security.SetSecurityDescriptorSddlForm('D:P(D;;DCLC;;;WD)(A;;KR;;;WD)', 'Access')
$opened = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($Key, 'ReadWriteSubTree',
    [System.Security.AccessControl.RegistryRights]'ChangePermissions,ReadKey')
$opened.SetAccessControl($security)
