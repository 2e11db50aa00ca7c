# What an app from the Store keeps in an entry of a phonebook (ThirdPartyProfileInfo, hexadecimal, cut into lines) is its
# whole profile. Of the Azure VPN Client's, XML in UTF-16LE, everything is shown but the key of the tunnel; another app's
# may hold any secret, and nothing of it is shown.

# The bytes of a phonebook without secrets; all else in them is as it was.
function Hide-P2SProfileSecret([byte[]]$Bytes) {
    # UTF-16 by its mark or by its zeros; else one character for each byte, whatever the code page.
    $wide = $Bytes.Length -gt 1 -and (($Bytes[0] -eq 255 -and $Bytes[1] -eq 254) -or $Bytes[1] -eq 0)
    $encoding = [System.Text.Encoding]::GetEncoding($(if ($wide) { 1200 } else { 28591 }))
    $text = $encoding.GetString($Bytes)
    if ($text.IndexOf('ThirdPartyProfileInfo', [System.StringComparison]::OrdinalIgnoreCase) -lt 0) { return , $Bytes }
    # What stands before the first of these lines; then, for each, its key, its value, and what follows it.
    $parts = [regex]::Split($text, '(?im)^([^\S\n]*ThirdPartyProfileInfo[^\S\n]*=[^\S\n]*)([^\r\n]*)')
    for ($first = 2; $first -lt $parts.Length; $first = $last + 3) {
        # The lines of one entry follow one another.
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

# Hexadecimal of the same length: without its keys where it is a profile of the Azure VPN Client, else zeros.
function Hide-P2SHexSecret([string]$Hex) {
    $azure = ConvertTo-P2SWidePattern '<azvpnprofile'
    if ($Hex -cnotmatch '\A[0-9A-Fa-f]*\z' -or $Hex -cnotmatch $azure) { return '0' * $Hex.Length }
    $unit = '[0-9A-Fa-f]{4}'
    $tag = '3[Cc]00(?:(?:(?!2[Ff]00|3[CcEe]00)' + $unit + '){1,40}3[Aa]00)?' + (ConvertTo-P2SWidePattern 'serversecret')
    $start = $tag + '(?:(?!3[Ee]00)' + $unit + '){0,64}3[Ee]00'
    # A tag that is not understood may have the key behind it.
    if ([regex]::Matches($Hex, $tag).Count -ne [regex]::Matches($Hex, $start).Count) { return '0' * $Hex.Length }
    # Not closed in itself; then what stands until the next end tag, whatever it is.
    # Joined once: a user may put as many keys into a phonebook as it holds, and a copy of all for each takes minutes.
    $at = 0
    $pieces = @(
        foreach ($match in [regex]::Matches($Hex, $start + '(?<!2[Ff]003[Ee]00)((?:(?!3[Cc]002[Ff]00)' + $unit + ')+)')) {
            $secret = $match.Groups[1]
            $Hex.Substring($at, $secret.Index - $at)
            '5800' * ($secret.Length / 4)
            $at = $secret.Index + $secret.Length
        }
        $Hex.Substring($at)
    )
    -join $pieces
}

# A pattern for a word in the hexadecimal of UTF-16LE, in any case.
function ConvertTo-P2SWidePattern([string]$Word) {
    -join @(foreach ($char in $Word.ToCharArray()) {
            $upper = ('{0:X2}' -f [int][char]::ToUpperInvariant($char)) + '00'
            $lower = ('{0:X2}' -f [int][char]::ToLowerInvariant($char)) + '00'
            '(?i:' + $upper + '|' + $lower + ')'
        })
}
