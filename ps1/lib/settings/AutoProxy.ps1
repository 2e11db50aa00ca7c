# Auto-detection and PAC files, evaluated by Windows. The C# code does the work; this file handles requests and
# replies.

# Throws when the request is invalid.
function Assert-P2SAutoProxyRequest($Request) {
    if ($Request['urls'] -isnot [array]) { throw 'The request has no list of URLs.' }
    foreach ($one in $Request['urls']) {
        if ($one -isnot [hashtable] -or $one['id'] -isnot [string] -or $one['url'] -isnot [string]) {
            throw 'A URL of the request has no id or no url.'
        }
    }
    if ($Request['autoDetect'] -isnot [bool]) { throw 'The request does not say whether to auto-detect.' }
    if ($null -ne $Request['autoConfigUrl'] -and $Request['autoConfigUrl'] -isnot [string]) {
        throw 'The address of the PAC file is not a string.'
    }
    if (-not $Request['autoDetect'] -and $null -eq $Request['autoConfigUrl']) {
        throw 'The request has neither auto-detection nor a PAC file.'
    }
}

# The JSON of each answer, in the order of the URLs.
function Get-P2SAutoProxyAnswers($Request) {
    $timeout = if ($null -eq $Request['timeoutMs']) { 15000 } else { [int]$Request['timeoutMs'] }
    $urls = [string[]]@(foreach ($one in $Request['urls']) { $one['url'] })
    $pac = if ($null -eq $Request['autoConfigUrl']) { [NullString]::Value } else { $Request['autoConfigUrl'] }
    $answers = [P2SFix.WinHttpAutoProxy]::Ask($urls, $Request['autoDetect'], $pac, $timeout)
    for ($i = 0; $i -lt $urls.Length; $i++) {
        $answer = $answers[$i]
        $failed = $answer.Error -ne 0
        '{"id":' + (ConvertTo-P2SJsonText $Request['urls'][$i]['id']) +
            ',"accessType":' + (ConvertTo-P2SJsonNumber $(if (-not $failed) { $answer.AccessType })) +
            ',"proxy":' + (ConvertTo-P2SJsonText $answer.Proxy) +
            ',"bypass":' + (ConvertTo-P2SJsonText $answer.Bypass) +
            ',"foundBy":' + (ConvertTo-P2SJsonText $answer.FoundBy) +
            ',"win32":' + (ConvertTo-P2SJsonNumber $(if ($failed) { $answer.Error })) + '}'
    }
}
