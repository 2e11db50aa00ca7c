<#
.SYNOPSIS
    Prints the proxy setting that WinHTTP and WinINET read for each of several users, as one JSON array.
.DESCRIPTION
    An independent reader of the tests that shares no code with the project. HKEY_CURRENT_USER of this process
    becomes the hive of each user in turn (RegOverridePredefKey), and two APIs of the system read it:
      ie       WinHttpGetIEProxyConfigForCurrentUser, which reads the blob
      wininet  InternetQueryOption of a handle with the preconfigured setting; Wine's reads the string values
    A call that fails has only its Win32 error in "error".
.PARAMETER Sid
    The users, with commas between them. Their hives are loaded.
#>
param([string]$Sid)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class UserProxies {
    [StructLayout(LayoutKind.Sequential)]
    public struct IeConfig {
        public int AutoDetect; public IntPtr AutoConfigUrl; public IntPtr Proxy; public IntPtr Bypass;
    }
    [DllImport("advapi32.dll")]
    public static extern int RegOverridePredefKey(UIntPtr key, SafeHandle replacement);
    [DllImport("advapi32.dll")]
    public static extern int RegOverridePredefKey(UIntPtr key, IntPtr replacement);
    [DllImport("winhttp.dll", SetLastError = true)]
    public static extern bool WinHttpGetIEProxyConfigForCurrentUser(out IeConfig config);
    [DllImport("wininet.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern IntPtr InternetOpenW(string agent, uint accessType, string proxy, string bypass, uint flags);
    [DllImport("wininet.dll", SetLastError = true)]
    public static extern bool InternetQueryOptionW(IntPtr handle, uint option, IntPtr buffer, ref int length);
    [DllImport("wininet.dll")]
    public static extern bool InternetCloseHandle(IntPtr handle);
    public static int LastError() { return Marshal.GetLastWin32Error(); }
    public static string Text(IntPtr p) { return p == IntPtr.Zero ? null : Marshal.PtrToStringUni(p); }
}
'@

function Read-WinHttpView {
    $config = New-Object UserProxies+IeConfig
    if (-not [UserProxies]::WinHttpGetIEProxyConfigForCurrentUser([ref]$config)) {
        return [ordered]@{ error = [UserProxies]::LastError() }
    }
    return [ordered]@{
        autoDetect    = [bool]$config.AutoDetect
        autoConfigUrl = [UserProxies]::Text($config.AutoConfigUrl)
        proxy         = [UserProxies]::Text($config.Proxy)
    }
}

function Read-WinInetView {
    # 0 is INTERNET_OPEN_TYPE_PRECONFIG, 38 is INTERNET_OPTION_PROXY.
    $handle = [UserProxies]::InternetOpenW('tests', 0, $null, $null, 0)
    $length = 8192
    $buffer = [Runtime.InteropServices.Marshal]::AllocHGlobal($length)
    try {
        if (-not [UserProxies]::InternetQueryOptionW($handle, 38, $buffer, [ref]$length)) {
            return [ordered]@{ error = [UserProxies]::LastError() }
        }
        $proxy = [Runtime.InteropServices.Marshal]::ReadIntPtr($buffer, [IntPtr]::Size)
        return [ordered]@{
            accessType = [Runtime.InteropServices.Marshal]::ReadInt32($buffer)
            proxy      = [UserProxies]::Text($proxy)
        }
    } finally {
        [Runtime.InteropServices.Marshal]::FreeHGlobal($buffer)
        [void][UserProxies]::InternetCloseHandle($handle)
    }
}

$currentUser = [UIntPtr]::new([uint64]2147483649)
$seen = foreach ($one in $Sid.Split(',')) {
    $hive = [Microsoft.Win32.Registry]::Users.OpenSubKey($one)
    $status = [UserProxies]::RegOverridePredefKey($currentUser, $hive.Handle)
    if ($status -ne 0) { throw "RegOverridePredefKey: $status" }
    try {
        [ordered]@{ sid = $one; ie = Read-WinHttpView; wininet = Read-WinInetView }
    } finally {
        [void][UserProxies]::RegOverridePredefKey($currentUser, [IntPtr]::Zero)
        $hive.Close()
    }
}
ConvertTo-Json -Compress -Depth 4 -InputObject @($seen)
