# Requests and results of the module's functions.

# SID of the current account, for WinInetProxy; '' stands for the machine.
function Get-P2SOwnSid([string]$Type) {
    if ($Type -eq 'WinInetProxy') { [string](Get-P2SUser).Sid } else { '' }
}

# A part for each affected setting: Store, Targets, and Description of the change.
function Get-P2SDesiredParts($Bound, [string]$Set, $Stores) {
    if ($Set -eq 'Follow') { return New-P2SDesiredPart 'WinHttp' (Get-P2SFollowingChange) }
    if ($Set -eq 'Pac') {
        return New-P2SDesiredPart 'WinInet' @{ proxy = $null; pac = $Bound['Pac']; autoDetect = $false }
    }
    $change = @{ proxy = $null }
    if ($Set -eq 'Proxy') {
        $change['proxy'] = $Bound['Proxy']
        if ($Bound.ContainsKey('Bypass')) { $change['bypass'] = $Bound['Bypass'] }
    }
    foreach ($store in $Stores) {
        $own = $change.Clone()
        if ($store -eq 'WinInet') {
            $own['pac'] = $null
            $own['autoDetect'] = $false
        }
        New-P2SDesiredPart $store $own
    }
}

function New-P2SDesiredPart([string]$Store, $Change) {
    $problem = Get-P2SChangeProblem $Change $(if ($Store -eq 'WinHttp') { 'winhttp' } else { 'wininet' })
    if ($null -ne $problem) { throw ($Store + ': ' + $problem) }
    $type = $Store + 'Proxy'
    $description = if ($null -ne $Change['pac']) {
        'Set the PAC file to ' + $Change['pac']
    }
    elseif ($null -eq $Change['proxy']) {
        'Set no proxy'
    }
    else {
        'Set the proxy to ' + $Change['proxy']
    }
    @{
        Store = $Store
        Targets = @(Get-P2SResourceTargets $type $Change (Get-P2SOwnSid $type))
        Description = $description
    }
}

# The WinHTTP equivalent of the proxy that a machine policy names (policyProxy in src/core/stores/policy.ts), else of
# the current user's WinINET setting, or of the machine's while a policy makes that one apply. A PAC file or
# auto-detection must be evaluated for each URL, which p2s-fix does and this module does not.
function Get-P2SFollowingChange {
    $now = if (-not (Test-P2SPerMachine)) { Get-P2SPolicyProxy }
    if ($null -eq $now) { $now = Get-P2SFollowedSetting }
    if (($now.Flags -band 2) -eq 0 -or $now.Proxy.Length -eq 0) { return @{ proxy = $null } }
    $servers = Get-P2SWinHttpServers $now.Proxy
    if ($null -eq $servers) {
        @{ proxy = $null }
    }
    else {
        @{ proxy = Get-P2SHeldSpelling $servers; bypass = @(Split-P2SList $now.Bypass) -join ';' }
    }
}

function Get-P2SPolicyProxy {
    $policy = 'HKEY_LOCAL_MACHINE\' + $script:P2SPolicyKey
    $enabled = Get-P2SStored $policy 'ProxyEnable'
    if ($null -eq $enabled -or $enabled['kind'] -ne 'dword' -or $enabled['number'] -ne 1) { return }
    $list, $bypass = foreach ($name in 'ProxyServer', 'ProxyOverride') {
        $value = Get-P2SStored $policy $name
        if ($null -ne $value -and $value['kind'] -in 'string', 'expand-string') { $value['text'] } else { '' }
    }
    if ($list.Trim().Length -gt 0) { @{ Flags = 3; Proxy = $list; Bypass = $bypass } }
}

function Get-P2SFollowedSetting {
    $target = @(Get-P2SResourceTargets 'WinInetProxy' @{ proxy = $null } (Get-P2SOwnSid 'WinInetProxy'))[0]
    if (Test-P2SPerMachine) { $target['key'] = $target['key'] -creplace '\AHKEY_USERS\\[^\\]+', 'HKEY_LOCAL_MACHINE' }
    $plan = Get-P2SStorePlan $target
    if ($plan.State -eq 'unseen') { throw (Get-P2SUnseenText $plan) }
    if ($null -eq $plan.Now) { throw 'The WinINET setting cannot be read: name the state.' }
    if ($plan.Pending) {
        throw 'The string values of WinINET differ from its setting and may be newer: name the state.'
    }
    if (($plan.Now.Flags -band 12) -ne 0) {
        throw ('WinINET uses a PAC file or auto-detection, which WinHTTP cannot hold: ' +
            'name the state, or let p2s-fix ask Windows.')
    }
    $plan.Now
}

# What WinHTTP can store of a WinINET list, as toWinHttp of src/core/proxy: the first proxy for http and for https.
# Null if there is none.
function Get-P2SWinHttpServers([string]$List) {
    $first = @{}
    foreach ($entry in (Get-P2SServersText $List).Split(';')) {
        $scheme, $server = if ($entry -cmatch '\A([a-z]+)=(.*)\z') { $Matches[1], $Matches[2] } else { 'all', $entry }
        if (-not $first.ContainsKey($scheme)) { $first[$scheme] = $server }
    }
    foreach ($scheme in 'http', 'https') {
        if (-not $first.ContainsKey($scheme) -and $first.ContainsKey('all')) { $first[$scheme] = $first['all'] }
    }
    $named = @(foreach ($scheme in 'http', 'https') {
            if ($first.ContainsKey($scheme)) { $scheme + '=' + $first[$scheme] }
        })
    if ($named.Count -eq 0) {
        if ($first.ContainsKey('socks')) {
            throw 'WinINET names a SOCKS proxy alone, which WinHTTP cannot hold: name the state.'
        }
        return $null
    }
    if ($named.Count -eq 2 -and $first['http'].Equals($first['https'])) { $first['http'] } else { $named -join ';' }
}

# These servers in the spelling that WinHTTP already has: a proxy for both schemes can appear once or twice, in
# either order, and netsh imports a list unmodified.
function Get-P2SHeldSpelling([string]$Servers) {
    $held = (Get-P2SStorePlan @(Get-P2SResourceTargets 'WinHttpProxy' @{ proxy = $null } '')[1]).Now
    if ($null -eq $held) { return $Servers }
    $text = Get-P2SServersText $held.Proxy
    if ($text -cmatch '\Ahttps?=[^=;]+;https?=[^=;]+\z' -and $Servers.Equals((Get-P2SWinHttpServers $text))) {
        $text
    }
    else {
        $Servers
    }
}

function ConvertTo-P2SStoreObject([string]$Type, $Plan) {
    $state = Get-P2SResourceState $Type @($Plan, $Plan) @($Plan.Now, $Plan.Now)
    $seen = $Plan.State -ne 'unseen'
    $inet = $Type -eq 'WinInetProxy'
    New-Object psobject -Property ([ordered]@{
            Store = $Plan.Id
            Present = $Plan.Present
            Proxy = $state['proxy']
            Bypass = $state['bypass']
            Pac = $(if ($inet) { $state['pac'] })
            AutoDetect = $(if ($inet) { $state['autoDetect'] })
            ManagedBy = $Plan.By
            Unreadable = $seen -and $state['unreadable']
        })
}

# Runs one part under the lock of all writers, and returns its result: an object, or an error.
function Invoke-P2SRepairPart([string]$Store, [scriptblock]$Work) {
    $lock = Enter-P2SWriteLock 10000
    try {
        if ($lock.State -eq 'refused') { throw $lock.Why }
        $done = & $Work
    }
    finally { Exit-P2SWriteLock $lock }
    if ($done.State -notin 'aligned', 'repaired', 'undone', 'nothing-kept') {
        $by = @(foreach ($plan in $done.Plans) { if ($plan.State -eq 'managed') { $plan.By } }) -join ', '
        throw ($Store + ': ' + $done.State + $(if ($null -ne $done.Why) { ', ' + $done.Why }) +
            $(if ($by -ne '') { ', ' + $by }) + '.')
    }
    New-Object psobject -Property (
        [ordered]@{ Store = $Store; State = $done.State; Changed = [string[]]@($done.Changed) }
    )
}
