# Sends the CONNECT of Windows' SSTP client (MS-SSTP 4.5) and reads the head of the answer.
function Open-P2SProxyTunnel($Talk, $Stream, $Tunnel, $Record, [bool]$WithVersion) {
    $target = Format-P2SAuthority $Tunnel['host'] $Tunnel['port']
    $version = if ($WithVersion) { "SSTPVERSION: 1.0`r`n" } else { '' }
    Send-P2SBytes $Talk $Stream ("CONNECT $target HTTP/1.1`r`nHost: $target`r`n" + $version + "Proxy-Connection: Keep-Alive`r`n`r`n")
    Read-P2SHead $Talk $Stream $Record
}
