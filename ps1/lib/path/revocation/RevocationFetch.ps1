# Fetches revocation URLs as CryptoAPI does, in parallel, each with its own deadline: absolute form through a
# proxy, origin form directly; no credentials, no redirects. Bytes are returned unmodified.

# Limit of bytes of all answers together: a certificate chain of a hostile server can name 80 URLs.
$script:P2SMaxAnswers = 16777216

# Fetch: url, proxy (host, port; or null), post (base64 of an OCSP request; or null). Returns the same with what
# was received; further has the POST after a refused GET.
function Invoke-P2SRevocationFetches($Fetches, [int]$DeadlineMs, [long]$MaxBytes) {
    $all = @{ Left = $script:P2SMaxAnswers }
    $ended = @(Invoke-P2SFetchRound @(foreach ($fetch in $Fetches) {
                Start-P2SRevocationFetch $fetch $DeadlineMs $MaxBytes $all $false
            }))
    $refused = @(foreach ($one in $ended) { if (Test-P2SGetRefused $one) { $one } })
    $again = @(Invoke-P2SFetchRound @(foreach ($one in $refused) {
                Start-P2SRevocationFetch $one.Fetch $DeadlineMs $MaxBytes $all $true
            }))
    for ($i = 0; $i -lt $again.Length; $i++) {
        $then = $again[$i].Seen
        $refused[$i].Seen.further = @(, @{ connect = $then.connect; proxy = $then.proxy; tls = $null; inside = $null })
    }
    foreach ($one in $ended) { $one.Seen }
}

function Invoke-P2SFetchRound($Running) {
    $running = @($Running)
    while ($true) {
        foreach ($one in $running) { Step-P2SRevocationFetch $one }
        $open = @(foreach ($one in $running) { if ($one.State -ne 'over') { $one } })
        if ($open.Length -eq 0) { break }
        $tasks = [System.Threading.Tasks.Task[]]@(foreach ($one in $open) { $one.Tasks })
        # Not longer than the next connection attempt or a deadline allows.
        $null = [System.Threading.Tasks.Task]::WaitAny($tasks, 50)
    }
    $running
}

function Start-P2SRevocationFetch($Fetch, [int]$DeadlineMs, [long]$MaxBytes, $All, [bool]$ByPost) {
    $talk = New-P2STalk $DeadlineMs
    $seen = @{
        url = $Fetch['url']
        kind = $Fetch['kind']
        position = $Fetch['position']
        viaProxy = $Fetch['proxy']
        deadlineMs = $DeadlineMs
        maxBytes = $MaxBytes
        resolve = $null
        connect = $null
        proxy = New-P2SRecord
        further = @()
    }
    $uri = [uri]$Fetch['url']
    $first = if ($null -ne $Fetch['proxy']) { $Fetch['proxy'] } else { @{ host = $uri.DnsSafeHost; port = $uri.Port } }
    $one = @{
        Talk = $talk
        Seen = $seen
        Fetch = $Fetch
        Request = Format-P2SFetchRequest $Fetch $uri $ByPost
        Port = $first['port']
        Limit = $MaxBytes + $script:P2SMaxHead
        All = $All
        State = 'resolving'
        Tasks = @()
        Race = $null
        Stream = $null
        Buffer = [byte[]]::new(65536)
        Body = [System.IO.MemoryStream]::new()
        BytesExpected = -1
    }
    $one.Tasks = @(Start-P2SResolution $first['host'])
    $one
}

# The whole request as bytes. The connection closes after it, so its end is the end of the answer.
function Format-P2SFetchRequest($Fetch, $Uri, [bool]$ByPost) {
    $get = if (-not $ByPost) { Get-P2SFetchPath $Fetch $Uri }
    $isPost = $null -eq $get
    $path = if ($isPost) { $Uri.PathAndQuery } else { $get }
    $body = if ($isPost) { [System.Convert]::FromBase64String($Fetch['post']) } else { [byte[]]@() }
    $method = if ($isPost) { 'POST' } else { 'GET' }
    $target = if ($null -eq $Fetch['proxy']) { $path } else { 'http://' + $Uri.Authority + $path }
    $type = if ($isPost) { "Content-Type: application/ocsp-request`r`nContent-Length: $($body.Length)`r`n" } else { '' }
    $head = "$method $target HTTP/1.1`r`nConnection: close`r`nAccept: */*`r`n" +
        "User-Agent: Microsoft-CryptoAPI/10.0`r`n${type}Host: $($Uri.Authority)`r`n`r`n"
    , [byte[]]([System.Text.Encoding]::ASCII.GetBytes($head) + $body)
}

# The path of a GET, or null if only POST is possible: an OCSP request is one more segment of the path (RFC 6960
# A.1), unless it is too long, or a query ends the URL. The Uri class itself may decode a slash.
function Get-P2SFetchPath($Fetch, $Uri) {
    if ($null -eq $Fetch['post']) { return $Uri.PathAndQuery }
    $encoded = [uri]::EscapeDataString($Fetch['post'])
    if ($encoded.Length -ge 255 -or $Uri.Query -ne '') { return }
    ($Uri.AbsolutePath -creplace '/\z', '') + '/' + $encoded
}

# Whether an OCSP responder does not support GET, for this URL or for any.
function Test-P2SGetRefused($One) {
    if ($null -eq $One.Fetch['post'] -or $null -eq (Get-P2SFetchPath $One.Fetch ([uri]$One.Fetch['url']))) {
        return $false
    }
    (Get-P2SRecordedHead $One.Seen.proxy).Status -in 405, 501
}

# Continues a fetch when its current step has ended, or its time is over.
function Step-P2SRevocationFetch($One) {
    $late = (Get-P2SRemaining $One.Talk) -eq 0
    switch ($One.State) {
        'resolving' { Step-P2SResolving $One $late }
        'connecting' { Step-P2SConnecting $One $late }
        'sending' { if ($late -or $One.Tasks[0].IsCompleted) { Step-P2SSent $One $late } }
        'reading' { Step-P2SReading $One $late }
    }
}

function Step-P2SResolving($One, [bool]$Late) {
    $task = $One.Tasks[0]
    if (-not $task.IsCompleted -and -not $Late) { return }
    $end = Get-P2STaskEnd $task
    $One.Seen.resolve = Get-P2SResolution $One.Talk $task $end
    if ($end -ne 'done') { return Stop-P2SRevocationFetch $One }
    $One.Race = New-P2SRace $One.Seen.resolve.addresses $One.Port
    $One.State = 'connecting'
    Step-P2SConnecting $One $false
}

function Step-P2SConnecting($One, [bool]$Late) {
    Step-P2SRace $One.Talk $One.Race
    $One.Tasks = @(foreach ($attempt in $One.Race.Running) { $attempt.Task })
    if (-not $One.Race.Over -and -not $Late) { return }
    $One.Seen.connect = Get-P2SConnection $One.Talk $One.Race
    if ($null -eq $One.Race.Winner) { return Stop-P2SRevocationFetch $One }
    $One.Stream = $One.Race.Winner.Client.GetStream()
    $One.Tasks = @($One.Stream.WriteAsync($One.Request, 0, $One.Request.Length))
    $One.State = 'sending'
}

# Whether the request arrived is known from what is read.
function Step-P2SSent($One, [bool]$Late) {
    if ($Late) { return Stop-P2SReading $One 'timeout' $null }
    $One.State = 'reading'
    $One.Tasks = @($One.Stream.ReadAsync($One.Buffer, 0, $One.Buffer.Length))
}

function Step-P2SReading($One, [bool]$Late) {
    $task = $One.Tasks[0]
    if (-not $task.IsCompleted) {
        if ($Late) { Stop-P2SReading $One 'timeout' $null }
        return
    }
    if ($task.Status -ne 'RanToCompletion') { return Stop-P2SReading $One 'failed' $task }
    if ($task.Result -eq 0) { return Stop-P2SReading $One 'closed' $null }
    $One.Body.Write($One.Buffer, 0, $task.Result)
    $One.All.Left -= $task.Result
    if ($One.Body.Length -gt $One.Limit -or $One.All.Left -lt 0) { return Stop-P2SReading $One 'limit' $null }
    if (Test-P2SAnswered $One) { return Stop-P2SReading $One 'open' $null }
    $One.Tasks = @($One.Stream.ReadAsync($One.Buffer, 0, $One.Buffer.Length))
}

# Whether the answer is complete: the head of a refusal, or a whole body by its Content-Length.
function Test-P2SAnswered($One) {
    if ($One.BytesExpected -lt 0) {
        $count = [int][Math]::Min($One.Body.Length, $script:P2SMaxHead + 1)
        $text = ConvertTo-P2SLatin1 $One.Body.GetBuffer() 0 $count
        $head = Find-P2SHead $text
        if ($null -eq $head) { return $false }
        if ($head.Status -ne 200) { return $true }
        $length = ([regex]'(?im)^Content-Length:[ \t]*([0-9]{1,12})[ \t]*\r?$').Match($text.Substring(0, $head.Length))
        $One.BytesExpected = if ($length.Success) {
            $head.Length + [long]$length.Groups[1].Value
        }
        else {
            [long]::MaxValue
        }
    }
    $One.Body.Length -ge $One.BytesExpected
}

function Stop-P2SReading($One, [string]$End, $Task) {
    if ($One.Body.Length -gt 0) { Add-P2SChunk $One.Talk $One.Seen.proxy $One.Body.ToArray() }
    Stop-P2SRecord $One.Talk $One.Seen.proxy $End $Task
    Stop-P2SRevocationFetch $One
}

function Stop-P2SRevocationFetch($One) {
    $One.State = 'over'
    $One.Tasks = @()
    Close-P2STalk $One.Talk
}
