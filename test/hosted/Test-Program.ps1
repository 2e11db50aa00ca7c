<#
.SYNOPSIS
On a hosted Windows: audit, apply, both registry views, second apply, rollback, through one PowerShell.
.PARAMETER Edition
Desktop: Windows PowerShell 5.1. Core: PowerShell 7.
#>
param([ValidateSet('Desktop', 'Core')][string]$Edition)

. (Join-Path $PSScriptRoot 'Hosted.ps1')
$host7 = @(if ($Edition -eq 'Core') { '--powershell', $script:PowerShell7 })
$before = Get-SettingsExport

$audit = Invoke-Program 'audit' '--no-probe' @host7
Assert-Equal $Edition $audit.Document.machine.powershell.edition 'the PowerShell that was asked for answered'
Assert-Equal 'FullLanguage' $audit.Document.machine.powershell.languageMode 'in Full Language Mode'
Assert-True ($audit.ExitCode -in 0, 2) 'the audit judges this Windows'
Assert-Equal $before (Get-SettingsExport) 'the audit has written nothing'

$planned = Invoke-Program 'audit' '--no-probe' '--proxy' '127.0.0.1:9' '--bypass' '<local>' @host7
Assert-Equal 2 $planned.ExitCode 'a named proxy would be a change'
Assert-Equal $before (Get-SettingsExport) 'a dry run has written nothing'

try {
    $applied = Invoke-Program 'apply' '--no-probe' '--yes' '--proxy' '127.0.0.1:9' '--bypass' '<local>' @host7
    Assert-Equal 0 $applied.ExitCode 'apply writes and reads back'
    Assert-True ($applied.Document.result.changed -contains 'winhttp/native') 'the 64-bit view is written'
    foreach ($view in 64, 32) {
        Assert-True (Get-WinHttpText $view).Contains($script:Proxy) ('reg query /reg:' + $view + ' shows the proxy')
    }
    $user = Get-ItemProperty -LiteralPath ('Registry::HKEY_CURRENT_USER\Software\' + $script:Settings)
    Assert-Equal 1 $user.ProxyEnable 'ProxyEnable of the user is on'
    Assert-Equal $script:Proxy $user.ProxyServer 'ProxyServer of the user is the proxy'
    $reader = Join-Path $PSScriptRoot '..\lab\ps\Read-EffectiveProxy.ps1'
    $effective = (& $script:PowerShell7 -NoProfile -ExecutionPolicy Bypass -File $reader) -join ' '
    Assert-True $effective.Contains($script:Proxy) 'Windows'' own readers show the proxy'

    $after = Get-SettingsExport
    $again = Invoke-Program 'apply' '--no-probe' '--yes' '--proxy' '127.0.0.1:9' '--bypass' '<local>' @host7
    Assert-Equal 0 $again.ExitCode 'a second apply is content'
    Assert-Equal 0 @($again.Document.result.changed).Count 'and writes nothing'
    Assert-Equal $after (Get-SettingsExport) 'and leaves every byte'
}
finally { $back = Invoke-Program 'rollback' '--yes' @host7 }
Assert-Equal 0 $back.ExitCode 'rollback restores'
Assert-Equal $before (Get-SettingsExport) 'after the rollback the exports are equal'
exit 0
