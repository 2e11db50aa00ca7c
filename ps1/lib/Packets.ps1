# Prepared packets on their way to a server, and what comes back. Packets are made and judged by whoever asks; nothing is
# known here of what is in them.

$script:P2SMaxDatagrams = 64
$script:P2SMaxAnswer = 65536

# Flows of UDP, side by side. Flow: host, port, packet (base64), sendAtMs (when to send it, from 0 on), listenMs,
# deadlineMs for the name.
function Invoke-P2SDatagrams($Flows) {
    $running = @(foreach ($flow in $Flows) { New-P2SFlow $flow })
    try {
        while ($true) {
            foreach ($one in $running) { Step-P2SFlow $one }
            $open = @(foreach ($one in $running) { if ($one.State -ne 'over') { $one } })
            if ($open.Length -eq 0) { break }
            $tasks = [System.Threading.Tasks.Task[]]@(foreach ($one in $open) { $one.Task })
            # Not longer than the next packet, or an end, may take.
            $null = [System.Threading.Tasks.Task]::WaitAny($tasks, 20)
        }
    }
    finally { foreach ($one in $running) { Close-P2STalk $one.Talk } }
    foreach ($one in $running) { $one.Seen }
}

function New-P2SFlow($Flow) {
    @{
        Flow  = $Flow; Talk = New-P2STalk ([int]$Flow['deadlineMs']); Packet = [System.Convert]::FromBase64String($Flow['packet'])
        State = 'resolving'; Task = Start-P2SResolution $Flow['host']; Client = $null; BeganMs = 0; UntilMs = 0
        Seen  = @{
            host = $Flow['host']; port = $Flow['port']; resolve = $null; address = $null; sent = 0
            datagrams = New-P2SList; end = 'silent'; endMs = 0; socketError = $null
        }
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
    if ($end -ne 'done' -or $One.Seen.resolve.addresses.Length -eq 0) { return Stop-P2SFlow $One 'failed' $null }
    $One.BeganMs = Get-P2SElapsed $One.Talk
    $One.UntilMs = $One.BeganMs + [int]$One.Flow['listenMs']
    # Connected to one address, a socket hears that peer alone, and of its refusals too.
    for ($i = 0; $i -lt [Math]::Min(2, $One.Seen.resolve.addresses.Length); $i++) {
        $text = $One.Seen.resolve.addresses[$i]
        $One.Seen.address = $text
        try {
            $address = [System.Net.IPAddress]::Parse($text)
            $client = [System.Net.Sockets.UdpClient]::new($address.AddressFamily)
            $null = $One.Talk.Opened.Add($client)
            $client.Connect($address, [int]$One.Flow['port'])
            $One.Client = $client
            $One.Task = $client.ReceiveAsync()
            $One.State = 'listening'
            return
        }
        catch { $One.Seen.socketError = Get-P2SSocketErrorOf $_.Exception }
    }
    Stop-P2SFlow $One 'unreachable' $null
}

function Step-P2SListening($One) {
    $now = Get-P2SElapsed $One.Talk
    if ($One.Task.IsCompleted) {
        if ($One.Task.Status -ne 'RanToCompletion') { return Stop-P2SFlow $One 'failed' $One.Task }
        $bytes = $One.Task.Result.Buffer
        $null = $One.Seen.datagrams.Add(@{ ms = $now; base64 = [System.Convert]::ToBase64String($bytes) })
        if ($One.Seen.datagrams.Count -eq $script:P2SMaxDatagrams) { return Stop-P2SFlow $One 'silent' $null }
        # Whether it is an answer is not known here: what else comes within a second is heard, and no more is sent.
        if ($One.Seen.datagrams.Count -eq 1) { $One.UntilMs = [Math]::Min($One.UntilMs, $now + 1000) }
        $One.Task = $One.Client.ReceiveAsync()
        return
    }
    if ($now -ge $One.UntilMs) { return Stop-P2SFlow $One 'silent' $null }
    $times = @($One.Flow['sendAtMs'])
    $isDue = $One.Seen.sent -lt $times.Length -and $now -ge $One.BeganMs + [int]$times[$One.Seen.sent]
    if (-not $isDue -or $One.Seen.datagrams.Count -gt 0) { return }
    $One.Seen.sent++
    # That it could not be sent is told by what is received.
    try { $null = $One.Client.SendAsync($One.Packet, $One.Packet.Length) } catch { $One.Seen.socketError = Get-P2SSocketErrorOf $_.Exception }
}

function Stop-P2SFlow($One, [string]$End, $Task) {
    $One.State = 'over'
    $One.Seen.end = $End
    $One.Seen.endMs = Get-P2SElapsed $One.Talk
    if ($null -ne $Task) { $One.Seen.socketError = Get-P2SSocketError $Task }
}

# One packet over TCP, directly or through a proxy by a plain CONNECT, and what comes back until there are enoughBytes of
# it, or answerMs are over. Exchange: host, port, proxy (host, port; or null), packet, enoughBytes, answerMs, deadlineMs.
function Invoke-P2SExchange($Exchange) {
    $talk = New-P2STalk ([int]$Exchange['deadlineMs'])
    $seen = @{
        host = $Exchange['host']; port = $Exchange['port']; viaProxy = $Exchange['proxy']
        deadlineMs = [int]$Exchange['deadlineMs']; resolve = $null; connect = $null; proxy = $null
    }
    try { Step-P2SExchange $talk $Exchange $seen }
    finally { Close-P2STalk $talk }
    $seen
}

function Step-P2SExchange($Talk, $Exchange, $Seen) {
    $stream = Connect-P2SFirst $Talk $Exchange $Seen
    if ($null -eq $stream) { return }
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
