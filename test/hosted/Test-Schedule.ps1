<#
.SYNOPSIS
On a hosted Windows: the scheduled task is registered, runs as SYSTEM, leaves its record, and is removed.
#>
param()

. (Join-Path $PSScriptRoot 'Hosted.ps1')
function Get-OwnTask { @(Get-ScheduledTask | Where-Object { ($_.TaskPath + $_.TaskName) -like '*\p2s-fix*' }) }

$before = Get-SettingsExport
Assert-Equal 0 (Get-OwnTask).Count 'no task is there at the start'
try {
    $installed = Invoke-Program 'schedule' 'install' '--proxy' '127.0.0.1:9' '--bypass' '<local>'
    Assert-Equal 0 $installed.ExitCode 'schedule install registers the task'
    $task = (Get-OwnTask)[0]
    Assert-True ($task.Principal.UserId -in 'SYSTEM', 'S-1-5-18') 'it runs as SYSTEM'

    $started = [datetime]::Now.AddSeconds(-2)
    Start-ScheduledTask -InputObject $task
    Wait-Until 300 'the task has run' {
        $info = Get-ScheduledTaskInfo -InputObject $task
        $info.LastRunTime -ge $started -and (Get-OwnTask)[0].State -eq 'Ready'
    }
    $status = Invoke-Program 'schedule' 'status'
    Assert-True ($null -ne $status.Document.schedule.run) 'schedule status shows the run'
    # No proxy listens there, so the proxy must not be set.
    Assert-Equal 'keep' $status.Document.schedule.run.move.act 'a proxy that does not answer is not set'
    Assert-Equal $before (Get-SettingsExport) 'the run has written nothing'
}
finally { $removed = Invoke-Program 'schedule' 'remove' }
Assert-Equal 0 $removed.ExitCode 'schedule remove takes it away'
Assert-Equal 0 (Get-OwnTask).Count 'no task is left'
Assert-True (-not (Test-Path -LiteralPath (Join-Path $script:Installed 'scheduled\*'))) 'nor its program'
exit 0
