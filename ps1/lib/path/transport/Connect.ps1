# Name and TCP of the first hop: the proxy, or the server itself. Seen receives 'resolve' and 'connect'; returns
# the stream, or null.
function Connect-P2SFirst($Talk, $Tunnel, $Seen) {
    $first = if ($null -eq $Tunnel['proxy']) { $Tunnel } else { $Tunnel['proxy'] }
    $addresses = @($first['host'])
    $parsed = $null
    if (-not [System.Net.IPAddress]::TryParse($first['host'], [ref]$parsed)) {
        $task = Start-P2SResolution $first['host']
        $Seen.resolve = Get-P2SResolution $Talk $task (Wait-P2STask $Talk $task)
        if ($Seen.resolve.end -ne 'done') { return }
        $addresses = $Seen.resolve.addresses
    }
    $Seen.connect, $stream = Connect-P2SAddress $Talk $addresses $first['port']
    if ($null -ne $stream) { , $stream }
}

# Sends the CONNECT of Windows' SSTP client (MS-SSTP 4.5) and reads the head of the answer.
function Open-P2SProxyTunnel($Talk, $Stream, $Tunnel, $Record, [bool]$WithVersion) {
    $target = Format-P2SAuthority $Tunnel['host'] $Tunnel['port']
    $version = if ($WithVersion) { "SSTPVERSION: 1.0`r`n" } else { '' }
    Send-P2SBytes $Talk $Stream ("CONNECT $target HTTP/1.1`r`nHost: $target`r`n" + $version +
        "Proxy-Connection: Keep-Alive`r`n`r`n")
    Read-P2SHead $Talk $Stream $Record
}
