# The files of a change that must be confirmed, with content that only this computer knows.

# These files, with the places that were not restored added to the rolled-back unconfirmed change.
function Add-P2SLeft($Files, $Places) {
    foreach ($file in $Files) {
        if (@($Places).Count -eq 0 -or $file['path'] -cne 'unconfirmed.json' -or $null -eq $file['base64']) {
            $file
            continue
        }
        $left = '"left": [' + (@($Places) -join ',') + ']'
        @{ path = $file['path']; base64 = Edit-P2SSealed $file['base64'] @(, @('"left": []', $left)); append = $false }
    }
}

# A sealed file with these texts replaced, sealed again as src/change/state/sealed.ts does it.
function Edit-P2SSealed([string]$Base64, $Replacements) {
    $text = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Base64))
    $body = $text.Substring(87, $text.Length - 89)
    foreach ($pair in $Replacements) { $body = $body.Replace($pair[0], $pair[1]) }
    [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes('{"sha256":"' + (Get-P2STextDigest $body) +
        '","content":' + $body + "}`n"))
}

# These files, with times by this computer's clock, counted from now. The rollback request contains the unconfirmed
# change as it is and as it will be, so both are updated.
function Set-P2SDeadline($Files, $Confirm) {
    if ($null -eq $Confirm) { return $Files }
    $now = [datetime]::UtcNow
    $deadline = ConvertTo-P2STime $now.AddMilliseconds($Confirm['withinMs'])
    $times = @(@($Confirm['armedAt'], (ConvertTo-P2STime $now)), @($Confirm['deadline'], $deadline))
    foreach ($file in $Files) {
        $base64 = $file['base64']
        if ($null -eq $base64) {
            $file
            continue
        }
        if ($file['path'] -ceq 'unconfirmed.json') { $base64 = Edit-P2SSealed $base64 $times }
        elseif ($file['path'] -ceq 'put-back.json') {
            $json = [System.Text.Encoding]::ASCII.GetString([System.Convert]::FromBase64String($base64))
            $notes = @(foreach ($match in [regex]::Matches($json, '"path":"unconfirmed\.json","base64":"([^"]+)"')) {
                    $match.Groups[1].Value
                })
            foreach ($note in $notes) {
                $json = $json.Replace('"' + $note + '"', '"' + (Edit-P2SSealed $note $times) + '"')
            }
            $base64 = [System.Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes($json))
        }
        elseif ($file['path'] -ceq 'put-back-task.xml') {
            # Windows accepts no fractions of a second there.
            $xml = [System.Text.Encoding]::Unicode.GetString([System.Convert]::FromBase64String($base64))
            $then = $Confirm['deadline']
            $xml = $xml.Replace($then.Substring(0, $then.IndexOf('.')) + 'Z',
                $deadline.Substring(0, $deadline.IndexOf('.')) + 'Z')
            $base64 = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($xml))
        }
        @{ path = $file['path']; base64 = $base64; append = $file['append'] }
    }
}
