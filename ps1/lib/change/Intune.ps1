# The work of an Intune package, and its output line and exit code for Intune.

# Intune keeps this many characters of the last line.
$script:P2SLineLimit = 2048
# Nobody waits for a package, and it runs again a day later.
$script:P2SPackageLockWaitMs = 60000

# Settings: package (user, system), version, targets, gateways. Work: the job, given the targets and the SID of the
# user. The exit code and the line.
function Invoke-P2SPackage([string]$Mode, $Settings, [scriptblock]$Work) {
    $result = @{ State = 'failed'; Why = $null; Plans = @(); Changed = @() }
    $paths = @()
    try {
        $user = $Settings['package'] -eq 'user'
        $sid = if ($user) { [string](Get-P2SUser).Sid } else { '' }
        if ($user -and ($sid -eq '' -or $sid -in 'S-1-5-18', 'S-1-5-19', 'S-1-5-20')) {
            $null = Set-P2SAlignFailure $result 'failed' 'wrong-account'
        }
        elseif (Test-P2SWrongView) { $null = Set-P2SAlignFailure $result 'failed' 'wrong-bitness' }
        else {
            $result = & $Work @(Resolve-P2STargets $Settings['targets'] $sid) $sid
        }
        if ($Mode -eq 'detect') {
            $paths = @(foreach ($gateway in $Settings['gateways']) {
                    @{ Gateway = $gateway; Word = Get-P2SPathWord $gateway }
                })
        }
    }
    catch {
        $failure = Get-P2SFailure $_
        $result = @{
            State = 'failed'
            Why = $(if ($failure.Win32 -eq 5) { 'denied' } else { $failure.Id })
            Plans = @()
            Changed = @()
        }
    }
    @{ Line = Format-P2SPackageLine $Mode $Settings $result $paths; ExitCode = Get-P2SPackageExit $Mode $result.State }
}

# Only reads.
function Get-P2SDetection($Targets) {
    $plans = @(foreach ($target in $Targets) { Get-P2SStorePlan $target })
    @{ State = Get-P2SWorstState $plans; Why = $null; Plans = $plans; Changed = @() }
}

# The result of a job that writes; the other package may run while this one waits for gateways.
function Use-P2SPackageLock([scriptblock]$Write) {
    $lock = Enter-P2SWriteLock $script:P2SPackageLockWaitMs
    try {
        if ($lock.State -ne 'refused') { return & $Write }
        @{ State = 'failed'; Why = $lock.Code; Plans = @(); Changed = @() }
    }
    finally { Exit-P2SWriteLock $lock }
}

# Detection: 1 starts the remediation, for drift that it can repair and for unreadable settings, because Intune
# reports 0 as "Without issues". Remediation and undo: 0 only on success.
function Get-P2SPackageExit([string]$Mode, [string]$State) {
    if ($Mode -eq 'detect') { return [int]($State -in 'drift', 'unseen', 'failed') }
    [int]($State -notin 'aligned', 'repaired', 'not-here', 'undone', 'nothing-kept')
}

# Verdict: the state or, if that is good and the path was tested, the first word of a failing path; not-tested only
# if no path fails.
function Format-P2SPackageLine([string]$Mode, $Settings, $Result, $Paths) {
    $verdict = $Result.State
    if ($verdict -in 'aligned', 'repaired' -and $Paths.Count -gt 0) {
        $verdict = 'works'
        foreach ($path in $Paths) {
            if ($path.Word -ne 'works') { $verdict = $path.Word }
            if ($path.Word -notin 'works', 'not-tested') { break }
        }
    }
    $head = '{"p2sFix":1,"tool":"p2s-fix","version":' + (ConvertTo-P2SJsonText $Settings['version']) +
        ',"mode":' + (ConvertTo-P2SJsonText $Mode) +
        ',"package":' + (ConvertTo-P2SJsonText $Settings['package']) +
        ',"packages":[' + ((@(foreach ($name in $Settings['packages']) { ConvertTo-P2SJsonText $name })) -join ',') +
        '],"machine":' + (ConvertTo-P2SShortText $env:COMPUTERNAME) +
        ',"verdict":' + (ConvertTo-P2SJsonText $verdict) + ',"state":' + (ConvertTo-P2SJsonText $Result.State) +
        ',"why":' + (ConvertTo-P2SShortText $Result.Why) +
        ',"languageMode":' + (ConvertTo-P2SJsonText $script:P2SLanguageMode)
    $stores = @(foreach ($plan in $Result.Plans) {
            '{"id":' + (ConvertTo-P2SShortText $plan.Id) +
                ',"state":' + (ConvertTo-P2SJsonText $plan.State) +
                $(if ($null -ne $plan.By) { ',"by":' + (ConvertTo-P2SShortText $plan.By) }) + '}'
        })
    $changed = @(foreach ($id in $Result.Changed) { ConvertTo-P2SShortText $id })
    $tested = @(foreach ($path in $Paths) {
            '{"gateway":' + (ConvertTo-P2SShortText $path.Gateway) +
                ',"verdict":' + (ConvertTo-P2SJsonText $path.Word) + '}'
        })
    $line = $head + ',"changed":[' + ($changed -join ',') + '],"stores":[' + ($stores -join ',') +
        '],"paths":[' + ($tested -join ',') + ']}'
    if ($line.Length -le $script:P2SLineLimit) { return $line }
    $head + ',"cut":true}'
}

# A text of limited length as JSON: escaping can make it six times as long.
function ConvertTo-P2SShortText($Text) {
    if ($null -eq $Text) { return 'null' }
    $string = [string]$Text
    ConvertTo-P2SJsonText $(if ($string.Length -gt 90) { $string.Substring(0, 87) + '...' } else { $string })
}
