<#
.SYNOPSIS
On a hosted Windows: files, folders and locks of a standard user neither run elevated nor stop a repair.
#>
param()

. (Join-Path $PSScriptRoot 'Hosted.ps1')
$before = Get-SettingsExport
$other = New-StandardUser 'p2s-other'
$cmd = Join-Path $env:SystemRoot 'System32\cmd.exe'
$state = Join-Path $env:ProgramFiles 'p2s-fix\state'
$ran = 'C:\Users\Public\planted.txt'

# C:\node_modules, which every signed-in user may create.
$names = 'supports-color', 'debug', 'execa', 'node-powershell'
foreach ($name in $names) {
    $null = Start-AsUser $other $cmd "/c mkdir C:\node_modules\$name" -Wait
    $code = "require('fs').appendFileSync('C:/Users/Public/planted.txt', '$name')"
    $null = Start-AsUser $other $cmd "/c echo $code> C:\node_modules\$name\index.js" -Wait
    Assert-True (Test-Path -LiteralPath "C:\node_modules\$name\index.js") ('a standard user has planted ' + $name)
}
Assert-True ((Invoke-Program 'audit' '--no-probe').ExitCode -in 0, 2) 'the audit judges this Windows'
Assert-Equal 0 (Invoke-Program 'schedule' 'install' '--proxy' '127.0.0.1:9').ExitCode 'the task is installed'
try {
    $task = @(Get-ScheduledTask | Where-Object { ($_.TaskPath + $_.TaskName) -like '*\p2s-fix*' })[0]
    Start-ScheduledTask -InputObject $task
    Wait-Until 300 'the task has run' { $null -ne (Invoke-Program 'schedule' 'status').Document.schedule.run }
}
finally { $null = Invoke-Program 'schedule' 'remove' }
Assert-True (-not (Test-Path -LiteralPath $ran)) 'nothing that was planted has run'
Remove-Item -LiteralPath 'C:\node_modules' -Recurse -Force

# The state folder, created and owned by another user.
if (Test-Path -LiteralPath $state) { Remove-Item -LiteralPath $state -Recurse -Force }
$null = Start-AsUser $other $cmd "/c mkdir $state" -Wait
Assert-True (Test-Path -LiteralPath $state) 'a standard user has made the state folder'
$refused = Invoke-Program 'apply' '--no-probe' '--yes' '--proxy' '127.0.0.1:9' '--bypass' '<local>'
Assert-Equal 1 $refused.ExitCode 'apply does not use that folder'
Assert-Equal 'state-dir' $refused.Document.error.code 'and says so'
Assert-Equal $before (Get-SettingsExport) 'and has written nothing'
Remove-Item -LiteralPath $state -Recurse -Force

# The global mutex of writers, held by another user during the test.
$hold = "-NoProfile -Command `$m = New-Object System.Threading.Mutex(`$true, 'Global\p2s-fix-write'); " +
    "Set-Content -LiteralPath C:\Users\Public\held.txt -Value held; Start-Sleep -Seconds 600"
$holder = Start-AsUser $other $script:WindowsPowerShell $hold
try {
    Wait-Until 60 'a standard user holds the mutex' { Test-Path -LiteralPath 'C:\Users\Public\held.txt' }
    $applied = Invoke-Program 'apply' '--no-probe' '--yes' '--proxy' '127.0.0.1:9' '--bypass' '<local>'
    Assert-Equal 0 $applied.ExitCode 'apply is delayed, and not prevented'
    Assert-Equal 0 (Invoke-Program 'rollback' '--yes').ExitCode 'nor is rollback'
}
finally { Stop-Process -Id $holder.Id -Force }
Assert-Equal $before (Get-SettingsExport) 'the exports are equal'
Remove-LocalUser -Name 'p2s-other'
exit 0
