# Moves bytes from one stream to another while other code waits; see Talk.ps1.

# A server's whole flight, with its certificates.
$script:P2SSeenBytes = 65536

# Moves bytes from one stream to another, one read at a time; Step-P2SPump continues when its task has ended.
function New-P2SPump($From, $To, $Seen) {
    $pump = @{
        From = $From
        To = $To
        Buffer = [byte[]]::new(16384)
        Task = $null
        Writing = $false
        Seen = $Seen
        Count = 0
        MovedAt = 0
        End = 'open'
        SocketError = $null
    }
    $pump.Task = $From.ReadAsync($pump.Buffer, 0, $pump.Buffer.Length)
    $pump
}

function Step-P2SPump($Pump) {
    $task = $Pump.Task
    $Pump.Task = $null
    if ($task.Status -ne 'RanToCompletion') { return Stop-P2SPump $Pump 'failed' (Get-P2SSocketError $task) }
    try {
        if ($Pump.Writing) { $Pump.Task = $Pump.From.ReadAsync($Pump.Buffer, 0, $Pump.Buffer.Length) }
        elseif ($task.Result -eq 0) { return Stop-P2SPump $Pump 'closed' $null }
        else {
            Add-P2SSeen $Pump $Pump.Buffer $task.Result
            $Pump.Task = $Pump.To.WriteAsync($Pump.Buffer, 0, $task.Result)
        }
    }
    catch { return Stop-P2SPump $Pump 'closed' $null }
    $Pump.Writing = -not $Pump.Writing
}

# Passes the end on to the reader of the other stream.
function Stop-P2SPump($Pump, [string]$End, $SocketError) {
    $Pump.End = $End
    $Pump.SocketError = $SocketError
    try { $Pump.To.Dispose() } catch { $null = $_ }
}

function Add-P2SSeen($Pump, [byte[]]$Bytes, [int]$Count) {
    $Pump.Count += $Count
    $Pump.MovedAt = [System.Diagnostics.Stopwatch]::GetTimestamp()
    if ($null -eq $Pump.Seen) { return }
    $Pump.Seen.Write($Bytes, 0, [Math]::Max(0, [Math]::Min($Count, $script:P2SSeenBytes - $Pump.Seen.Length)))
}
