# The VPN events that Windows logged, raw: numbers, times and inserted values, but no messages, which are in the
# language of Windows. The newest events of the last days, with limits, because logs can be large and slow.

$script:P2SEventDays = 7
$script:P2SEventsPerLog = 60
$script:P2SEventBudgetMs = 1000
$script:P2SEventData = 8
$script:P2SEventText = 512
$script:P2SEventBytes = 64

# Log, source names, event numbers: of the SSTP client, and of RasClient (link, connected, ended, failed).
$script:P2SEventSources =
    'System|RasSstp,Microsoft-Windows-RasSstp|1,2,3,4,5,6,16,23,33',
    'Application|RasClient|20222,20225,20226,20227'

function Get-P2SEventQuery([string]$Log, [string]$Sources, [string]$Ids) {
    $names = @(foreach ($name in $Sources.Split(',')) { "@Name='" + $name + "'" }) -join ' or '
    $numbers = @(foreach ($id in $Ids.Split(',')) { 'EventID=' + $id }) -join ' or '
    $age = $script:P2SEventDays * 86400000L
    $query = [System.Diagnostics.Eventing.Reader.EventLogQuery]::new($Log, 'LogName',
        '*[System[Provider[' + $names + '] and (' + $numbers + ') and TimeCreated[timediff(@SystemTime) <= ' +
        $age + ']]]')
    $query.ReverseDirection = $true
    $query
}

# One log as a hashtable: the JSON of its state and that of each event. Never throws.
function Read-P2SEventLog([string]$Source) {
    $log, $sources, $ids = $Source.Split('|')
    $state = 'read'
    $hresult = $null
    $reader = $null
    $events = @()
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    try {
        $reader = [System.Diagnostics.Eventing.Reader.EventLogReader]::new((Get-P2SEventQuery $log $sources $ids))
        # One at a time: a batch waits until it is full.
        $reader.BatchSize = 1
        while ($events.Count -lt $script:P2SEventsPerLog) {
            $left = $script:P2SEventBudgetMs - $clock.ElapsedMilliseconds
            if ($left -le 0) { $state = 'timeout'; break }
            $record = $reader.ReadEvent([timespan]::FromMilliseconds($left))
            if ($null -eq $record) { break }
            try { $events += Format-P2SEvent $log $record }
            finally { $record.Dispose() }
        }
    }
    catch {
        $state, $hresult = Get-P2SEventLogState $_ ($clock.ElapsedMilliseconds -ge $script:P2SEventBudgetMs)
    }
    finally { if ($null -ne $reader) { $reader.Dispose() } }
    @{
        State = '{"name":"' + $log + '","state":"' + $state + '","hresult":' + (ConvertTo-P2SJsonNumber $hresult) + '}'
        Events = $events
    }
}

function Get-P2SEventLogState($ErrorRecord, [bool]$TimeOver) {
    $inner = $ErrorRecord.Exception
    while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
    # A timeout while waiting for an event ends in an error like any other.
    $state = if ($inner -is [System.UnauthorizedAccessException]) { 'denied' }
    elseif ($inner -is [System.Diagnostics.Eventing.Reader.EventLogNotFoundException]) { 'absent' }
    elseif ($TimeOver) { 'timeout' }
    else { 'failed' }
    $state
    $inner.HResult
}

function Format-P2SEvent([string]$Log, $Record) {
    $data = @(foreach ($property in $Record.Properties) { Format-P2SEventDatum $property.Value })
    $last = [Math]::Min($data.Count, $script:P2SEventData) - 1
    $data = if ($last -ge 0) { $data[0..$last] -join ',' } else { '' }
    $time = if ($null -eq $Record.TimeCreated) {
        'null'
    }
    else {
        '"' + (ConvertTo-P2STime $Record.TimeCreated.ToUniversalTime()) + '"'
    }
    -join ('{"log":"', $Log, '","provider":', (ConvertTo-P2SJsonText $Record.ProviderName),
        ',"id":', (ConvertTo-P2SJsonNumber $Record.Id),
        ',"at":', $time, ',"data":[', $data, ']}')
}

function Format-P2SEventDatum($Value) {
    if ($Value -is [byte[]]) {
        $length = [Math]::Min($Value.Length, $script:P2SEventBytes)
        return '{"hex":"' + [System.BitConverter]::ToString($Value, 0, $length).Replace('-', '').ToLowerInvariant() +
            '"}'
    }
    $text = [string]$Value
    if ($text.Length -gt $script:P2SEventText) { $text = $text.Substring(0, $script:P2SEventText) }
    ConvertTo-P2SJsonText $text
}
