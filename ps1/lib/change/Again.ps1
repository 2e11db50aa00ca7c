# Further connections to the address that answered, which only add evidence: three seconds each.

$script:P2SAgainMs = 3000
$script:P2SMaxPage = 8192

# Returns the record of the connection and its stream, or null without one.
function Connect-P2SAgain($Talk, $Tunnel, $Seen) {
    $Talk.DeadlineMs = [Math]::Min($Talk.DeadlineMs, (Get-P2SElapsed $Talk) + $script:P2SAgainMs)
    $further = @{ connect = $null; proxy = $null; tls = $null; inside = $null }
    $null = $Seen.further.Add($further)
    $first = if ($null -eq $Tunnel['proxy']) { $Tunnel } else { $Tunnel['proxy'] }
    $further.connect, $stream = Connect-P2SAddress $Talk @($Seen.connect.address) $first['port']
    $further
    $stream
}

# Whether the first bytes of a failed handshake are not a TLS record: a server without TLS.
function Test-P2SNoTls($Tls) {
    $bytes = [System.Convert]::FromBase64String($Tls.received)
    $Tls.end -eq 'failed' -and $bytes.Length -gt 0 -and
        ($bytes[0] -notin 20, 21, 22, 23 -or ($bytes.Length -gt 1 -and $bytes[1] -ne 3))
}

# Requests the page for a normal web client: the head, and the beginning of the body.
function Read-P2SPage($Talk, $Tunnel, $Seen, [bool]$InsideTls) {
    $further, $stream = Connect-P2SAgain $Talk $Tunnel $Seen
    if ($null -eq $stream) { return }
    $record = New-P2SRecord
    $further.proxy = $record
    $early = [byte[]]@()
    if ($null -ne $Tunnel['proxy']) {
        $head = Open-P2SProxyTunnel $Talk $stream $Tunnel $record $true
        if ($head.Status -lt 200 -or $head.Status -gt 299) { return }
        $early = $head.Rest
    }
    if ($InsideTls) {
        $further.tls, $stream = Connect-P2STls $Talk $stream $Tunnel['host'] $early
        if ($null -eq $stream) { return }
        $record = New-P2SRecord
        $further.inside = $record
    }
    Send-P2SBytes $Talk $stream ("GET / HTTP/1.1`r`nHost: $(Format-P2SAuthority $Tunnel['host'] $null)`r`n" +
        "Accept: text/html`r`nConnection: close`r`n`r`n")
    $head = Read-P2SHead $Talk $stream $record
    if ($head.Status -lt 0) { return }
    for ($count = $head.Rest.Length; $count -lt $script:P2SMaxPage; $count += $bytes.Length) {
        $bytes = Read-P2SBytes $Talk $stream $record
        if ($null -eq $bytes) { return }
    }
}
