# A talk: one network conversation with one deadline. The deadline limits every wait, the end of a talk closes
# everything that it opened, and received data is recorded unmodified: chunks with the milliseconds since the talk
# began. Waits use .NET tasks on this thread; no script block ever runs on another one.

function New-P2STalk([int]$DeadlineMs) {
    @{
        Clock      = [System.Diagnostics.Stopwatch]::StartNew()
        DeadlineMs = $DeadlineMs
        Opened     = New-P2SList
        # Bytes to move during a wait; see Pump.ps1.
        Pumps      = @()
    }
}

function New-P2SList { , ([System.Collections.ArrayList]::new()) }

function Get-P2SElapsed($Talk) { [int]$Talk.Clock.ElapsedMilliseconds }

# The remaining milliseconds, at least 0.
function Get-P2SRemaining($Talk) { [Math]::Max(0, $Talk.DeadlineMs - (Get-P2SElapsed $Talk)) }

# Waits for a task: 'done', 'failed' (see Get-P2SSocketError) or 'timeout'.
function Wait-P2STask($Talk, $Task) {
    while (-not $Task.IsCompleted) {
        $left = Get-P2SRemaining $Talk
        if ($left -eq 0) { return 'timeout' }
        $running = @(foreach ($pump in $Talk.Pumps) { if ($null -ne $pump.Task) { $pump } })
        $tasks = [System.Threading.Tasks.Task[]](@($Task) + @(foreach ($pump in $running) { $pump.Task }))
        $index = [System.Threading.Tasks.Task]::WaitAny($tasks, $left)
        if ($index -gt 0) { Step-P2SPump $running[$index - 1] }
    }
    Get-P2STaskEnd $Task
}

# The Winsock code of a failed task, or null. The same numbers on every system.
function Get-P2SSocketError($Task) { Get-P2SSocketErrorOf $Task.Exception }

function Get-P2SSocketErrorOf($Thrown) {
    for ($inner = $Thrown; $null -ne $inner; $inner = $inner.InnerException) {
        if ($inner -is [System.Net.Sockets.SocketException]) { return [int]$inner.SocketErrorCode }
    }
    $null
}

# How a task ended that is no longer awaited; the same results as Wait-P2STask.
function Get-P2STaskEnd($Task) {
    if (-not $Task.IsCompleted) { 'timeout' } elseif ($Task.Status -eq 'RanToCompletion') { 'done' } else { 'failed' }
}

# Closes everything that a talk has opened, the newest first.
function Close-P2STalk($Talk) {
    for ($i = $Talk.Opened.Count - 1; $i -ge 0; $i--) {
        try { $Talk.Opened[$i].Dispose() } catch { $null = $_ }
    }
    $Talk.Opened.Clear()
}

# The bytes that one side sent. 'end': 'open' (we stopped reading), 'limit' (too many bytes), 'closed', 'failed',
# 'timeout'.
function New-P2SRecord { @{ chunks = New-P2SList; end = 'open'; endMs = 0; socketError = $null } }

function Stop-P2SRecord($Talk, $Record, [string]$End, $Task) {
    $Record.end = $End
    $Record.endMs = Get-P2SElapsed $Talk
    if ($End -eq 'failed') { $Record.socketError = Get-P2SSocketError $Task }
}

function Add-P2SChunk($Talk, $Record, [byte[]]$Bytes) {
    $null = $Record.chunks.Add(@{ ms = Get-P2SElapsed $Talk; base64 = [System.Convert]::ToBase64String($Bytes) })
}

# The next bytes as received, recorded; null if no more follow, and the record has the reason.
function Read-P2SBytes($Talk, $Stream, $Record) {
    $buffer = [byte[]]::new(16384)
    # A stream that was closed meanwhile throws at once.
    try {
        $task = $Stream.ReadAsync($buffer, 0, $buffer.Length)
    }
    catch {
        return Stop-P2SRecord $Talk $Record 'closed' $null
    }
    $end = Wait-P2STask $Talk $task
    if ($end -eq 'done' -and $task.Result -eq 0) { $end = 'closed' }
    if ($end -ne 'done') { return Stop-P2SRecord $Talk $Record $end $task }
    $bytes = Get-P2SPart $buffer 0 $task.Result
    Add-P2SChunk $Talk $Record $bytes
    , $bytes
}

# Sends ASCII text or bytes. The next read shows whether they arrived.
function Send-P2SBytes($Talk, $Stream, $Data) {
    $bytes = if ($Data -is [string]) { [System.Text.Encoding]::ASCII.GetBytes($Data) } else { [byte[]]$Data }
    try { $null = Wait-P2STask $Talk $Stream.WriteAsync($bytes, 0, $bytes.Length) } catch { $null = $_ }
}

function Get-P2SPart([byte[]]$Bytes, [int]$Start, [int]$Count) {
    $part = [byte[]]::new($Count)
    [System.Array]::Copy($Bytes, $Start, $part, 0, $Count)
    , $part
}
