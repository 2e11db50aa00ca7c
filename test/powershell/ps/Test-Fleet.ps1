<#
.SYNOPSIS
Only for tests: what is told of one computer of a fleet while time goes by. Each look names the millisecond, the state of the
job and that of its runspace.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/Wire.ps1
# include: lib/Json.ps1
# include: lib/FleetJob.ps1
# include: lib/Fleet.ps1

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    $runspace = New-Object -TypeName PSObject -Property @{ RunspaceStateInfo = $null }
    Add-Member -InputObject $runspace -MemberType ScriptMethod -Name CloseAsync -Value { }
    $output = New-Object -TypeName PSObject
    Add-Member -InputObject $output -MemberType ScriptMethod -Name ReadAll -Value { }
    $child = New-Object -TypeName PSObject -Property @{ JobStateInfo = $null; PSBeginTime = 1; Output = $output; Runspace = $runspace; Error = @() }
    $start = [datetime]'2026-01-01'
    $entry = @{ Id = '0'; Child = $child; Connected = $false; Since = $start; Waits = $false; BrokenSince = $null; Chars = 0; Ended = $false }
    $told = foreach ($look in $request['looks']) {
        if ($entry.Ended) { break }
        $child.JobStateInfo = New-Object -TypeName PSObject -Property @{ State = $look['job']; Reason = $null }
        $runspace.RunspaceStateInfo = New-Object -TypeName PSObject -Property @{ State = $look['runspace'] }
        Read-P2SFleetEntry $nonce $entry $start.AddMilliseconds($look['ms']) 5000 ([int]$request['deadlineSeconds'] * 1000)
    }
    Format-P2SResult $nonce ('[' + ($told -join ',') + ']')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
