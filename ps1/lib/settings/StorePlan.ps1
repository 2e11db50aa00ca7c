# Compares one proxy setting with its desired state and lists the writes for the difference: the rules of
# src/core/decide/changes.ts. A target is a hashtable: id, api (wininet, winhttp), key, name, change (see
# BlobChange.ps1), and perMachine, for a setting that counts only while policy moves WinINET to the machine.

# State: aligned, drift, managed (By names the manager), unseen (not readable; By is policy-unseen if it is not the
# setting but a policy that may replace it), not-here (not on this machine).
# Writes: the writes for drift; Present: whether there is a value, null if that is not known; Now: the blob, null if
# none can be read; Pending: the strings are, or may be, newer.
function Get-P2SStorePlan($Target) {
    $plan = @{
        Id = $Target['id']; State = 'not-here'; By = $null; Writes = @(); Present = $null; Now = $null; Pending = $false
    }
    $parts = $Target['key'].Split('\')
    $settingsKey = $Target['key'].Substring(0, $Target['key'].LastIndexOf('\'))
    $lan = $Target['api'] -eq 'wininet' -and $Target['name'] -eq 'DefaultConnectionSettings'
    if ($Target['perMachine'] -and -not (Test-P2SPerMachine)) {
        $machine = Get-P2SUnclearMachine
        if ($null -eq $machine -or (Test-P2SStoredAs $machine $Target['change'] 'wininet')) { return $plan }
        return Set-P2SPlanState $plan 'unseen' 'policy-unseen'
    }
    $found = Read-P2SValue $Target['key'] $Target['name']
    if ($found.Failure -eq $script:P2SNotLoaded) { return $plan }
    if ($null -ne $found.Failure) { return Set-P2SPlanState $plan 'unseen' $null }
    $plan.Present = $null -ne $found.Text
    if ($null -eq $found.Text -and -not (Test-P2SStoreExists $Target $settingsKey $lan)) { return $plan }
    $mirror = $null
    if ($lan) { $mirror = Read-P2SMirror $settingsKey }
    # The string values count as well: if they are newer, Windows uses them next.
    if ($lan -and $null -eq $mirror) { return Set-P2SPlanState $plan 'unseen' $null }
    $value = if ($null -ne $found.Text) { ConvertFrom-P2SJson ('{' + $found.Text + '}') } else { $null }
    $bytes = [byte[]]@()
    if ($null -ne $value -and $value['kind'] -eq 'binary') { $bytes = ConvertFrom-P2SHex $value['hex'] }
    $old = ConvertFrom-P2SBlob $bytes $Target['api']
    $plan.Now = if ($null -eq $value) {
        Get-P2SAbsentMeaning $mirror
    }
    elseif ($null -eq $old.Failure) {
        $old
    }
    else {
        $null
    }
    if ($lan -and $parts[0] -ne 'HKEY_LOCAL_MACHINE') {
        $machine = Get-P2SUnclearMachine
        if ($null -ne $machine -and -not (Test-P2SSameWinInet $machine $plan.Now)) {
            return Set-P2SPlanState $plan 'unseen' 'policy-unseen'
        }
    }
    $aligned = $null -ne $plan.Now -and (Test-P2SStoredAs $plan.Now $Target['change'] $Target['api'])
    $by = if ($Target['api'] -eq 'wininet') {
        Get-P2SManager $(if ($parts[0] -eq 'HKEY_USERS') { $parts[0] + '\' + $parts[1] } else { $parts[0] })
    }
    # Nothing is stored and nothing else is desired: Windows creates the blob itself when it needs one.
    $pending = $null -ne $mirror -and ($null -eq $value -or $null -eq $old.Failure) -and
        (Test-P2SPending $(if ($null -ne $value) { $old }) $mirror $Target['key'])
    $plan.Pending = $pending
    if ($aligned -and $null -eq $value -and -not $pending -and
        (-not $lan -or (($plan.Now.Flags -band 12) -eq 0 -and -not (Test-P2SWinHttpOn $plan.Now)))) {
        return Set-P2SPlanState $plan 'aligned' $by
    }
    if ($null -ne $by) {
        # The direct bit does not matter if nothing would be written.
        $meant = if ($null -ne $plan.Now) { $plan.Now.Clone() }
        if ($null -ne $meant) { $meant.Flags = Set-P2SFlag $meant.Flags 1 $true }
        $same = $null -ne $meant -and (Test-P2SStoredAs $meant $Target['change'] $Target['api'])
        return Set-P2SPlanState $plan $(if ($same) { 'aligned' } else { 'managed' }) $by
    }
    # A newer Windows may read a version that must not be written here.
    if ($null -ne $value -and $old.Failure -eq 'unknown-version') {
        return Set-P2SPlanState $plan 'managed' 'unknown-version'
    }
    # Strings that may be newer than the blob are only overwritten by a change that names both the proxy and the
    # PAC file.
    if ($pending -and -not ($Target['change'].ContainsKey('proxy') -and $Target['change'].ContainsKey('pac'))) {
        return Set-P2SPlanState $plan 'managed' 'string-values-newer'
    }
    $plan.Writes = @(
        $blob = $old
        if (-not $aligned -or $null -eq $value) {
            if ($null -ne $old.Failure) {
                $blob = if ($Target['api'] -eq 'winhttp') { New-P2SBlob 'winhttp' } else { Get-P2SMirrorBlob $mirror }
            }
            # Properties that the change does not name stay as in the strings.
            if ($lan -and $null -eq $value) {
                foreach ($part in @(@('proxy', 2), @('pac', 4))) {
                    if (-not $Target['change'].ContainsKey($part[0])) {
                        $blob.Flags = $blob.Flags -bor ($plan.Now.Flags -band $part[1])
                    }
                }
            }
            $blob = Get-P2SChangedBlob $blob $Target['change'] $Target['api']
            New-P2SBlobWrite $Target $value $blob
        }
        $texts = @(if ($null -ne $mirror) { Get-P2SMirrorWrites $mirror $blob })
        if ($lan -and (-not $aligned -or $null -eq $value -or $texts.Count -gt 0)) { Get-P2SLegacyWrite $Target $blob }
        $texts
    )
    foreach ($write in $plan.Writes) { $write['id'] = $Target['id'] }
    Set-P2SPlanState $plan $(if ($plan.Writes.Count -eq 0) { 'aligned' } else { 'drift' }) $null
}

function Set-P2SPlanState($Plan, [string]$State, $By) {
    $Plan.State = $State
    $Plan.By = $By
    $Plan
}

function Get-P2SUnseenText($Plan) {
    $(if ($Plan.By -eq 'policy-unseen') { 'A policy that may replace ' }) + $Plan.Id + ' may not be read.'
}

# Without the value: a connection without one does not exist, nor does the 32-bit view of a 32-bit Windows, nor the
# setting of a user whose hive is not loaded.
function Test-P2SStoreExists($Target, [string]$SettingsKey, [bool]$Lan) {
    if ($Target['api'] -eq 'wininet' -and -not $Lan) { return $false }
    if ($Target['api'] -eq 'winhttp' -and $SettingsKey -notlike '*\WOW6432Node\*') { return $true }
    @(Read-P2SKey $SettingsKey @())[0] -ne 'absent'
}

# WinHTTP is direct; WinINET has the setting of its strings.
function Get-P2SAbsentMeaning($Mirror) {
    if ($null -eq $Mirror) { New-P2SBlob 'winhttp' } else { Get-P2SMirrorMeaning $Mirror }
}

function New-P2SBlobWrite($Target, $Value, $Blob) {
    $write = New-P2SWrite $Target['key'] $Target['name'] $Value @{
        kind = 'binary'
        hex = ConvertTo-P2SHex (ConvertTo-P2SBlob $Blob $Target['api'])
    }
    $write['createsKey'] = @(Read-P2SKey $Target['key'] @())[0] -eq 'absent'
    # Windows' own setter chooses the header of this Windows; it supports only the native view.
    if ($Target['id'] -eq 'winhttp/native') {
        $none = ($Blob.Flags -band 2) -eq 0
        $write['winHttp'] = @{
            proxy = $(if ($none) { $null } else { $Blob.Proxy })
            bypass = $(if ($none -or $Blob.Bypass.Length -eq 0) { $null } else { $Blob.Bypass })
        }
    }
    $write
}

# The legacy blob matches blob and strings: otherwise the strings count as changed. A blob that cannot be read is
# replaced, unless it has a newer version.
function Get-P2SLegacyWrite($Target, $Blob) {
    $name = 'SavedLegacySettings'
    $value = Get-P2SStored $Target['key'] $name
    $legacy = Read-P2SLegacy $Target['key']
    if ($null -eq $legacy) {
        if ($null -ne $value -and $value['kind'] -eq 'binary' -and
            (ConvertFrom-P2SBlob (ConvertFrom-P2SHex $value['hex']) 'wininet').Failure -eq 'unknown-version') {
            return
        }
        $next = $Blob.Clone()
        $next.Counter = 1
    }
    else {
        $next = $legacy.Clone()
        $next.Flags = ($legacy.Flags -band (-bnot 15)) -bor ($Blob.Flags -band 15)
        if (($Blob.Flags -band 2) -ne 0) {
            $next.Proxy = $Blob.Proxy
            $next.Bypass = $Blob.Bypass
        }
        if (($Blob.Flags -band 4) -ne 0) { $next.Pac = $Blob.Pac }
        if ($next.Flags -eq $legacy.Flags -and $next.Proxy.Equals($legacy.Proxy) -and
            $next.Bypass.Equals($legacy.Bypass) -and $next.Pac.Equals($legacy.Pac)) {
            return
        }
        $next.Counter = ($legacy.Counter + 1) % 4294967296
    }
    New-P2SWrite $Target['key'] $name $value @{
        kind = 'binary'
        hex = ConvertTo-P2SHex (ConvertTo-P2SBlob $next 'wininet')
    }
}
