# Fetches with the COM class WinHttp.WinHttpRequest.5.1, in parallel, with the computer's own WinHTTP setting.

$script:P2SClientClass = 'WinHttp.WinHttpRequest.5.1'
# The client buffers a whole body before it returns any of it. A body with too large a length is not awaited; a
# body without a length is ended when this process has grown by this much.
$script:P2SMaxGrowth = 512MB
# ERROR_FILE_TOO_LARGE, ERROR_WINHTTP_TIMEOUT.
$script:P2SFetchTooLarge = -2147024673
$script:P2SFetchTimeout = -2147012894

# Why the client cannot be used, or null.
function Test-P2SClient {
    if (-not $script:P2SFullLanguage) { return 'language-mode' }
    try { $client = New-Object -ComObject $script:P2SClientClass }
    catch { return 'com-refused' }
    $null = [System.Runtime.InteropServices.Marshal]::ReleaseComObject($client)
    $null
}

# The state of a new fetch. Fetch is an entry of the request.
function New-P2SFetchEntry($Fetch, $Clock) {
    @{
        Fetch = $Fetch; Client = $null; Status = $null; Body = [byte[]]@(); Length = $null; TooLarge = $false
        HResult = $null; Started = $Clock.ElapsedMilliseconds; Ended = -1
    }
}

# Sends one request without waiting.
function Start-P2SFetch($Fetch, [int]$TimeoutMs, $Clock) {
    $entry = New-P2SFetchEntry $Fetch $Clock
    try {
        $client = New-Object -ComObject $script:P2SClientClass
        $entry.Client = $client
        $client.Open('GET', [string]$Fetch['url'], $true)
        $client.SetTimeouts($TimeoutMs, $TimeoutMs, $TimeoutMs, $TimeoutMs)
        # Never (2). Not every Windows build has the two calls below; the status shows the result.
        try { $client.SetAutoLogonPolicy(2) } catch { $null = $_ }
        # EnableRedirects (6).
        try { $client.Option(6) = $false } catch { $null = $_ }
        $agent = if ($Fetch['headOnly'] -eq $true) { 'p2s-fix' } else { 'Microsoft-CryptoAPI/10.0' }
        $client.SetRequestHeader('User-Agent', $agent)
        $client.Send()
    }
    catch { Stop-P2SFetch $entry $Clock (Get-P2SFailure $_).HResult }
    $entry
}

function Stop-P2SFetch($Entry, $Clock, $HResult) {
    $Entry.HResult = $HResult
    $Entry.Ended = $Clock.ElapsedMilliseconds
}

# Reads the answer of one fetch if it is complete. WaitForResponse throws if the fetch failed; a return value of
# false means nothing (Wine returns it for an answer that came earlier). Status and body are null, or throw, until
# they are available; the body of a refusal is not awaited.
function Receive-P2SFetch($Entry, $Clock, [long]$MaxBytes) {
    try { $isOver = $Entry.Client.WaitForResponse(0) -eq $true }
    catch { return Stop-P2SFetch $Entry $Clock (Get-P2SFailure $_).HResult }
    $status = $null
    $body = $null
    try {
        $status = $Entry.Client.Status
        $body = $Entry.Client.ResponseBody
    }
    catch { $null = $_ }
    if ($status -isnot [int] -or $status -eq 0) { return }
    $length = Get-P2SContentLength $Entry
    $isLong = $null -ne $length -and $length -gt $MaxBytes
    $isWhole = $isOver -or $body -is [byte[]] -or $status -ne 200 -or 0 -eq $length
    $isHead = $Entry.Fetch['headOnly'] -eq $true
    if (-not $isWhole -and -not $isLong -and -not $isHead) { return }
    $Entry.Status = $status
    $Entry.Length = $length
    if ($body -is [byte[]]) { $Entry.Body = $body }
    if ($isWhole) { Stop-P2SFetch $Entry $Clock $null } else { Stop-P2SAbortedFetch $Entry $Clock $null (-not $isHead) }
}

function Stop-P2SAbortedFetch($Entry, $Clock, $HResult, [bool]$TooLarge) {
    $Entry.TooLarge = $TooLarge
    Stop-P2SFetch $Entry $Clock $HResult
    try { $Entry.Client.Abort() } catch { $null = $_ }
}

# The announced length, or null: not received yet, or not announced.
function Get-P2SContentLength($Entry) {
    try { $length = ([string]$Entry.Client.GetResponseHeader('Content-Length')).TrimEnd([char]0) } catch { return }
    if ($length -cmatch '\A[0-9]{1,15}\z') { [decimal]$length }
}

function Invoke-P2SFetches($Fetches, [int]$TimeoutMs, [long]$MaxBytes) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $entries = @(foreach ($fetch in $Fetches) { Start-P2SFetch $fetch $TimeoutMs $clock })
    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    $most = $process.PrivateMemorySize64 + $script:P2SMaxGrowth
    do {
        foreach ($entry in $entries) { if ($entry.Ended -lt 0) { Receive-P2SFetch $entry $clock $MaxBytes } }
        $process.Refresh()
        $isFull = $process.PrivateMemorySize64 -gt $most
        $waiting = @(foreach ($entry in $entries) { if ($entry.Ended -lt 0) { $entry } })
        if ($waiting.Count -gt 0 -and -not $isFull) { [System.Threading.Thread]::Sleep(10) }
    } while ($waiting.Count -gt 0 -and -not $isFull -and $clock.ElapsedMilliseconds -lt $TimeoutMs)
    foreach ($entry in $entries) {
        if ($entry.Ended -lt 0) {
            $hresult = if ($isFull) { $script:P2SFetchTooLarge } else { $script:P2SFetchTimeout }
            Stop-P2SAbortedFetch $entry $clock $hresult $isFull
        }
        Format-P2SFetch $entry $MaxBytes
        Close-P2SFetch $entry
    }
}

function Close-P2SFetch($Entry) {
    if ($null -ne $Entry.Client) { $null = [System.Runtime.InteropServices.Marshal]::ReleaseComObject($Entry.Client) }
}

function Format-P2SFetch($Entry, [long]$MaxBytes) {
    $bytes = 0
    $head = ''
    $location = $null
    if ($null -ne $Entry.Status) {
        $bytes = $Entry.Body.Length
        $hex = [System.BitConverter]::ToString($Entry.Body, 0, [Math]::Min(64, $bytes))
        $head = $hex.Replace('-', '').ToLowerInvariant()
        try {
            $location = ([string]$Entry.Client.GetResponseHeader('Location')).TrimEnd([char]0)
        }
        catch {
            $location = $null
        }
    }
    '{"id":' + (ConvertTo-P2SJsonText $Entry.Fetch['id']) + ',"status":' + (ConvertTo-P2SJsonNumber $Entry.Status) +
        ',"hresult":' + (ConvertTo-P2SJsonNumber $Entry.HResult) + ',"bytes":' + $bytes +
        ',"contentLength":' + (ConvertTo-P2SJsonNumber $Entry.Length) +
        ',"tooLarge":' + (ConvertTo-P2SJsonFlag ($Entry.TooLarge -or $bytes -gt $MaxBytes)) +
        ',"bodyHex":"' + $head + '","location":' + (ConvertTo-P2SJsonText $location) +
        ',"durationMs":' + ($Entry.Ended - $Entry.Started) + '}'
}
