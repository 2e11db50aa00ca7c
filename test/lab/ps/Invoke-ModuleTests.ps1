<#
.SYNOPSIS
Only for tests: runs a file of Pester tests and prints one line of JSON for each.
#>
param([string]$Pester, [string]$Module, [string]$Tests)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module (Join-Path $Pester 'Pester.psd1')
$configuration = New-PesterConfiguration
$configuration.Run.Container = New-PesterContainer -Path $Tests -Data @{ Module = $Module }
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
# Pester's own key would be in the registry that the tests compare.
$configuration.TestRegistry.Enabled = $false
$result = Invoke-Pester -Configuration $configuration
foreach ($test in $result.Tests) {
    $why = @(foreach ($record in $test.ErrorRecord) { $record.Exception.Message }) -join ' | '
    ConvertTo-Json -Compress -InputObject @{ name = $test.ExpandedPath; result = $test.Result; why = $why }
}
foreach ($container in $result.FailedContainers) {
    ConvertTo-Json -Compress -InputObject @{
        name = 'the file'
        result = 'Failed'
        why = [string]$container.ErrorRecord
    }
}
foreach ($block in $result.FailedBlocks) {
    ConvertTo-Json -Compress -InputObject @{
        name = $block.ExpandedPath
        result = 'Failed'
        why = [string]$block.ErrorRecord
    }
}
