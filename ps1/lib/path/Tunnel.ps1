# One probe of a gateway: name, TCP, CONNECT, TLS, HTTP, SSTP. It goes as far as it can and returns raw results;
# the reader of the results judges them.

# Tunnel: host, port, proxy (host, port; or null) and correlationId, as in the request. Returns what was received,
# and whether it ended with a Call Connect Ack.
function Invoke-P2STunnel($Tunnel, [int]$DeadlineMs) {
    $talk = New-P2STalk $DeadlineMs
    $acknowledged = $false
    $seen = @{
        deadlineMs = $DeadlineMs
        resolve = $null
        connect = $null
        proxy = $null
        tls = $null
        inside = $null
        further = New-P2SList
    }
    try { $acknowledged = [bool](Step-P2SRoute $talk $Tunnel $seen) }
    finally { Close-P2STalk $talk }
    @{ Seen = $seen; Acknowledged = $acknowledged }
}

# True if all stages completed.
function Step-P2SRoute($Talk, $Tunnel, $Seen) {
    $stream = Connect-P2SFirst $Talk $Tunnel $Seen
    if ($null -eq $stream) { return }
    $early = [byte[]]@()
    if ($null -ne $Tunnel['proxy']) {
        $Seen.proxy = New-P2SRecord
        $head = Open-P2SProxyTunnel $Talk $stream $Tunnel $Seen.proxy $true
        if ($head.Status -lt 200 -or $head.Status -gt 299) {
            return Test-P2SWithoutHeader $Talk $Tunnel $Seen $head.Status
        }
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

# After a refusal or a closed connection, sends the request again without SSTPVERSION, by which proxies filter
# SSTP. Not after a refusal that requires a sign-in for every request (407, 511).
function Test-P2SWithoutHeader($Talk, $Tunnel, $Seen, [int]$Status) {
    if ($Seen.proxy.end -notin 'closed', 'failed' -and ($Status -lt 300 -or $Status -in 407, 511)) { return }
    $further, $stream = Connect-P2SAgain $Talk $Tunnel $Seen
    if ($null -eq $stream) { return }
    $further.proxy = New-P2SRecord
    $null = Open-P2SProxyTunnel $Talk $stream $Tunnel $further.proxy $false
}
