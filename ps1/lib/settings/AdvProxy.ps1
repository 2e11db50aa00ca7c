# Windows 11's additional "advanced" proxy setting of netsh. netsh is the only documented reader, and its output
# before the JSON is in the language of Windows, so the text is returned unmodified.

# Windows Server 2022 is the first version with the command.
$script:P2SAdvProxyBuild = 20348
$script:P2SAdvProxyLength = 65536

# The text; null if netsh cannot be started. The command has no scope option: it shows the setting in effect for
# the caller.
function Read-P2SAdvProxy {
    # Windows PowerShell would treat a line on standard error as a failure.
    $ErrorActionPreference = 'Continue'
    try {
        $netsh = $env:SystemRoot + '\System32\netsh.exe'
        # From an empty pipeline, so that netsh does not inherit the standard input with the requests.
        $text = @($null | & $netsh winhttp show advproxy 2>$null) -join "`n"
        if ($text.Length -gt $script:P2SAdvProxyLength) { $text = $text.Substring(0, $script:P2SAdvProxyLength) }
        $text
    }
    catch { $null }
}
