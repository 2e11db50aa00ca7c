# The messages of an SSTP client up to the Call Connect Ack, and a clean end (MS-SSTP 3.2, 4.1).

$script:P2SCallConnectRequest = [byte[]](0x10, 1, 0, 0x0e, 0, 1, 0, 1, 0, 1, 0, 6, 0, 1)
$script:P2SCallAbort = [byte[]](0x10, 1, 0, 0x14, 0, 5, 0, 1, 0, 2, 0, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0)
$script:P2SEchoResponse = [byte[]](0x10, 1, 0, 8, 0, 9, 0, 0)
# Before the Ack a server may send PPP frames and Echo Requests; a server that sends more than this is not SSTP.
$script:P2SMaxPackets = 64
$script:P2SFarewellMs = 3000

function Format-P2SDuplexPost([string]$HostName, [string]$CorrelationId) {
    "SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1`r`n" +
        "SSTPCORRELATIONID: {$CorrelationId}`r`n" +
        "Content-Length: 18446744073709551615`r`nHost: $(Format-P2SAuthority $HostName $null)`r`n`r`n"
}

# Sends both requests and records all replies. 'ack' after a Call Connect Ack, 'web' if a web server or a portal
# may have answered, else 'other'. 503 means that an SSTP server has no free port.
function Invoke-P2SSstp($Talk, $Ssl, $Tunnel, $Record) {
    Send-P2SBytes $Talk $Ssl (Format-P2SDuplexPost $Tunnel['host'] $Tunnel['correlationId'])
    $head = Read-P2SHead $Talk $Ssl $Record
    if ($head.Status -eq -1) { return $(if ($Record.end -in 'open', 'closed') { 'web' } else { 'other' }) }
    if ($head.Status -in -2, 503) { return 'other' }
    # Windows' client does not accept HTTP/1.0 (RasSstp event 3).
    if ($head.Status -ne 200 -or $head.Chunked -or $head.Old) { return 'web' }
    Send-P2SBytes $Talk $Ssl $script:P2SCallConnectRequest
    switch (Read-P2SControl $Talk $Ssl $Record $head.Rest) {
        2 { 'ack' }
        -2 { 'web' }
        default { 'other' }
    }
}

# The type of the first control packet other than Echo Request; -1 if none is received or the Ack is malformed, -2 if
# it is not SSTP.
function Read-P2SControl($Talk, $Ssl, $Record, [byte[]]$Pending) {
    for ($count = 0; $count -le $script:P2SMaxPackets; $count++) {
        $length = Get-P2SPacketLength $Pending
        while ($length -eq 0) {
            $bytes = Read-P2SBytes $Talk $Ssl $Record
            if ($null -eq $bytes) { return -1 }
            $Pending = [byte[]]($Pending + $bytes)
            $length = Get-P2SPacketLength $Pending
        }
        if ($length -lt 0) { return -2 }
        $type = if ($Pending[1] -band 1) { $Pending[4] * 256 + $Pending[5] } else { 0 }
        if ($type -eq 8) { Send-P2SBytes $Talk $Ssl $script:P2SEchoResponse }
        elseif ($type -eq 2 -and -not (Test-P2SAck $Pending $length)) { return -1 }
        elseif ($type -ne 0 -or ($Pending[1] -band 1)) { return $type }
        $Pending = Get-P2SPart $Pending $length ($Pending.Length - $length)
    }
    -1
}

# Whether a Call Connect Ack has its one attribute, a Crypto Binding Request that offers SHA-1 or SHA-256.
function Test-P2SAck([byte[]]$Bytes, [int]$Length) {
    if ($Length -ne 48 -or $Bytes[6] * 256 + $Bytes[7] -ne 1 -or $Bytes[9] -ne 4) { return $false }
    ($Bytes[10] -band 0x0f) * 256 + $Bytes[11] -eq 40 -and ($Bytes[15] -band 3) -ne 0
}

# Length of the first packet: 0 while it is incomplete, -1 if it is not an SSTP packet.
function Get-P2SPacketLength([byte[]]$Bytes) {
    if ($Bytes.Length -eq 0) { return 0 }
    if ($Bytes[0] -ne 0x10) { return -1 }
    if ($Bytes.Length -lt 4) { return 0 }
    $length = ($Bytes[2] -band 0x0f) * 256 + $Bytes[3]
    $header = if ($Bytes[1] -band 1) { 8 } else { 4 }
    if ($length -lt $header) { -1 } elseif ($Bytes.Length -lt $length) { 0 } else { $length }
}

# Call Abort, then up to three seconds for the server's own Abort or close, so that it frees the port at once.
function Stop-P2SSstp($Talk, $Ssl) {
    $Talk.DeadlineMs = (Get-P2SElapsed $Talk) + $script:P2SFarewellMs
    Send-P2SBytes $Talk $Ssl $script:P2SCallAbort
    $null = Read-P2SControl $Talk $Ssl (New-P2SRecord) ([byte[]]@())
}
