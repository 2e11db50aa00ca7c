# What Windows 11 keeps besides the two stores: netsh's "advanced" proxy setting. netsh is the only documented reader,
# and what it prints before the JSON is in the language of Windows, so the text goes out as it is.

# Windows Server 2022 is the first that knows the command.
$script:P2SAdvProxyBuild = 20348
$script:P2SAdvProxyLength = 65536

# The text; null where netsh cannot be started. The command takes no scope: it shows the setting in force for who asks.
function Read-P2SAdvProxy {
    # Windows PowerShell would take a line on standard error for a failure.
    $ErrorActionPreference = 'Continue'
    try {
        $netsh = $env:SystemRoot + '\System32\netsh.exe'
        # From an empty pipeline, so that it does not inherit the standard input that requests come by.
        $text = @($null | & $netsh winhttp show advproxy 2>$null) -join "`n"
        if ($text.Length -gt $script:P2SAdvProxyLength) { $text = $text.Substring(0, $script:P2SAdvProxyLength) }
        $text
    }
    catch { $null }
}
