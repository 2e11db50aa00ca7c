# Runs the jobs of a fleet and reports the progress and the end of each.

# The output limit of a computer, the same as for a run on one computer; the output so far is passed on. All
# phonebooks and hives of the users on a computer fit.
$script:P2SFleetMaxChars = 33554432

# A line also counts as what it costs to format, more than a millisecond whatever its length. Scripts write few lines,
# but long ones.
$script:P2SFleetLineChars = 100000

function Format-P2SFleetEvent([string]$Nonce, $Entry, [string]$What, [string]$More) {
    '{"nonce":"' + $Nonce + '","type":"progress","id":' + (ConvertTo-P2SJsonText $Entry.Id) +
        ',"event":"' + $What + '"' + $More + '}'
}

# A line of a computer. Bundled scripts write printable ASCII, which is fast to quote; other text is not.
function Format-P2SFleetLine([string]$Text) {
    if ($Text -cmatch '[^ -~]') { return ConvertTo-P2SEscapedText $Text }
    '"' + $Text.Replace('\', '\\').Replace('"', '\"') + '"'
}

function Format-P2SFleetReason($Reason) {
    if ($null -eq $Reason) { return 'null' }
    $inner = $Reason
    while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
    $transport = $Reason -is [System.Management.Automation.Remoting.PSRemotingTransportException]
    $serialized = $Reason.PSObject.Properties['SerializedRemoteException']
    '{"type":' + (ConvertTo-P2SJsonText $Reason.GetType().Name) +
        ',"transport":' + (ConvertTo-P2SJsonFlag $transport) +
        ',"errorCode":' + (ConvertTo-P2SJsonNumber $(if ($transport) { $Reason.ErrorCode } else { $null })) +
        ',"hresult":' + (ConvertTo-P2SJsonNumber $inner.HResult) +
        ',"remote":' + (ConvertTo-P2SJsonFlag ($null -ne $serialized)) +
        ',"message":' +
        (ConvertTo-P2SEscapedText $inner.Message.Substring(0, [System.Math]::Min(500, $inner.Message.Length))) + '}'
}

function New-P2SFleetEntry($Computer, $Child) {
    @{
        Id = $Computer['id']
        Child = $Child
        Connected = $false
        Since = [datetime]::UtcNow
        BrokenSince = $null
        Chars = 0
        Errors = @()
        Ended = $false
    }
}

# A job that could not be started: this PowerShell has no such remoting, or refuses a parameter.
function Format-P2SFleetNotStarted([string]$Nonce, $Computer, $ErrorRecord) {
    Format-P2SFleetEvent $Nonce @{ Id = $Computer['id'] } 'not-started' (',"errorId":' +
        (ConvertTo-P2SJsonText $ErrorRecord.FullyQualifiedErrorId) +
        ',"message":' + (ConvertTo-P2SEscapedText $ErrorRecord.Exception.Message))
}

# The new output of one computer.
function Read-P2SFleetEntry([string]$Nonce, $Entry, [datetime]$Now, [int]$DeadlineMs) {
    $child = $Entry.Child
    # The state first: output from before the job ended is read below.
    $state = [string]$child.JobStateInfo.State
    # A job begins when the remote side runs it: before that it connects, or waits for its turn.
    if (-not $Entry.Connected -and $null -ne $child.PSBeginTime) {
        $Entry.Connected = $true
        $Entry.Since = $Now
        Format-P2SFleetEvent $Nonce $Entry 'connected' ''
    }
    $connected = ',"connected":' + (ConvertTo-P2SJsonFlag $Entry.Connected)
    foreach ($item in $child.Output.ReadAll()) {
        $text = [string]$item
        $Entry.Chars += $script:P2SFleetLineChars + $text.Length
        # Nothing more is read: the other computers wait meanwhile.
        if ($Entry.Chars -gt $script:P2SFleetMaxChars) { break }
        Format-P2SFleetEvent $Nonce $Entry 'line' (',"text":' + (Format-P2SFleetLine $text))
    }
    Read-P2SFleetAside $Entry
    $isOver = $Entry.Chars -gt $script:P2SFleetMaxChars
    if (-not $isOver -and $state -in 'Completed', 'Failed', 'Stopped') {
        $Entry.Ended = $true
        return Format-P2SFleetEvent $Nonce $Entry 'ended' ($connected +
            ',"state":"' + $state + '","reason":' + (Format-P2SFleetReason $child.JobStateInfo.Reason) +
            ',"errors":[' + ($Entry.Errors -join ',') + ']')
    }
    # A job should detect the end of its connection; if it does not within two seconds, it never does. No deadline
    # applies meanwhile: a broken connection does not hang.
    if (-not $isOver -and $Entry.Connected -and $child.Runspace.RunspaceStateInfo.State -in 'Broken', 'Closed') {
        if ($null -eq $Entry.BrokenSince) { $Entry.BrokenSince = $Now }
        if (($Now - $Entry.BrokenSince).TotalSeconds -gt 2) {
            $Entry.Ended = $true
            Format-P2SFleetEvent $Nonce $Entry 'broken' $connected
        }
        return
    }
    # Before the connection, the timeout of WinRM itself applies: this computer may still wait for its turn.
    $late = $Entry.Connected -and ($Now - $Entry.Since).TotalMilliseconds -gt $DeadlineMs
    if ($late -or $isOver) {
        $Entry.Ended = $true
        # Stopping the job would wait for the remote side; closing the runspace ends the transport.
        $child.Runspace.CloseAsync()
        Format-P2SFleetEvent $Nonce $Entry $(if ($late) { 'deadline' } else { 'overflow' }) $connected
    }
}

# Waits until a job ends, but only briefly: output and deadlines are checked in between. Windows waits for at most
# 64 objects at once.
function Wait-P2SFleet($Running) {
    $count = [System.Math]::Min(60, $Running.Count)
    $ends = [System.Threading.WaitHandle[]]@(for ($i = 0; $i -lt $count; $i++) { $Running[$i].Child.Finished })
    $null = [System.Threading.WaitHandle]::WaitAny($ends, 200)
}

# The job buffers the other streams of a computer until they are read, so they are read and count as well: otherwise
# one computer could use up the shared memory. The ids of its first errors are kept, and an error counts as this many
# characters more.
$script:P2SFleetErrorChars = 32768

function Read-P2SFleetAside($Entry) {
    $child = $Entry.Child
    foreach ($record in $child.Error.ReadAll()) {
        if ($Entry.Chars -gt $script:P2SFleetMaxChars) { return }
        $id = [string]$record.FullyQualifiedErrorId
        $Entry.Chars += $script:P2SFleetErrorChars + $id.Length + ([string]$record).Length
        if ($Entry.Errors.Count -ge 5) { continue }
        $Entry.Errors += ConvertTo-P2SJsonText $(if ($id.Length -gt 500) { $id.Substring(0, 500) } else { $id })
    }
    foreach ($stream in $child.Warning, $child.Verbose, $child.Debug, $child.Information, $child.Progress) {
        foreach ($item in $stream.ReadAll()) {
            if ($Entry.Chars -gt $script:P2SFleetMaxChars) { return }
            $Entry.Chars += 1000 + ([string]$item).Length
        }
    }
}

# Groups the computers that one job serves, in order.
function Group-P2SFleet($Computers) {
    $groups = @{}
    $order = [System.Collections.ArrayList]::new()
    foreach ($computer in $Computers) {
        $key = '' + $computer['call'] + '|' + $computer['port'] + '|' + $computer['ssl'] + '|' +
            $computer['configuration']
        if (-not $groups.ContainsKey($key)) {
            $groups[$key] = [System.Collections.ArrayList]::new()
            $null = $order.Add($key)
        }
        $null = $groups[$key].Add($computer)
    }
    foreach ($key in $order) { , $groups[$key] }
}

function Invoke-P2SFleet([string]$Nonce, $Request) {
    $calls = @(Read-P2SFleetCalls $Request)
    $Request['loadedCredential'] = Get-P2SFleetCredential $Request['credential']
    $groups = @(Group-P2SFleet $Request['computers'])
    $next = 0
    $running = @()
    while ($next -lt $groups.Count -or $running.Count -gt 0) {
        # A group of several computers has its own throttle, and starts when there is a free slot for its first.
        while ($next -lt $groups.Count -and $running.Count -lt $Request['throttle']) {
            $group = $groups[$next]
            $next++
            $call = $calls[[int]$group[0]['call']]
            try {
                $job = Start-P2SWinRmJob $group $call $Request
                for ($i = 0; $i -lt $group.Count; $i++) { $running += New-P2SFleetEntry $group[$i] $job.ChildJobs[$i] }
            }
            catch { foreach ($computer in $group) { Format-P2SFleetNotStarted $Nonce $computer $_ } }
        }
        $now = [datetime]::UtcNow
        foreach ($entry in $running) {
            Read-P2SFleetEntry $Nonce $entry $now ([int]$Request['deadlineSeconds'] * 1000)
        }
        $running = @(foreach ($entry in $running) { if (-not $entry.Ended) { $entry } })
        if ($running.Count -gt 0) { Wait-P2SFleet $running }
    }
}
