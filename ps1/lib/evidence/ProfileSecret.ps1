# A Store app saves its whole profile in a phonebook entry (ThirdPartyProfileInfo, hexadecimal, split into lines).
# For the Azure VPN Client, XML in UTF-16LE, everything except the tunnel key is shown; another app's profile can
# contain any secret and is not shown.

# The bytes of a phonebook without secrets; everything else is unchanged.
function Hide-P2SProfileSecret([byte[]]$Bytes) {
    # UTF-16 by its byte order mark or its zeros; else one character per byte, whatever the code page.
    $wide = $Bytes.Length -gt 1 -and (($Bytes[0] -eq 255 -and $Bytes[1] -eq 254) -or $Bytes[1] -eq 0)
    $encoding = [System.Text.Encoding]::GetEncoding($(if ($wide) { 1200 } else { 28591 }))
    $text = $encoding.GetString($Bytes)
    if ($text.IndexOf('ThirdPartyProfileInfo', [System.StringComparison]::OrdinalIgnoreCase) -lt 0) { return , $Bytes }
    # The text before the first of these lines; then, for each, its key, its value, and the text after it.
    $parts = [regex]::Split($text, '(?im)^([^\S\n]*ThirdPartyProfileInfo[^\S\n]*=[^\S\n]*)([^\r\n]*)')
    for ($first = 2; $first -lt $parts.Length; $first = $last + 3) {
        # The lines of one entry are consecutive.
        $last = $first
        while ($last + 3 -lt $parts.Length -and $parts[$last + 1].Trim() -eq '') { $last += 3 }
        $values = @(for ($i = $first; $i -le $last; $i += 3) { $parts[$i] })
        $shown = Hide-P2SHexSecret (-join $values)
        $at = 0
        for ($i = $first; $i -le $last; $i += 3) {
            $length = $parts[$i].Length
            $parts[$i] = $shown.Substring($at, $length)
            $at += $length
        }
    }
    , $encoding.GetBytes(-join $parts)
}

# Hexadecimal of the same length: a profile of the Azure VPN Client without its keys, any other one as zeros.
function Hide-P2SHexSecret([string]$Hex) {
    $azure = ConvertTo-P2SWidePattern '<azvpnprofile'
    if ($Hex -cnotmatch '\A[0-9A-Fa-f]*\z' -or $Hex -cnotmatch $azure) { return '0' * $Hex.Length }
    $unit = '[0-9A-Fa-f]{4}'
    $tag = '3[Cc]00(?:(?:(?!2[Ff]00|3[CcEe]00)' + $unit + '){1,40}3[Aa]00)?' + (ConvertTo-P2SWidePattern 'serversecret')
    $start = $tag + '(?:(?!3[Ee]00)' + $unit + '){0,64}3[Ee]00'
    # A tag that cannot be parsed may be followed by the key.
    if ([regex]::Matches($Hex, $tag).Count -ne [regex]::Matches($Hex, $start).Count) { return '0' * $Hex.Length }
    # The tag is not self-closing; hides everything up to the next end tag. Joins once: users can put very many
    # keys into a phonebook, and a copy of the text for each would take minutes.
    $filled = $start + '(?<!2[Ff]003[Ee]00)((?:(?!3[Cc]002[Ff]00)' + $unit + ')+)'
    $at = 0
    $pieces = @(
        foreach ($match in [regex]::Matches($Hex, $filled)) {
            $secret = $match.Groups[1]
            $Hex.Substring($at, $secret.Index - $at)
            '5800' * ($secret.Length / 4)
            $at = $secret.Index + $secret.Length
        }
        $Hex.Substring($at)
    )
    -join $pieces
}

# A pattern for a word in the hexadecimal of UTF-16LE, case-insensitive.
function ConvertTo-P2SWidePattern([string]$Word) {
    -join @(foreach ($char in $Word.ToCharArray()) {
            $upper = ('{0:X2}' -f [int][char]::ToUpperInvariant($char)) + '00'
            $lower = ('{0:X2}' -f [int][char]::ToLowerInvariant($char)) + '00'
            '(?i:' + $upper + '|' + $lower + ')'
        })
}
