# Several writes that belong together: all of them, or none.

# Writes and verifies in order; if a write does not take effect, restores the written values. Done: a step for each
# attempted write, with its State; Stopped: whether one failed; Stuck: whether one could not be restored.
function Invoke-P2SWriteAll($Writes) {
    $result = @{ Done = @(); Back = @(); Stopped = $false; Stuck = $false; Written = 0 }
    $backwards = @()
    foreach ($write in $Writes) {
        $outcome = Invoke-P2SWrite $write
        $result.Done += @{ State = $outcome.Status; Write = $write }
        if ($outcome.Status -eq 'unchanged') { continue }
        if ($outcome.Status -ne 'written') {
            $result.Stopped = $true
            break
        }
        $result.Written++
        $backwards = @(Get-P2SReversal $write $outcome) + $backwards
    }
    if ($result.Stopped) { $result.Back = @(Invoke-P2SReversal $backwards) }
    $result.Stuck = Test-P2SStuck $result.Back
    if (-not $result.Stopped -and $result.Written -gt 0) { $null = Send-P2SNotification }
    $result.Reversals = $backwards
    $result
}

# The write that undoes another one, starting from the current value: Windows' own setter may have chosen another
# header.
function Get-P2SReversal($Write, $Outcome) {
    $now = if ($null -ne $Outcome.Now) { ConvertFrom-P2SJson ('{' + $Outcome.Now + '}') }
    @{
        id = $Write['id']
        key = $Write['key']
        name = $Write['name']
        expected = $now
        next = $Write['expected']
        removeKeyIfEmpty = $Outcome.CreatedKey
    }
}

# The same as planned, before anything was written.
function Get-P2SPlannedReversal($Write) {
    @{
        id = $Write['id']
        key = $Write['key']
        name = $Write['name']
        expected = $Write['next']
        next = $Write['expected']
        removeKeyIfEmpty = $Write['createsKey']
    }
}

# Windows' setter may also have written the other view after it was written here: a value that still contains the
# same setting is restored, too.
function Invoke-P2SReversal($Backwards) {
    foreach ($write in $Backwards) {
        @{ State = (Invoke-P2SWrite (Get-P2SWriteFromNow $write)).Status; Write = $write }
    }
}

# Whether a value could not be restored. Unchanged: Windows' setter reported success but wrote nothing.
function Test-P2SStuck($Steps) {
    foreach ($step in $Steps) { if ($step.State -notin 'written', 'unchanged') { return $true } }
    $false
}
