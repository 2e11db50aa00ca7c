# Reads, changes and restores the proxy settings of a list of targets (see StorePlan.ps1).

# The targets, with the hive of the current account in place of HKEY_CURRENT_USER.
function Resolve-P2STargets($Targets, [string]$Sid) {
    foreach ($target in $Targets) {
        if ($target['key'] -match '\AHKEY_CURRENT_USER\\') {
            if ($Sid -eq '') { throw 'The current user cannot be determined.' }
            $target['key'] = 'HKEY_USERS\' + $Sid + $target['key'].Substring('HKEY_CURRENT_USER'.Length)
        }
        $target
    }
}

# One state for all settings: unseen, drift, managed, aligned, or not-here if none of them exists.
function Get-P2SWorstState($Plans) {
    foreach ($state in 'unseen', 'drift', 'managed', 'aligned') {
        foreach ($plan in $Plans) { if ($plan.State -eq $state) { return $state } }
    }
    'not-here'
}

# Brings every setting to its desired state. State: aligned (nothing was written), repaired, managed, unseen,
# failed, or restore-failed if the old values could not be restored either. Why: the status of the write that
# failed.
function Invoke-P2SAlign($Targets, [string]$BackupKey) {
    $plans = @(foreach ($target in $Targets) { Get-P2SStorePlan $target })
    $result = @{ State = Get-P2SWorstState $plans; Plans = $plans; Why = $null; Changed = @() }
    if ($result.State -ne 'drift') { return $result }
    $writes = @(foreach ($plan in $plans) { $plan.Writes })
    $refusal = Get-P2SRequestRefusal @{ writes = $writes }
    if ($null -ne $refusal) { return Set-P2SAlignFailure $result 'failed' (ConvertFrom-P2SJson $refusal)['code'] }
    $before = @(Read-P2SBackup $BackupKey)
    try { Add-P2SBackup $BackupKey $writes }
    catch {
        $why = if ((Get-P2SFailure $_).Win32 -eq 5) { 'denied' } else { 'backup-failed' }
        return Set-P2SAlignFailure $result 'failed' $why
    }
    $done = Invoke-P2SWriteAll $writes
    # Verifies with other code than the writes: reads each setting again, decodes it and compares it with the
    # desired state.
    $after = @(foreach ($target in $Targets) { Get-P2SStorePlan $target })
    $state = Get-P2SWorstState $after
    $failed = $done.Stopped -or $state -eq 'drift' -or $state -eq 'unseen'
    if (-not $failed) {
        $result.Plans = $after
        $result.Changed = @(foreach ($plan in $plans) { if ($plan.State -eq 'drift') { $plan.Id } })
        $result.State = if ($state -eq 'managed') { 'managed' } else { 'repaired' }
        return $result
    }
    $stuck = $done.Stuck
    if (-not $done.Stopped) { $stuck = Test-P2SStuck @(Invoke-P2SReversal $done.Reversals) }
    $why = if ($done.Stopped) { $done.Done[-1].State } else { 'read-back' }
    if ($stuck) { return Set-P2SAlignFailure $result 'restore-failed' $why }
    Set-P2SBackup $BackupKey $before
    Set-P2SAlignFailure $result 'failed' $why
}

function Set-P2SAlignFailure($Result, [string]$State, [string]$Why) {
    $Result.State = $State
    $Result.Why = $Why
    $Result
}

# Restores the values from before the first change. State: nothing-kept, undone, changed (a value was changed
# outside p2s-fix since then: nothing is restored), failed, restore-failed.
function Restore-P2SOriginal([string]$BackupKey) {
    $result = @{ State = 'nothing-kept'; Plans = @(); Why = $null; Changed = @() }
    $backup = @(Read-P2SBackup $BackupKey)
    if ($backup.Count -eq 0) { return $result }
    $refusal = Get-P2SRequestRefusal @{ writes = $backup }
    if ($null -ne $refusal) { return Set-P2SAlignFailure $result 'failed' (ConvertFrom-P2SJson $refusal)['code'] }
    if (-not (Test-P2SBackupBelongs $BackupKey $backup)) {
        return Set-P2SAlignFailure $result 'failed' 'target-not-allowed'
    }
    foreach ($write in $backup) {
        $found = Read-P2SValue $write['key'] $write['name']
        if ($null -ne $found.Failure) { return Set-P2SAlignFailure $result 'failed' 'unseen' }
        $now = if ($null -ne $found.Text) { ConvertFrom-P2SJson ('{' + $found.Text + '}') } else { $null }
        $isBack = Test-P2SSame (ConvertTo-P2SStoredJson $now) (ConvertTo-P2SStoredJson $write['next'])
        if (-not $isBack -and -not (Test-P2SStillOurs $now $write)) {
            return Set-P2SAlignFailure $result 'changed' $write['id']
        }
        $write['expected'] = $now
    }
    $done = Invoke-P2SWriteAll $backup
    if ($done.Stopped) {
        $state = if ($done.Stuck) { 'restore-failed' } else { 'failed' }
        return Set-P2SAlignFailure $result $state $done.Done[-1].State
    }
    Remove-P2SBackup $BackupKey
    $result.State = 'undone'
    $result.Changed = @(foreach ($step in $done.Done) { if ($step.State -eq 'written') { $step.Write['id'] } })
    $result
}
