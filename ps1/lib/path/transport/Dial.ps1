# Names and TCP. Attempts start one after another and run in parallel (RFC 8305), so an address without a reply
# costs little.

# Time before the next address is tried in parallel (RFC 8305 section 5).
$script:P2SAttemptDelayMs = 250
$script:P2SMaxAddresses = 16

# Starts the resolution of a name.
function Start-P2SResolution([string]$HostName) {
    try {
        [System.Net.Dns]::GetHostAddressesAsync($HostName)
    }
    catch {
        [System.Threading.Tasks.Task]::FromException($_.Exception)
    }
}

# The result of a finished resolution, families alternating. End: as Wait-P2STask returns it.
function Get-P2SResolution($Talk, $Task, [string]$End) {
    $addresses = @()
    if ($End -eq 'done') { $addresses = @(Get-P2SAlternating $Task.Result) }
    $socketError = if ($End -eq 'failed') { Get-P2SSocketError $Task }
    @{ endMs = Get-P2SElapsed $Talk; end = $End; addresses = $addresses; socketError = $socketError }
}

function Get-P2SAlternating($Found) {
    $first = @(foreach ($one in $Found) { if ($one.AddressFamily -eq $Found[0].AddressFamily) { $one.ToString() } })
    $second = @(foreach ($one in $Found) { if ($one.AddressFamily -ne $Found[0].AddressFamily) { $one.ToString() } })
    $all = @(for ($i = 0; $i -lt [Math]::Max($first.Length, $second.Length); $i++) {
            if ($i -lt $first.Length) { $first[$i] }
            if ($i -lt $second.Length) { $second[$i] }
        })
    for ($i = 0; $i -lt [Math]::Min($all.Length, $script:P2SMaxAddresses); $i++) { $all[$i] }
}

# A race of TCP connections; nothing starts before the first step.
function New-P2SRace($Addresses, [int]$Port) {
    @{
        Addresses = @($Addresses)
        Next = 0
        Port = $Port
        Running = New-P2SList
        NextMs = 0
        Attempts = New-P2SList
        Winner = $null
        Over = $false
    }
}

# Takes finished attempts, and starts the next one when it is due.
function Step-P2SRace($Talk, $Race) {
    foreach ($attempt in @($Race.Running)) {
        if (-not $attempt.Task.IsCompleted -or $null -ne $Race.Winner) { continue }
        $Race.Running.Remove($attempt)
        if ($attempt.Task.Status -eq 'RanToCompletion') { $Race.Winner = $attempt; continue }
        $null = $Race.Attempts.Add(@{ address = $attempt.Address; socketError = Get-P2SSocketError $attempt.Task })
        $Race.NextMs = 0
    }
    if ($null -ne $Race.Winner) {
        foreach ($loser in $Race.Running) { $loser.Client.Dispose() }
        $Race.Running.Clear()
    }
    elseif ($Race.Next -lt $Race.Addresses.Length -and (Get-P2SElapsed $Talk) -ge $Race.NextMs) {
        Start-P2SAttempt $Talk $Race
    }
    $Race.Over = $null -ne $Race.Winner -or ($Race.Next -ge $Race.Addresses.Length -and $Race.Running.Count -eq 0)
}

function Start-P2SAttempt($Talk, $Race) {
    $text = $Race.Addresses[$Race.Next]
    $Race.Next++
    $Race.NextMs = (Get-P2SElapsed $Talk) + $script:P2SAttemptDelayMs
    $client = $null
    try {
        $address = [System.Net.IPAddress]::Parse($text)
        $client = [System.Net.Sockets.TcpClient]::new($address.AddressFamily)
        $null = $Talk.Opened.Add($client)
        $client.NoDelay = $true
        $task = $client.ConnectAsync($address, $Race.Port)
    }
    # A system without that address family fails at once.
    catch { $task = [System.Threading.Tasks.Task]::FromException($_.Exception) }
    $null = $Race.Running.Add(@{ Address = $text; Client = $client; Task = $task })
}

# The result of a race. End: 'done', 'failed', 'timeout'.
function Get-P2SConnection($Talk, $Race) {
    $end = if ($null -ne $Race.Winner) { 'done' } elseif ($Race.Over) { 'failed' } else { 'timeout' }
    $address = if ($end -eq 'done') { $Race.Winner.Address }
    @{ endMs = Get-P2SElapsed $Talk; end = $end; address = $address; attempts = @($Race.Attempts) }
}

# Runs a race to its end. The second output is the stream, or null.
function Connect-P2SAddress($Talk, $Addresses, [int]$Port) {
    $race = New-P2SRace $Addresses $Port
    for (Step-P2SRace $Talk $race; -not $race.Over -and (Get-P2SRemaining $Talk) -gt 0; Step-P2SRace $Talk $race) {
        $tasks = [System.Threading.Tasks.Task[]]@(foreach ($attempt in $race.Running) { $attempt.Task })
        $null = [System.Threading.Tasks.Task]::WaitAny($tasks, [Math]::Min(50, (Get-P2SRemaining $Talk)))
    }
    Get-P2SConnection $Talk $race
    if ($null -ne $race.Winner) { , $race.Winner.Client.GetStream() }
}
