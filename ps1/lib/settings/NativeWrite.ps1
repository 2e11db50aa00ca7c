# Windows' own functions for writers of proxy settings.

$script:P2SNativeFunctions +=
    @{
        Library = 'winhttp.dll'
        Name = 'WinHttpSetDefaultProxyConfiguration'
        Takes = @([System.IntPtr])
        Returns = 'success'
    },
    @{
        Library = 'wininet.dll'
        Name = 'InternetSetOptionW'
        Takes = @([System.IntPtr], [int], [System.IntPtr], [int])
        Returns = 'success'
    }

# Writes WinHTTP's default (WINHTTP_PROXY_INFO). A null proxy means no proxy. Returns the Win32 error, 0 on success.
function Write-P2SWinHttpDefault($Proxy, $Bypass) {
    $info = New-P2SNativeMemory 3
    $texts = @([System.IntPtr]::Zero, [System.IntPtr]::Zero)
    try {
        $named = $null -ne $Proxy
        [System.Runtime.InteropServices.Marshal]::WriteInt32($info, $(if ($named) { 3 } else { 1 }))
        if ($named) { $texts[0] = [System.Runtime.InteropServices.Marshal]::StringToHGlobalUni([string]$Proxy) }
        if ($named -and $null -ne $Bypass) {
            $texts[1] = [System.Runtime.InteropServices.Marshal]::StringToHGlobalUni([string]$Bypass)
        }
        Set-P2SNativePointer $info 1 $texts[0]
        Set-P2SNativePointer $info 2 $texts[1]
        $script:P2SNative::WinHttpSetDefaultProxyConfiguration($info)
    }
    finally {
        foreach ($memory in @($info) + $texts) { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($memory) }
    }
}

# Notifies running programs of this session that the proxy settings changed. True if at least one of the two
# "changed" messages was accepted.
function Send-P2SNotification {
    if ((Initialize-P2SNative) -ne 'ready') { return $false }
    # INTERNET_OPTION_SETTINGS_CHANGED, INTERNET_OPTION_PROXY_SETTINGS_CHANGED, INTERNET_OPTION_REFRESH.
    $settings, $proxy, $null = foreach ($option in 39, 95, 37) {
        $script:P2SNative::InternetSetOptionW([System.IntPtr]::Zero, $option, [System.IntPtr]::Zero, 0)
    }
    $settings -eq 0 -or $proxy -eq 0
}
