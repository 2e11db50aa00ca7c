# Several writes that belong together: all of them, or none.

# Writes and reads back, in order; at the first that does not take effect puts back what was written. Done: a step for
# each write that was tried, with its State; Stopped: whether one failed; Stuck: whether one could not be put back.
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
        $backwards = @(Get-P2SWayBack $write $outcome) + $backwards
    }
    if ($result.Stopped) { $result.Back = @(Invoke-P2SWayBack $backwards) }
    $result.Stuck = Test-P2SStuck $result.Back
    if (-not $result.Stopped -and $result.Written -gt 0) { $null = Send-P2SNotification }
    $result.WayBack = $backwards
    $result
}

# The write that undoes one, from what is there now: Windows' own setter may have chosen another header.
function Get-P2SWayBack($Write, $Outcome) {
    $now = if ($null -ne $Outcome.Now) { ConvertFrom-P2SJson ('{' + $Outcome.Now + '}') }
    @{ id = $Write['id']; key = $Write['key']; name = $Write['name']; expected = $now; next = $Write['expected']; removeKeyIfEmpty = $Outcome.CreatedKey }
}

# Windows' setter may have written the other view as well, after that was written here: what still says the same setting
# is put back, too.
function Invoke-P2SWayBack($Backwards) {
    foreach ($write in $Backwards) { @{ State = (Invoke-P2SWrite (Get-P2SWriteFromNow $write)).Status; Write = $write } }
}

# Whether something could not be put back. Unchanged: a setter of Windows had said yes and written nothing.
function Test-P2SStuck($Steps) {
    foreach ($step in $Steps) { if ($step.State -notin 'written', 'unchanged') { return $true } }
    $false
}
