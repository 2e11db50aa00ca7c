<#
.SYNOPSIS
    Prints the proxy settings that Windows itself reads, as one JSON object.
.DESCRIPTION
    The independent reader of the tests: it shares no code with the project. Each part reads by another API:
      winhttp    WinHttpGetDefaultProxyConfiguration: the machine-wide setting
      ie         WinHttpGetIEProxyConfigForCurrentUser: the user's setting
      dotnet     HttpClient.DefaultProxy for a URL: the proxy's address, or null when the URL goes direct
      webRequest WebRequest.GetSystemWebProxy for the same URL
    A call that fails has only its Win32 error in "error".
.PARAMETER Url
    The URL for dotnet and webRequest.
#>
param([string]$Url = 'http://host.example/')
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class EffectiveProxy {
    [StructLayout(LayoutKind.Sequential)]
    public struct ProxyInfo { public uint AccessType; public IntPtr Proxy; public IntPtr Bypass; }
    [StructLayout(LayoutKind.Sequential)]
    public struct IeConfig {
        public int AutoDetect; public IntPtr AutoConfigUrl; public IntPtr Proxy; public IntPtr Bypass;
    }
    [DllImport("winhttp.dll", SetLastError = true)]
    public static extern bool WinHttpGetDefaultProxyConfiguration(out ProxyInfo info);
    [DllImport("winhttp.dll", SetLastError = true)]
    public static extern bool WinHttpGetIEProxyConfigForCurrentUser(out IeConfig config);
    public static int LastError() { return Marshal.GetLastWin32Error(); }
    public static string Text(IntPtr p) { return p == IntPtr.Zero ? null : Marshal.PtrToStringUni(p); }
}
'@

$info = New-Object EffectiveProxy+ProxyInfo
if ([EffectiveProxy]::WinHttpGetDefaultProxyConfiguration([ref]$info)) {
    $winhttp = [ordered]@{
        accessType = $info.AccessType
        proxy      = [EffectiveProxy]::Text($info.Proxy)
        bypass     = [EffectiveProxy]::Text($info.Bypass)
    }
} else {
    $winhttp = [ordered]@{ error = [EffectiveProxy]::LastError() }
}

$config = New-Object EffectiveProxy+IeConfig
if ([EffectiveProxy]::WinHttpGetIEProxyConfigForCurrentUser([ref]$config)) {
    $ie = [ordered]@{
        autoDetect    = [bool]$config.AutoDetect
        autoConfigUrl = [EffectiveProxy]::Text($config.AutoConfigUrl)
        proxy         = [EffectiveProxy]::Text($config.Proxy)
        bypass        = [EffectiveProxy]::Text($config.Bypass)
    }
} else {
    $ie = [ordered]@{ error = [EffectiveProxy]::LastError() }
}

function Get-ProxyFor {
    param($Proxy, [uri]$Target)
    if ($Proxy.IsBypassed($Target)) { return $null }
    $via = $Proxy.GetProxy($Target)
    if ($null -eq $via -or $via -eq $Target) { return $null }
    return $via.AbsoluteUri
}

ConvertTo-Json -Compress -Depth 4 -InputObject ([ordered]@{
    url        = $Url
    winhttp    = $winhttp
    ie         = $ie
    dotnet     = Get-ProxyFor -Proxy ([System.Net.Http.HttpClient]::DefaultProxy) -Target $Url
    webRequest = Get-ProxyFor -Proxy ([System.Net.WebRequest]::GetSystemWebProxy()) -Target $Url
})
