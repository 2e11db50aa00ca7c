<#
.SYNOPSIS
Only for tests: reverts a value below HKEY_LOCAL_MACHINE whenever it changes, as a management agent would.
.DESCRIPTION
Works from the file "watching" in a folder to the file "stop".
#>
param([string]$Folder, [string]$Key, [string]$Name)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Add-Type -Namespace P2STest -Name Registry -MemberDefinition @'
[DllImport("advapi32.dll")]
public static extern int RegNotifyChangeKeyValue(Microsoft.Win32.SafeHandles.SafeRegistryHandle key,
    bool subtree, uint filter, Microsoft.Win32.SafeHandles.SafeWaitHandle changed, bool asynchronous);
'@
$opened = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($Key, $true)
$old = [byte[]]$opened.GetValue($Name)
$changed = [System.Threading.AutoResetEvent]::new($false)
$lastSet = 4
function Register-Watch {
    $code = [P2STest.Registry]::RegNotifyChangeKeyValue($opened.Handle, $false, $lastSet,
        $changed.SafeWaitHandle, $true)
    if ($code -ne 0) { throw "RegNotifyChangeKeyValue: $code" }
}
Register-Watch
[System.IO.File]::WriteAllText($Folder + '\watching', '')
while (-not [System.IO.File]::Exists($Folder + '\stop')) {
    if (-not $changed.WaitOne(50)) { continue }
    Register-Watch
    $now = [byte[]]$opened.GetValue($Name)
    if ([Convert]::ToBase64String($now) -eq [Convert]::ToBase64String($old)) { continue }
    $opened.SetValue($Name, $old, [Microsoft.Win32.RegistryValueKind]::Binary)
    [System.IO.File]::AppendAllText($Folder + '\reverted', "x")
}
