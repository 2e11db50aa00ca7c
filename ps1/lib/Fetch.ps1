# Fetches over the COM class WinHttp.WinHttpRequest.5.1, all side by side, by the machine's own WinHTTP setting.

$script:P2SClientClass = 'WinHttp.WinHttpRequest.5.1'

# Why the client cannot be used, or null.
function Test-P2SClient {
    if (-not $script:P2SFullLanguage) { return 'language-mode' }
    try { $client = New-Object -ComObject $script:P2SClientClass }
    catch { return 'com-refused' }
    $null = [System.Runtime.InteropServices.Marshal]::ReleaseComObject($client)
    $null
}

# Sends one request and does not wait. Fetch is an entry of the wire's request.
function Start-P2SFetch($Fetch, [int]$TimeoutMs, $Clock) {
    $entry = @{ Fetch = $Fetch; Client = $null; Status = $null; Body = $null; HResult = $null; Started = $Clock.ElapsedMilliseconds; Ended = -1 }
    try {
        $client = New-Object -ComObject $script:P2SClientClass
        $entry.Client = $client
        $client.Open('GET', [string]$Fetch['url'], $true)
        $client.SetTimeouts($TimeoutMs, $TimeoutMs, $TimeoutMs, $TimeoutMs)
        # Never (2). The two below are not known to every build; the status tells what came of it.
        try { $client.SetAutoLogonPolicy(2) } catch { $null = $_ }
        # EnableRedirects (6).
        try { $client.Option(6) = $false } catch { $null = $_ }
        $client.SetRequestHeader('User-Agent', 'Microsoft-CryptoAPI/10.0')
        $client.Send()
    }
    catch { Stop-P2SFetch $entry $Clock (Get-P2SFailure $_).HResult }
    $entry
}

function Stop-P2SFetch($Entry, $Clock, $HResult) {
    $Entry.HResult = $HResult
    $Entry.Ended = $Clock.ElapsedMilliseconds
}

# Takes the answer of one fetch when it is there. WaitForResponse throws what went wrong; what it returns cannot be
# relied on (Wine says false for an answer that came before), so status and body decide: they are null, or throw,
# until both are complete.
function Receive-P2SFetch($Entry, $Clock) {
    try { $null = $Entry.Client.WaitForResponse(0) }
    catch { return Stop-P2SFetch $Entry $Clock (Get-P2SFailure $_).HResult }
    try {
        $status = $Entry.Client.Status
        $body = $Entry.Client.ResponseBody
    }
    catch { return }
    if ($status -isnot [int] -or $status -eq 0) { return }
    $Entry.Status = $status
    $Entry.Body = if ($body -is [byte[]]) { , $body } else { , ([byte[]]@()) }
    Stop-P2SFetch $Entry $Clock $null
}

function Invoke-P2SFetches($Fetches, [int]$TimeoutMs, [long]$MaxBytes) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $entries = @(foreach ($fetch in $Fetches) { Start-P2SFetch $fetch $TimeoutMs $clock })
    do {
        foreach ($entry in $entries) { if ($entry.Ended -lt 0) { Receive-P2SFetch $entry $clock } }
        $waiting = @(foreach ($entry in $entries) { if ($entry.Ended -lt 0) { $entry } })
        if ($waiting.Count -gt 0) { [System.Threading.Thread]::Sleep(10) }
    } while ($waiting.Count -gt 0 -and $clock.ElapsedMilliseconds -lt $TimeoutMs)
    foreach ($entry in $entries) {
        if ($entry.Ended -lt 0) {
            # ERROR_WINHTTP_TIMEOUT.
            Stop-P2SFetch $entry $clock -2147012894
            try { $entry.Client.Abort() } catch { $null = $_ }
        }
        Format-P2SFetch $entry $MaxBytes
        if ($null -ne $entry.Client) { $null = [System.Runtime.InteropServices.Marshal]::ReleaseComObject($entry.Client) }
    }
}

function Format-P2SFetch($Entry, [long]$MaxBytes) {
    $bytes = 0
    $head = ''
    $location = $null
    $length = $null
    if ($null -ne $Entry.Status) {
        $bytes = $Entry.Body.Length
        $head = [System.BitConverter]::ToString($Entry.Body, 0, [Math]::Min(64, $bytes)).Replace('-', '').ToLowerInvariant()
        try { $location = ([string]$Entry.Client.GetResponseHeader('Location')).TrimEnd([char]0) } catch { $location = $null }
        try { $length = ([string]$Entry.Client.GetResponseHeader('Content-Length')).TrimEnd([char]0) } catch { $length = $null }
        $length = if ($length -cmatch '\A[0-9]{1,15}\z') { [decimal]$length } else { $null }
    }
    '{"id":' + (ConvertTo-P2SJsonText $Entry.Fetch['id']) + ',"status":' + (ConvertTo-P2SJsonNumber $Entry.Status) +
        ',"hresult":' + (ConvertTo-P2SJsonNumber $Entry.HResult) + ',"bytes":' + $bytes +
        ',"contentLength":' + (ConvertTo-P2SJsonNumber $length) +
        ',"tooLarge":' + (ConvertTo-P2SJsonFlag ($bytes -gt $MaxBytes)) +
        ',"bodyHex":"' + $head + '","location":' + (ConvertTo-P2SJsonText $location) +
        ',"durationMs":' + ($Entry.Ended - $Entry.Started) + '}'
}
