# Reads response heads as far as a client needs: where the head ends, and its status.

$script:P2SMaxHead = 16384

# Bytes as text, one character per byte (Latin-1), and back.
function ConvertTo-P2SLatin1([byte[]]$Bytes, [int]$From, [int]$Count) {
    [System.Text.Encoding]::GetEncoding(28591).GetString($Bytes, $From, $Count)
}
function ConvertFrom-P2SLatin1([string]$Text) { , [System.Text.Encoding]::GetEncoding(28591).GetBytes($Text) }

# Status and length of the final head in a text (one character per byte), whether its body is chunked, and whether
# it is HTTP/1.0; null while it is incomplete. Interim heads (1xx except 101) are included. Status -1: not HTTP;
# -2: too long (a refusal keeps its status, as in p2s-fix).
function Find-P2SHead([string]$Text) {
    $start = 0
    while ($true) {
        $begin = $Text.Substring($start, [Math]::Min(7, $Text.Length - $start))
        if (-not 'HTTP/1.'.StartsWith($begin, [System.StringComparison]::Ordinal)) {
            return @{ Status = -1; Length = 0; Chunked = $false; Old = $false }
        }
        $match = ([regex]'\n\r?\n').Match($Text, $start)
        $end = if ($match.Success) { $match.Index + $match.Length } else { $Text.Length }
        $isTooLong = $end -gt $script:P2SMaxHead
        if (-not $match.Success -and -not $isTooLong) { return }
        $head = $Text.Substring($start, $end - $start)
        $line = ([regex]'\AHTTP/1\.([01]) ([0-9]{3})(?![0-9])').Match($head)
        if ($isTooLong) {
            $isRefusal = $line.Success -and [int]$line.Groups[2].Value -ge 300
            return @{
                Status = if ($isRefusal) { [int]$line.Groups[2].Value } else { -2 }
                Length = $Text.Length
                Chunked = $false
                Old = $false
            }
        }
        if (-not $line.Success) { return @{ Status = -1; Length = 0; Chunked = $false; Old = $false } }
        $status = [int]$line.Groups[2].Value
        if ($status -ge 200 -or $status -lt 100 -or $status -eq 101) {
            return @{
                Status = $status
                Length = $end
                Chunked = $head -match '\nTransfer-Encoding[ \t]*:'
                Old = $line.Groups[1].Value -eq '0'
            }
        }
        $start = $end
    }
}

# Reads one final head: its status (-1: none received, see the record), whether its body is chunked, whether it is
# HTTP/1.0, and the bytes after it.
function Read-P2SHead($Talk, $Stream, $Record) {
    $text = ''
    while ($true) {
        $bytes = Read-P2SBytes $Talk $Stream $Record
        if ($null -eq $bytes) { return @{ Status = -1; Chunked = $false; Old = $false; Rest = [byte[]]@() } }
        $text += ConvertTo-P2SLatin1 $bytes 0 $bytes.Length
        $head = Find-P2SHead $text
        if ($null -eq $head) { continue }
        return @{
            Status = $head.Status
            Chunked = $head.Chunked
            Old = $head.Old
            Rest = ConvertFrom-P2SLatin1 $text.Substring($head.Length)
        }
    }
}

# A host and port as in a request line, with brackets around an IPv6 address.
function Format-P2SAuthority([string]$HostName, $Port) {
    $shown = if ($HostName.Contains(':')) { "[$HostName]" } else { $HostName }
    if ($null -eq $Port) { $shown } else { $shown + ':' + [int]$Port }
}
