# Sends prepared packets to a server and returns the replies. The caller creates and judges the packets; this code
# does not know their content.

$script:P2SMaxDatagrams = 64
$script:P2SMaxAnswer = 65536

# UDP flows, in parallel. Flow: host, port, packet and answerStarts (base64), sendAtMs (when to send it, from 0
# on), listenMs for each address, deadlineMs for the name and its addresses together.
function Invoke-P2SDatagrams($Flows) {
    $running = @(foreach ($flow in $Flows) { New-P2SFlow $flow })
    try {
        while ($true) {
            foreach ($one in $running) { Step-P2SFlow $one }
            $open = @(foreach ($one in $running) { if ($one.State -ne 'over') { $one } })
            if ($open.Length -eq 0) { break }
            $tasks = [System.Threading.Tasks.Task[]]@(foreach ($one in $open) { $one.Task })
            # Not longer than until the next packet or end is due.
            $null = [System.Threading.Tasks.Task]::WaitAny($tasks, 20)
        }
    }
    finally { foreach ($one in $running) { Close-P2STalk $one.Talk } }
    foreach ($one in $running) { $one.Seen }
}

function New-P2SFlow($Flow) {
    @{
        Flow = $Flow
        Talk = New-P2STalk ([int]$Flow['deadlineMs'])
        Packet = [System.Convert]::FromBase64String($Flow['packet'])
        Start = [System.Convert]::FromBase64String($Flow['answerStarts'])
        State = 'resolving'
        Task = Start-P2SResolution $Flow['host']
        Client = $null
        Sending = $null
        BeganMs = 0
        UntilMs = 0
        Addresses = @()
        Attempt = $null
        IsAnswered = $false
        Seen = @{ host = $Flow['host']; port = $Flow['port']; resolve = $null; attempts = New-P2SList; endMs = 0 }
    }
}

function Step-P2SFlow($One) {
    if ($One.State -eq 'resolving') { Open-P2SFlow $One }
    if ($One.State -eq 'listening') { Step-P2SListening $One }
}

function Open-P2SFlow($One) {
    $late = (Get-P2SRemaining $One.Talk) -eq 0
    if (-not $One.Task.IsCompleted -and -not $late) { return }
    $end = Get-P2STaskEnd $One.Task
    $One.Seen.resolve = Get-P2SResolution $One.Talk $One.Task $end
    # One address of each family, if the name has both.
    $found = $One.Seen.resolve.addresses
    if ($end -eq 'done') { $One.Addresses = @(for ($i = 0; $i -lt [Math]::Min(2, $found.Length); $i++) { $found[$i] }) }
    Step-P2SAddress $One
}

# The next address of the name, with its part of the remaining time; without one the flow ends.
function Step-P2SAddress($One) {
    $now = Get-P2SElapsed $One.Talk
    $left = $One.Addresses.Length - $One.Seen.attempts.Count
    if ($left -eq 0 -or $One.IsAnswered) {
        $One.State = 'over'
        $One.Seen.endMs = $now
        return
    }
    $text = $One.Addresses[$One.Seen.attempts.Count]
    $One.BeganMs = $now
    $One.UntilMs = $now + [Math]::Min([int]$One.Flow['listenMs'], [Math]::Floor((Get-P2SRemaining $One.Talk) / $left))
    $One.Attempt = @{
        address = $text
        sent = 0
        datagrams = New-P2SList
        end = 'silent'
        endMs = $now
        socketError = $null
    }
    $null = $One.Seen.attempts.Add($One.Attempt)
    try {
        # A socket connected to one address receives only from that peer, including its refusals.
        $address = [System.Net.IPAddress]::Parse($text)
        $client = [System.Net.Sockets.UdpClient]::new($address.AddressFamily)
        $null = $One.Talk.Opened.Add($client)
        $client.Connect($address, [int]$One.Flow['port'])
        $One.Client = $client
        $One.Sending = $null
        $One.Task = $client.ReceiveAsync()
        $One.State = 'listening'
    }
    catch {
        $One.Attempt.socketError = Get-P2SSocketErrorOf $_.Exception
        Stop-P2SAttempt $One 'unreachable' $null
    }
}

function Step-P2SListening($One) {
    $now = Get-P2SElapsed $One.Talk
    $attempt = $One.Attempt
    if ($One.Task.IsCompleted) {
        if ($One.Task.Status -ne 'RanToCompletion') { return Stop-P2SAttempt $One 'failed' $One.Task }
        $bytes = $One.Task.Result.Buffer
        $null = $attempt.datagrams.Add(@{ ms = $now; base64 = [System.Convert]::ToBase64String($bytes) })
        if (Test-P2SAnswerStart $bytes $One.Start) {
            # This code cannot know whether the answer is complete: it listens for one more second, and stops
            # sending.
            if (-not $One.IsAnswered) { $One.UntilMs = [Math]::Min($One.UntilMs, $now + 1000) }
            $One.IsAnswered = $true
        }
        if ($attempt.datagrams.Count -eq $script:P2SMaxDatagrams) { return Stop-P2SAttempt $One 'silent' $null }
        $One.Task = $One.Client.ReceiveAsync()
        return
    }
    if ($null -ne $One.Sending -and $One.Sending.IsFaulted) { return Stop-P2SAttempt $One 'failed' $One.Sending }
    if ($now -ge $One.UntilMs) { return Stop-P2SAttempt $One 'silent' $null }
    $times = @($One.Flow['sendAtMs'])
    $isDue = $attempt.sent -lt $times.Length -and $now -ge $One.BeganMs + [int]$times[$attempt.sent]
    if (-not $isDue -or $One.IsAnswered) { return }
    $attempt.sent++
    try { $One.Sending = $One.Client.SendAsync($One.Packet, $One.Packet.Length) }
    catch {
        $attempt.socketError = Get-P2SSocketErrorOf $_.Exception
        Stop-P2SAttempt $One 'failed' $null
    }
}

function Test-P2SAnswerStart([byte[]]$Bytes, [byte[]]$Start) {
    if ($Bytes.Length -lt $Start.Length) { return $false }
    for ($i = 0; $i -lt $Start.Length; $i++) { if ($Bytes[$i] -ne $Start[$i]) { return $false } }
    $true
}

function Stop-P2SAttempt($One, [string]$End, $Task) {
    $One.Attempt.end = $End
    $One.Attempt.endMs = Get-P2SElapsed $One.Talk
    if ($null -ne $Task) { $One.Attempt.socketError = Get-P2SSocketError $Task }
    Step-P2SAddress $One
}

# Exchanges over TCP, one after another. An exchange with isNext is skipped if an earlier one of its list, which
# starts at one without isNext, connected: the proxies of a list are tried in order.
function Invoke-P2SExchanges($Exchanges) {
    $isReached = $false
    foreach ($exchange in $Exchanges) {
        $seen = @{
            host = $exchange['host']; port = $exchange['port']; viaProxy = $exchange['proxy']
            deadlineMs = [int]$exchange['deadlineMs']; resolve = $null; connect = $null; proxy = $null
        }
        if (-not $exchange['isNext'] -or -not $isReached) {
            Invoke-P2SExchange $exchange $seen
            $isReached = $null -ne $seen.proxy
        }
        $seen
    }
}

# Sends one packet over TCP, directly or through a proxy with a plain CONNECT, and reads until enoughBytes are
# received or answerMs are over. Exchange: host, port, proxy (host, port; or null), isNext, packet, enoughBytes,
# connectMs, answerMs, deadlineMs.
function Invoke-P2SExchange($Exchange, $Seen) {
    $talk = New-P2STalk ([int]$Exchange['deadlineMs'])
    try { Step-P2SExchange $talk $Exchange $Seen }
    finally { Close-P2STalk $talk }
}

function Step-P2SExchange($Talk, $Exchange, $Seen) {
    $whole = $Talk.DeadlineMs
    $Talk.DeadlineMs = [Math]::Min($whole, [int]$Exchange['connectMs'])
    $stream = Connect-P2SFirst $Talk $Exchange $Seen
    if ($null -eq $stream) { return }
    $Talk.DeadlineMs = $whole
    $Seen.proxy = New-P2SRecord
    $count = 0
    if ($null -ne $Exchange['proxy']) {
        $head = Open-P2SProxyTunnel $Talk $stream $Exchange $Seen.proxy $false
        if ($head.Status -lt 200 -or $head.Status -gt 299) { return }
        $count = $head.Rest.Length
    }
    Send-P2SBytes $Talk $stream ([System.Convert]::FromBase64String($Exchange['packet']))
    $Talk.DeadlineMs = [Math]::Min($Talk.DeadlineMs, (Get-P2SElapsed $Talk) + [int]$Exchange['answerMs'])
    while ($count -lt [int]$Exchange['enoughBytes']) {
        $bytes = Read-P2SBytes $Talk $stream $Seen.proxy
        if ($null -eq $bytes) { return }
        $count += $bytes.Length
        if ($count -gt $script:P2SMaxAnswer) { return Stop-P2SRecord $Talk $Seen.proxy 'limit' $null }
    }
    Stop-P2SRecord $Talk $Seen.proxy 'open' $null
}
