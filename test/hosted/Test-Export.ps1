<#
.SYNOPSIS
On a hosted Windows: the module, the Intune package in 64-bit and 32-bit PowerShell, and the DSC resources.
.PARAMETER DscFolder
Folders with a dsc.exe each, of every version that must accept the resources.
#>
param([string[]]$DscFolder = @())

. (Join-Path $PSScriptRoot 'Hosted.ps1')
$work = Join-Path $env:TEMP ('hosted-' + [guid]::NewGuid().ToString('N'))
$before = Get-SettingsExport

# The module, in both editions.
$module = Join-Path $script:Installed 'node_modules\p2s-fix\dist\module\P2SFix'
$steps = @"
`$ErrorActionPreference = 'Stop'
`$null = Test-ModuleManifest -Path '$module\P2SFix.psd1'
Import-Module -Name '$module'
if (@(Get-P2SProxy).Count -lt 3) { exit 10 }
`$null = Repair-P2SProxy -Proxy '127.0.0.1:9' -Bypass '<local>'
if (-not (Test-P2SProxy -Proxy '127.0.0.1:9' -Bypass '<local>')) { exit 11 }
`$null = Repair-P2SProxy -Undo
if (Test-P2SProxy -Proxy '127.0.0.1:9' -Bypass '<local>') { exit 12 }
exit 0
"@
foreach ($shell in $script:WindowsPowerShell, $script:PowerShell7) {
    & $shell -NoProfile -ExecutionPolicy Bypass -Command $steps
    Assert-Equal 0 $LASTEXITCODE ('the module repairs, tests and undoes in ' + $shell)
    Assert-Equal $before (Get-SettingsExport) 'and leaves no byte'
}

# The package: detect, remediate, detect, undo; 64-bit and 32-bit.
$packages = Join-Path $work 'intune'
$export = Invoke-Program 'export' 'intune' '--proxy' '127.0.0.1:9' '--bypass' '<local>' '--out' $packages
Assert-Equal 0 $export.ExitCode 'export intune writes the packages'
function Invoke-Package([string]$Shell, [string]$Package, [string]$Job) {
    $store = if ($Package -eq 'user') { 'WinInet' } else { 'WinHttp' }
    $file = Join-Path $packages "$Package\${Job}_P2S$store.ps1"
    $line = & $Shell -NoProfile -ExecutionPolicy Bypass -File $file
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Line = ($line | Select-Object -Last 1 | ConvertFrom-Json) }
}
$jobs = @('Detect', 1, 'drift'), @('Remediate', 0, 'repaired'), @('Detect', 0, 'aligned'), @('Undo', 0, 'undone')
foreach ($shell in $script:WindowsPowerShell, $script:WindowsPowerShell32) {
    foreach ($package in 'system', 'user') {
        foreach ($expected in $jobs) {
            $done = Invoke-Package $shell $package $expected[0]
            Assert-Equal $expected[1] $done.ExitCode ($expected[0] + ' of the ' + $package + ' package in ' + $shell)
            Assert-Equal $expected[2] $done.Line.state 'its line says so'
            if ($expected[0] -eq 'Remediate' -and $package -eq 'system') {
                foreach ($view in 64, 32) {
                    Assert-True (Get-WinHttpText $view).Contains($script:Proxy) "the $view-bit view holds it"
                }
            }
        }
        Assert-Equal $before (Get-SettingsExport) 'undo leaves no byte'
    }
}

# The resources, by each engine.
$resources = Join-Path $work 'dsc'
Assert-Equal 0 (Invoke-Program 'export' 'dsc' '--out' $resources).ExitCode 'export dsc writes the resources'
$env:DSC_RESOURCE_PATH = $resources
foreach ($folder in $DscFolder) {
    $dsc = Join-Path $folder 'dsc.exe'
    $version = (& $dsc --version) -join ' '
    $found = (& $dsc resource list 'P2SFix/*' --output-format json) -join "`n"
    foreach ($type in 'P2SFix/WinHttpProxy', 'P2SFix/WinInetProxy') {
        Assert-True $found.Contains($type) ($version + ' finds ' + $type)
        $desired = '{"proxy":"127.0.0.1:9","bypass":"<local>"}'
        $null = $desired | & $dsc resource set --resource $type --file -
        Assert-Equal 0 $LASTEXITCODE ($version + ' sets ' + $type)
        $tested = ($desired | & $dsc resource test --resource $type --file - --output-format json) -join "`n"
        Assert-True ($tested | ConvertFrom-Json).inDesiredState ($version + ' finds it as it was set')
    }
    $script = Join-Path $resources 'Invoke-P2SResource.ps1'
    foreach ($type in 'WinHttpProxy', 'WinInetProxy') {
        & $script:WindowsPowerShell -NoProfile -ExecutionPolicy Bypass -File $script undo $type
        Assert-Equal 0 $LASTEXITCODE ('undo of ' + $type)
    }
    Assert-Equal $before (Get-SettingsExport) 'undo leaves no byte'
}
exit 0
