<#
.SYNOPSIS
Only for tests: after each change of the user's WinINET blobs increases their counters and writes another tail,
like programs that use WinINET on a network where auto-detection finds a PAC file.
.DESCRIPTION
Works from the file "watching" in a folder to the file "stop". A flag bit may be cleared, like a program that
reverts the change.
#>
param([string]$Folder, [int]$ClearFlag = 0)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Add-Type -Namespace P2STest -Name Registry -MemberDefinition @'
[DllImport("advapi32.dll")]
public static extern int RegNotifyChangeKeyValue(Microsoft.Win32.SafeHandles.SafeRegistryHandle key,
    bool subtree, uint filter, Microsoft.Win32.SafeHandles.SafeWaitHandle changed, bool asynchronous);
'@
$key = 'Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections'
$opened = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey($key, $true)
$changed = [System.Threading.AutoResetEvent]::new($false)
$lastSet = 4
function Register-Watch {
    $code = [P2STest.Registry]::RegNotifyChangeKeyValue($opened.Handle, $false, $lastSet,
        $changed.SafeWaitHandle, $true)
    if ($code -ne 0) { throw "RegNotifyChangeKeyValue: $code" }
}
$tail = [byte[]](@(4, 0, 0, 0) + 1..200)
$left = @{}
foreach ($name in 'DefaultConnectionSettings', 'SavedLegacySettings') {
    $left[$name] = [Convert]::ToBase64String([byte[]]$opened.GetValue($name))
}
Register-Watch
[System.IO.File]::WriteAllText($Folder + '\watching', '')
while (-not [System.IO.File]::Exists($Folder + '\stop')) {
    if (-not $changed.WaitOne(50)) { continue }
    Register-Watch
    foreach ($name in @($left.get_Keys())) {
        $now = [byte[]]$opened.GetValue($name)
        if ([Convert]::ToBase64String($now) -eq $left[$name]) { continue }
        # Head, then three texts, each after its length.
        $at = 12
        foreach ($text in 1..3) { $at += 4 + [BitConverter]::ToInt32($now, $at) }
        $next = [byte[]]($now[0..($at - 1)] + $tail)
        $next[4] = ($next[4] + 1) % 256
        $next[8] = $next[8] -band (-bnot $ClearFlag)
        $opened.SetValue($name, $next, [Microsoft.Win32.RegistryValueKind]::Binary)
        $left[$name] = [Convert]::ToBase64String($next)
        [System.IO.File]::AppendAllText($Folder + '\touched', $name + "`n")
    }
}
