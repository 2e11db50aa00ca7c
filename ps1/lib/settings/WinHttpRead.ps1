# The proxy in effect, as winhttp.dll reads it. Both functions return the Win32 error in Win32, 0 for success.

$script:P2SNativeFunctions +=
    @{ Library = 'kernel32.dll'; Name = 'GlobalFree'; Takes = @([System.IntPtr]); Returns = 'error' },
    @{
        Library = 'winhttp.dll'
        Name = 'WinHttpGetDefaultProxyConfiguration'
        Takes = @([System.IntPtr])
        Returns = 'success'
    },
    @{
        Library = 'winhttp.dll'
        Name = 'WinHttpGetIEProxyConfigForCurrentUser'
        Takes = @([System.IntPtr])
        Returns = 'success'
    }

# The default of this computer (WINHTTP_PROXY_INFO). AccessType: 1 no proxy, 3 named proxy.
function Read-P2SWinHttpDefault {
    $info = New-P2SNativeMemory 3
    try {
        $win32 = $script:P2SNative::WinHttpGetDefaultProxyConfiguration($info)
        if ($win32 -ne 0) { return @{ Win32 = $win32 } }
        @{
            Win32 = 0
            AccessType = [System.Runtime.InteropServices.Marshal]::ReadInt32($info)
            Proxy = Read-P2SWinHttpText $info 1
            Bypass = Read-P2SWinHttpText $info 2
        }
    }
    finally { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($info) }
}

# WinINET's setting of the current user (WINHTTP_CURRENT_USER_IE_PROXY_CONFIG). Error 2: the user has none.
function Read-P2SWinInetUser {
    $config = New-P2SNativeMemory 4
    try {
        $win32 = $script:P2SNative::WinHttpGetIEProxyConfigForCurrentUser($config)
        if ($win32 -ne 0) { return @{ Win32 = $win32 } }
        @{
            Win32 = 0
            AutoDetect = [System.Runtime.InteropServices.Marshal]::ReadInt32($config) -ne 0
            AutoConfigUrl = Read-P2SWinHttpText $config 1
            Proxy = Read-P2SWinHttpText $config 2
            Bypass = Read-P2SWinHttpText $config 3
        }
    }
    finally { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($config) }
}

# The text that a member points to, which the caller frees; null for a null pointer.
function Read-P2SWinHttpText([System.IntPtr]$Memory, [int]$Member) {
    $text = [System.Runtime.InteropServices.Marshal]::ReadIntPtr($Memory, $Member * [System.IntPtr]::Size)
    if ($text -eq [System.IntPtr]::Zero) { return $null }
    [System.Runtime.InteropServices.Marshal]::PtrToStringUni($text)
    $null = $script:P2SNative::GlobalFree($text)
}
