# The DER functions for reading the URLs in a certificate and building an OCSP request. Throws on invalid DER.

# The elements between two offsets: tag, and the offsets of element, content and end.
function Get-P2SDerElements([byte[]]$Bytes, [int]$From, [int]$To) {
    while ($From -lt $To) {
        if ($From + 2 -gt $To) { throw 'DER ends too early.' }
        $at = $From + 2
        [long]$length = $Bytes[$From + 1]
        if ($length -gt 128) {
            $octets = $length - 128
            if ($octets -gt 4 -or $at + $octets -gt $To) { throw 'DER has an invalid length.' }
            $length = 0
            for ($i = 0; $i -lt $octets; $i++) { $length = $length * 256 + $Bytes[$at + $i] }
            $at += $octets
        }
        if ($at + $length -gt $To) { throw 'DER ends too early.' }
        @{ Tag = [int]$Bytes[$From]; From = $From; At = $at; To = [int]($at + $length) }
        $From = [int]($at + $length)
    }
}

# The elements inside an element.
function Get-P2SDerContent([byte[]]$Bytes, $Element) { Get-P2SDerElements $Bytes $Element.At $Element.To }

function ConvertTo-P2SDer([int]$Tag, [byte[]]$Content) {
    $length = $Content.Length
    $head = if ($length -lt 128) {
        $Tag, $length
    }
    elseif ($length -lt 256) {
        $Tag, 0x81, $length
    }
    else {
        $Tag, 0x82, [int][Math]::Floor($length / 256), ($length % 256)
    }
    , [byte[]](@($head) + $Content)
}

# The URIs (GeneralName [6]) of the CRLDistributionPoints, through SEQUENCE and [0] only. No deeper than the
# DistributionPoint, its name and its full name: a server can nest thousands, which would take minutes.
function Get-P2SDerUris([byte[]]$Bytes, $Element, [int]$Depth = 3) {
    foreach ($part in @(Get-P2SDerContent $Bytes $Element)) {
        if ($part.Tag -eq 0x86) { ConvertTo-P2SLatin1 $Bytes $part.At ($part.To - $part.At) }
        elseif ($Depth -gt 0 -and ($part.Tag -eq 0x30 -or $part.Tag -eq 0xa0)) {
            Get-P2SDerUris $Bytes $part ($Depth - 1)
        }
    }
}
