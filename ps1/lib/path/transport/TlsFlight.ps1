# The certificates in the first flight of a TLS 1.2 server, which is not encrypted (RFC 5246 7.3): for an
# incomplete handshake, because SslStream then returns none.

# DER in base64, leaf first; none unless the flight is complete, up to ServerHelloDone.
function Read-P2SFlight([byte[]]$Bytes) {
    $clear = Get-P2SClearHandshake $Bytes
    $certificates = @()
    # Each message: type, a length of three bytes, content.
    for ($at = 0; $at + 4 -le $clear.Length; $at = $end) {
        $end = $at + 4 + (Get-P2SLength24 $clear ($at + 1))
        if ($end -gt $clear.Length) { return }
        # ServerHelloDone, Certificate.
        if ($clear[$at] -eq 14) { return $certificates }
        if ($clear[$at] -eq 11) { $certificates = @(Read-P2SCertificateList $clear ($at + 7) $end) }
    }
}

# The content of the handshake records before any other record except a warning: after ChangeCipherSpec it is
# encrypted.
function Get-P2SClearHandshake([byte[]]$Bytes) {
    $clear = [System.IO.MemoryStream]::new()
    for ($at = 0; $at + 5 -le $Bytes.Length; $at += 5 + $length) {
        $length = $Bytes[$at + 3] * 256 + $Bytes[$at + 4]
        # 21: an alert.
        if ($Bytes[$at] -eq 21) { continue }
        if ($Bytes[$at] -ne 22 -or $at + 5 + $length -gt $Bytes.Length) { break }
        $clear.Write($Bytes, $at + 5, $length)
    }
    , $clear.ToArray()
}

# A list of certificates, each after its length; stops at one that exceeds the end.
function Read-P2SCertificateList([byte[]]$Bytes, [int]$At, [int]$End) {
    while ($At + 3 -le $End) {
        $length = Get-P2SLength24 $Bytes $At
        if ($length -eq 0 -or $At + 3 + $length -gt $End) { return }
        [System.Convert]::ToBase64String($Bytes, $At + 3, $length)
        $At += 3 + $length
    }
}

function Get-P2SLength24([byte[]]$Bytes, [int]$At) { $Bytes[$At] * 65536 + $Bytes[$At + 1] * 256 + $Bytes[$At + 2] }
