<#
.SYNOPSIS
Only for tests: the reports about one computer of a fleet over time (each look names the millisecond, the state of
the job and that of its runspace); or the number of computers that work at once, each for two looks.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/FleetJob.ps1
# include: lib/machine/Fleet.ps1

# The streams of a job beside its output, at every read: this many errors with an id of this length, and a warning.
function Get-TestStreams([int]$Errors, [int]$IdLength, [int]$Warnings) {
    $streams = @{}
    $records = New-Object -TypeName PSObject -Property @{
        Records = @(for ($i = 0; $i -lt $Errors; $i++) { @{ FullyQualifiedErrorId = 'x' * $IdLength } })
    }
    Add-Member -InputObject $records -MemberType ScriptMethod -Name ReadAll -Value { $this.Records }
    $streams['Error'] = $records
    foreach ($name in 'Warning', 'Verbose', 'Debug', 'Information', 'Progress') {
        $stream = New-Object -TypeName PSObject -Property @{
            Text = $(if ($name -ceq 'Warning') { 'a' * $Warnings } else { '' })
        }
        Add-Member -InputObject $stream -MemberType ScriptMethod -Name ReadAll -Value { $this.Text }
        $streams[$name] = $stream
    }
    $streams
}

# Jobs that end when they are read, and the maximum number of their computers that worked at once.
$script:working = 0
$script:most = 0
function Start-TestJob($Computers, [int]$Throttle) {
    $script:working += [System.Math]::Min(@($Computers).Count, $Throttle)
    $script:most = [System.Math]::Max($script:most, $script:working)
    $children = foreach ($computer in $Computers) {
        $child = New-Object -TypeName PSObject -Property @{
            JobStateInfo = $null
            PSBeginTime = 1
            Output = $null
            Runspace = $null
            Finished = [System.Threading.ManualResetEvent]::new($false)
        }
        Add-Member -InputObject $child -NotePropertyMembers (Get-TestStreams 0 0 0)
        $child.JobStateInfo = New-Object -TypeName PSObject -Property @{ State = 'Running'; Reason = $null }
        $runspace = New-Object -TypeName PSObject -Property @{ State = 'Opened' }
        $child.Runspace = New-Object -TypeName PSObject -Property @{ RunspaceStateInfo = $runspace }
        $child.Output = New-Object -TypeName PSObject -Property @{ Child = $child }
        Add-Member -InputObject $child.Output -MemberType ScriptMethod -Name ReadAll -Value {
            if ($this.Child.JobStateInfo.State -ne 'Running') { $script:working--; return }
            $this.Child.JobStateInfo.State = 'Completed'
            $null = $this.Child.Finished.Set()
        }
        $child
    }
    @{ ChildJobs = @($children) }
}
function Start-P2SWinRmJob($Computers, $Call, $Request) { Start-TestJob $Computers $Request['throttle'] }
function Read-P2SFleetCalls($Request) { $Request['calls'] }

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    if ($null -ne $request['computers']) {
        $ended = @(foreach ($line in Invoke-P2SFleet $nonce $request) {
                if ($line -cmatch '"event":"ended"') { $line }
            })
        Format-P2SResult $nonce ('{"most":' + $script:most + ',"ended":' + $ended.Count + '}')
        return
    }
    $runspace = New-Object -TypeName PSObject -Property @{ RunspaceStateInfo = $null }
    Add-Member -InputObject $runspace -MemberType ScriptMethod -Name CloseAsync -Value { }
    $output = New-Object -TypeName PSObject
    $script:text = @('a' * [int]$request['length']) + @('') * [int]$request['lines']
    Add-Member -InputObject $output -MemberType ScriptMethod -Name ReadAll -Value { $script:text }
    $child = New-Object -TypeName PSObject -Property @{
        JobStateInfo = $null
        PSBeginTime = 1
        Output = $output
        Runspace = $runspace
    }
    Add-Member -InputObject $child -NotePropertyMembers (
        Get-TestStreams $request['errors'] $request['idLength'] $request['warnings']
    )
    $script:passedOn = 0
    $start = [datetime]'2026-01-01'
    $entry = @{
        Id = '0'
        Child = $child
        Connected = $false
        Since = $start
        BrokenSince = $null
        Chars = 0
        Errors = @()
        Ended = $false
    }
    $reported = foreach ($poll in $request['polls']) {
        if ($entry.Ended) { break }
        $child.JobStateInfo = New-Object -TypeName PSObject -Property @{ State = $poll['job']; Reason = $null }
        $runspace.RunspaceStateInfo = New-Object -TypeName PSObject -Property @{ State = $poll['runspace'] }
        $now = $start.AddMilliseconds($poll['ms'])
        $deadlineMs = [int]$request['deadlineSeconds'] * 1000
        foreach ($line in Read-P2SFleetEntry $nonce $entry $now $deadlineMs) {
            if ($line -cnotmatch '"event":"line"') { $line } else { $script:passedOn++ }
        }
    }
    if ($request['lines'] -gt 0) {
        $reported = @($reported) + ('{"event":"passed on","lines":' + $script:passedOn + '}')
    }
    Format-P2SResult $nonce ('[' + ($reported -join ',') + ']')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
