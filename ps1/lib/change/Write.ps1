# The work of Set-P2SRegistry for one write of the request.

# A refusal as JSON, or null. Checks all writes before the first one is made.
function Get-P2SRequestRefusal($Request) {
    foreach ($write in $Request['writes']) {
        $place = $write['key'] + '\' + $write['name']
        if (-not (Test-P2STarget $write['key'] $write['name'])) {
            return Format-P2SRefusal 'target-not-allowed' 'This program writes proxy settings only.' $place
        }
        $native = $write['key'] -match '\AHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\' -and
            $write['name'] -eq 'WinHttpSettings'
        if ($null -ne $write['winHttp'] -and -not $native) {
            return Format-P2SRefusal 'invalid-request' 'winHttp belongs to the native WinHttpSettings.' $place
        }
        # Throws on an invalid value before anything is written. A value of a type that cannot be written fails
        # alone: a user can create one in their own hive, and must not block the restore of other values.
        $null = ConvertTo-P2SRequestText $write['expected']
        $null = ConvertTo-P2SRequestText $write['next']
    }
    if (Test-P2SWrongView) {
        return Format-P2SRefusal 'wrong-bitness' 'A 32-bit PowerShell sees the wrong view of the registry.' ''
    }
}

# Whether the registry provider uses the 32-bit view: a 32-bit PowerShell on a 64-bit Windows, without the classes
# that can open the other view. An x64 PowerShell on ARM64 also has PROCESSOR_ARCHITEW6432, but uses the native
# view.
function Test-P2SWrongView {
    -not $script:P2SFullLanguage -and $null -ne $env:PROCESSOR_ARCHITEW6432 -and
        $env:PROCESSOR_ARCHITECTURE -in 'x86', 'ARM'
}

function Test-P2SSame($A, $B) {
    if ($null -eq $A -or $null -eq $B) { return $null -eq $A -and $null -eq $B }
    $A.Equals($B)
}

# Compares, writes, verifies. Returns the parts of an outcome; never throws.
function Invoke-P2SWrite($Write) {
    $outcome = @{
        Status = 'failed'
        How = $null
        Found = $null
        Now = $null
        CreatedKey = $false
        RemovedKey = $false
        Failure = $null
    }
    try {
        $before = Read-P2SValue $Write['key'] $Write['name']
        if ($null -ne $before.Failure) { return Set-P2SOutcomeFailure $outcome $before.Failure }
        $outcome.Found = $before.Text
        $outcome.Now = $before.Text
        $next = ConvertTo-P2SRequestText $Write['next']
        if (-not (Test-P2SSame $before.Text (ConvertTo-P2SRequestText $Write['expected']))) {
            $outcome.Status = 'changed'
        }
        elseif (Test-P2SSame $before.Text $next) { $outcome.Status = 'unchanged' }
        else {
            $outcome.How = Write-P2SNext $Write $before $outcome
            $after = Read-P2SValue $Write['key'] $Write['name']
            if ($null -ne $after.Failure) { return Set-P2SOutcomeFailure $outcome $after.Failure }
            $outcome.Now = $after.Text
            # WinHTTP's setter chooses the header itself: the caller decodes and compares.
            if ($outcome.How -eq 'winhttp-api' -or (Test-P2SAsWritten $Write $after.Text)) {
                $outcome.Status = 'written'
            }
        }
        if ($null -eq $outcome.Now -and $Write['removeKeyIfEmpty'] -and $outcome.Status -ne 'failed' -and
            $outcome.Status -ne 'changed') {
            $outcome.RemovedKey = Remove-P2SEmptyKey $Write['key']
        }
        $outcome
    }
    catch { Set-P2SOutcomeFailure $outcome (Get-P2SFailure $_) }
}

function Set-P2SOutcomeFailure($Outcome, $Failure) {
    $Outcome.Failure = $Failure
    $Outcome.Status = if ($Failure.Win32 -eq 5) { 'denied' } else { 'failed' }
    $Outcome
}

# How the value was written: 'winhttp-api' or 'registry'.
function Write-P2SNext($Write, $Before, $Outcome) {
    if ($null -ne $Write['winHttp'] -and [System.IntPtr]::Size -eq 8 -and (Initialize-P2SNative) -eq 'ready') {
        $win32 = Write-P2SWinHttpDefault $Write['winHttp']['proxy'] $Write['winHttp']['bypass']
        if ($win32 -eq 0) { return 'winhttp-api' }
        if ($win32 -eq 5) { throw [System.UnauthorizedAccessException]::new() }
        # After any other refusal, the registry is written directly.
    }
    if ($null -eq $Write['next']) { Remove-P2SValue $Write['key'] $Write['name'] }
    else {
        if (-not $Before.Present) {
            New-P2SKey $Write['key']
            $Outcome.CreatedKey = $true
        }
        Set-P2SValue $Write['key'] $Write['name'] $Write['next']
    }
    'registry'
}

function Format-P2SOutcome($Write, $Outcome) {
    $value = {
        param($Text)
        if ($null -eq $Text) { return 'null' }
        '{"name":' + (ConvertTo-P2SJsonText $Write['name']) + ',' + $Text + '}'
    }
    $failure = $Outcome['Failure']
    '{"id":' + (ConvertTo-P2SJsonText $Write['id']) +
        ',"status":"' + $Outcome['Status'] + '","how":' + (ConvertTo-P2SJsonText $Outcome['How']) +
        ',"found":' + (& $value $Outcome['Found']) + ',"now":' + (& $value $Outcome['Now']) +
        ',"createdKey":' + (ConvertTo-P2SJsonFlag ([bool]$Outcome['CreatedKey'])) +
        ',"removedKey":' + (ConvertTo-P2SJsonFlag ([bool]$Outcome['RemovedKey'])) +
        ',"hresult":' + $(if ($null -eq $failure) { 'null' } else { ConvertTo-P2SJsonNumber $failure.HResult }) +
        ',"win32":' + $(if ($null -eq $failure) { 'null' } else { ConvertTo-P2SJsonNumber $failure.Win32 }) + '}'
}
