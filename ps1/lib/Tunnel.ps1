# One walk to a gateway: name, TCP, CONNECT, TLS, HTTP, SSTP. It goes as far as it can and returns what it saw; what
# that means is decided by whoever reads it.

# Tunnel: host, port, proxy (host, port; or null) and correlationId, as in the wire's request. Returns what was seen, and
# whether it ended with a Call Connect Ack.
function Invoke-P2STunnel($Tunnel, [int]$DeadlineMs) {
    $talk = New-P2STalk $DeadlineMs
    $acknowledged = $false
    $seen = @{ deadlineMs = $DeadlineMs; resolve = $null; connect = $null; proxy = $null; tls = $null; inside = $null; further = New-P2SList }
    try { $acknowledged = [bool](Step-P2SWay $talk $Tunnel $seen) }
    finally { Close-P2STalk $talk }
    @{ Seen = $seen; Acknowledged = $acknowledged }
}

# True when it came to the end.
function Step-P2SWay($Talk, $Tunnel, $Seen) {
    $stream = Connect-P2SFirst $Talk $Tunnel $Seen
    if ($null -eq $stream) { return }
    $early = [byte[]]@()
    if ($null -ne $Tunnel['proxy']) {
        $Seen.proxy = New-P2SRecord
        $head = Open-P2SProxyTunnel $Talk $stream $Tunnel $Seen.proxy $true
        if ($head.Status -lt 200 -or $head.Status -gt 299) { return Test-P2SWithoutHeader $Talk $Tunnel $Seen $head.Status }
        $early = $head.Rest
    }
    $Seen.tls, $ssl = Connect-P2STls $Talk $stream $Tunnel['host'] $early
    if ($null -eq $ssl) {
        if (Test-P2SNoTls $Seen.tls) { Read-P2SPage $Talk $Tunnel $Seen $false }
        return
    }
    $Seen.inside = New-P2SRecord
    $end = Invoke-P2SSstp $Talk $ssl $Tunnel $Seen.inside
    if ($end -eq 'web') { Read-P2SPage $Talk $Tunnel $Seen $true }
    if ($end -ne 'ack') { return }
    Stop-P2SSstp $Talk $ssl
    $true
}

# A refusal, or a connection that ends in place of one, is asked about once more without SSTPVERSION, by which proxies
# filter SSTP: not a refusal that wants a sign-in (407, 511), whatever is asked.
function Test-P2SWithoutHeader($Talk, $Tunnel, $Seen, [int]$Status) {
    if ($Seen.proxy.end -notin 'closed', 'failed' -and ($Status -lt 300 -or $Status -in 407, 511)) { return }
    $way, $stream = Connect-P2SAgain $Talk $Tunnel $Seen
    if ($null -eq $stream) { return }
    $way.proxy = New-P2SRecord
    $null = Open-P2SProxyTunnel $Talk $stream $Tunnel $way.proxy $false
}
