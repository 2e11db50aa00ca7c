# The work of Repair-P2SRegistry with its plan. Lines for people go to the host's output by Write-Host, so that
# they do not mix with the return values of functions.

# The writes of a plan, for the intended account; reversed to undo them.
function Read-P2SRepair([string]$Path, [string]$Sid, [bool]$Backwards) {
    $plan = ConvertFrom-P2SJson (-join @(Get-Content -LiteralPath $Path))
    if ($plan['kind'] -ne 'p2s-fix-repair' -or $plan['schemaVersion'] -cnotmatch '\A1\.[0-9]+\z') {
        throw 'The file is not a repair plan, or its version is not supported.'
    }
    $account = $Sid
    $writes = @(foreach ($write in $plan['writes']) {
        if ($write['key'] -match '\AHKEY_CURRENT_USER\\') {
            if ($account -eq '') { $account = [string](Get-P2SUser).Sid }
            if ($account -eq '') { throw 'The current user cannot be determined. Name a user with -User SID.' }
            $write['key'] = 'HKEY_USERS\' + $account + $write['key'].Substring('HKEY_CURRENT_USER'.Length)
        }
        if ($Backwards) { Get-P2SPlannedReversal $write } else { $write }
    })
    if ($Backwards) { for ($i = $writes.Count - 1; $i -ge 0; $i--) { $writes[$i] } } else { $writes }
}

# One line for each value; true if a value has neither its recorded nor its desired content.
function Show-P2SRepair($Writes) {
    $different = $false
    foreach ($write in $Writes) {
        $found = Read-P2SValue $write['key'] $write['name']
        $state = if ($null -ne $found.Failure) { 'not readable' }
        elseif (Test-P2SSame $found.Text (ConvertTo-P2SRequestText $write['next'])) { 'already done' }
        elseif (Test-P2SSame $found.Text (ConvertTo-P2SRequestText $write['expected'])) { 'as recorded' }
        else { 'different' }
        if ($state -ne 'already done' -and $state -ne 'as recorded') { $different = $true }
        Write-P2SRepairLine $state $write
    }
    $different
}

# Saves the current values as a plan that restores them, in a separate file beside the plan.
function Save-P2SRepairBackup([string]$Plan, $Writes) {
    $now = [datetime]::UtcNow
    $file = '{0}.backup-{1:d4}{2:d2}{3:d2}-{4:d2}{5:d2}{6:d2}-{7:d3}.json' -f $Plan, $now.Year, $now.Month, $now.Day,
        $now.Hour, $now.Minute, $now.Second, $now.Millisecond
    $values = foreach ($write in $Writes) {
        $text = (Read-P2SValue $write['key'] $write['name']).Text
        '{"key":' + (ConvertTo-P2SJsonText $write['key']) + ',"name":' + (ConvertTo-P2SJsonText $write['name']) +
            ',"value":' + $(if ($null -eq $text) { 'null' } else { '{' + $text + '}' }) + '}'
    }
    Set-Content -LiteralPath $file -Value ('{"schemaVersion":"1.0","kind":"p2s-fix-repair-backup","values":[' +
        (@($values) -join ',') + ']}') -Encoding Ascii
    Write-Host ('backup: ' + $file)
}

# False if every value is as desired. Otherwise the written values are restored.
function Invoke-P2SRepair($Writes) {
    $left = @(foreach ($write in $Writes) {
            $now = (Read-P2SValue $write['key'] $write['name']).Text
            if (-not (Test-P2SSame $now (ConvertTo-P2SRequestText $write['next']))) {
                $write
            }
            elseif ($null -eq $write['next'] -and $write['removeKeyIfEmpty']) {
                $null = Remove-P2SEmptyKey $write['key']
            }
        })
    $result = Invoke-P2SWriteAll $left
    foreach ($step in $result.Done) { Write-P2SRepairLine $step.State $step.Write }
    foreach ($step in $result.Back) {
        $state = if (Test-P2SStuck $step) { 'NOT restored, ' + $step.State } else { 'restored' }
        Write-P2SRepairLine $state $step.Write
    }
    $result.Stopped
}

function Write-P2SRepairLine([string]$State, $Write) {
    Write-Host (Format-P2SRepairText ($State + ': ' + $Write['key'] + '\' + $Write['name']))
}

# On one line, without what a terminal acts on: the plan is a file, which others may have changed.
function Format-P2SRepairText([string]$Text) { $Text -creplace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]', '?' }
