# The DSC resources P2SFix/WinHttpProxy and P2SFix/WinInetProxy: reads and writes instances and runs operations.

# The exit codes that the manifests declare.
$script:P2SExit = @{ Failed = 1; Input = 2; Denied = 3; Managed = 4; NotTaken = 5 }

# The targets of a resource, with a change. HKEY_CURRENT_USER is the hive of the current account.
function Get-P2SResourceTargets([string]$Type, $Change, [string]$Sid) {
    $settings = 'Microsoft\Windows\CurrentVersion\Internet Settings\Connections'
    if ($Type -eq 'WinHttpProxy') {
        # The 32-bit view first: Windows' own setter may write both.
        foreach ($view in 'wow64', 'native') {
            @{
                id = 'winhttp/' + $view
                api = 'winhttp'
                key = 'HKEY_LOCAL_MACHINE\SOFTWARE\' + $(if ($view -eq 'wow64') { 'WOW6432Node\' }) + $settings
                name = 'WinHttpSettings'
                change = $Change
                perMachine = $false
            }
        }
        return
    }
    $target = @{
        id = 'wininet/current/lan'
        api = 'wininet'
        key = 'HKEY_CURRENT_USER\Software\' + $settings
        name = 'DefaultConnectionSettings'
        change = $Change
        perMachine = $false
    }
    Resolve-P2STargets @(, $target) $Sid
}

# The change that an instance requests, without the properties that only get returns. Throws a readable message.
function ConvertTo-P2SResourceChange([string]$Type, $Instance) {
    if ($Instance -isnot [hashtable]) { throw 'The input is not an object.' }
    $api = if ($Type -eq 'WinHttpProxy') { 'winhttp' } else { 'wininet' }
    $known = @('proxy', 'bypass') + $(if ($api -eq 'wininet') { 'pac', 'autoDetect' })
    $change = @{}
    foreach ($name in $Instance.get_Keys()) {
        if ($known -ccontains $name) {
            # An empty list is a value; null keeps the existing list.
            if ($null -ne $Instance[$name] -or $name -in 'proxy', 'pac') { $change[$name] = $Instance[$name] }
        }
        elseif ($name -cnotin 'managedBy', 'viewsAgree', 'unreadable', '_inDesiredState') {
            throw ($name + ' is not a property of this resource.')
        }
    }
    $problem = Get-P2SChangeProblem $change $api
    if ($null -ne $problem) { throw $problem }
    $change
}

# The content of the settings as an instance. Blobs: for each plan the blob to report, null if none can be read.
function Get-P2SResourceState([string]$Type, $Plans, $Blobs) {
    $blob = $Blobs[-1]
    $state = @{ proxy = $null; bypass = $null; unreadable = $null -eq $blob; managedBy = $Plans[-1].By }
    if ($Type -eq 'WinInetProxy') {
        $state['pac'] = $null
        $state['autoDetect'] = $null -ne $blob -and ($blob.Flags -band 8) -ne 0
        if ($null -ne $blob -and ($blob.Flags -band 4) -ne 0) { $state['pac'] = Hide-P2SSecret $blob.Pac }
    }
    else {
        $other = $Blobs[0]
        $state['viewsAgree'] = $Plans[0].State -eq 'not-here' -or
            ($null -ne $other -and $null -ne $blob -and (Test-P2SSameWinHttp $other $blob))
    }
    if ($null -ne $blob -and ($blob.Flags -band 2) -ne 0 -and $blob.Proxy.Length -gt 0) {
        $state['proxy'] = Hide-P2SSecret $blob.Proxy
        $state['bypass'] = Hide-P2SSecret $blob.Bypass
    }
    $state
}

# A user name and a password can precede an at sign, and a password can contain any character: removes everything
# before the last at sign. The rest cannot be set again.
function Hide-P2SSecret([string]$Text) {
    $at = $Text.LastIndexOf('@')
    if ($at -lt 0) { $Text } else { '***' + $Text.Substring($at) }
}

function Format-P2SResourceState($State, [bool]$Tested, [bool]$InDesiredState) {
    $fields = @('"proxy":' + (ConvertTo-P2SJsonText $State['proxy']))
    $fields += '"bypass":' + (ConvertTo-P2SJsonText $State['bypass'])
    if ($State.ContainsKey('pac')) {
        $fields += '"pac":' + (ConvertTo-P2SJsonText $State['pac'])
        $fields += '"autoDetect":' + (ConvertTo-P2SJsonFlag $State['autoDetect'])
    }
    if ($State.ContainsKey('viewsAgree')) { $fields += '"viewsAgree":' + (ConvertTo-P2SJsonFlag $State['viewsAgree']) }
    $fields += '"managedBy":' + (ConvertTo-P2SJsonText $State['managedBy'])
    $fields += '"unreadable":' + (ConvertTo-P2SJsonFlag $State['unreadable'])
    if ($Tested) { $fields += '"_inDesiredState":' + (ConvertTo-P2SJsonFlag $InDesiredState) }
    '{' + ($fields -join ',') + '}'
}

# One operation. Json: the line for standard output, or null; Code: the exit code; Error and Warning: for the
# trace.
function Invoke-P2SResource([string]$Operation, [string]$Type, $Instance, [bool]$WhatIf) {
    $answer = @{ Json = $null; Code = 0; Error = $null; Warning = $null }
    $sid = if ($Type -eq 'WinInetProxy') { [string](Get-P2SUser).Sid } else { '' }
    try { $change = if ($Operation -in 'test', 'set') { ConvertTo-P2SResourceChange $Type $Instance } else { @{} } }
    catch { return Set-P2SResourceError $answer 'Input' $_.Exception.Message }
    if ($Type -eq 'WinHttpProxy' -and $Operation -in 'test', 'set' -and -not $change.ContainsKey('proxy')) {
        return Set-P2SResourceError $answer 'Input' 'proxy: name one, or null for none.'
    }
    $targets = @(Get-P2SResourceTargets $Type $change $sid)
    if ($Operation -eq 'undo') { return Restore-P2SResource $answer (Get-P2SBackupKey $sid) }
    $plans = @(foreach ($target in $targets) { Get-P2SStorePlan $target })
    foreach ($plan in $plans) {
        if ($plan.State -eq 'unseen') { return Set-P2SResourceError $answer 'Denied' (Get-P2SUnseenText $plan) }
    }
    $inState = (Get-P2SWorstState $plans) -in 'aligned', 'not-here'
    if ($Operation -ne 'set' -or $inState) {
        $state = Get-P2SResourceState $Type $plans @(foreach ($plan in $plans) { $plan.Now })
        $answer.Json = if ($Operation -eq 'export') {
            Format-P2SResourceExport $state
        }
        else {
            Format-P2SResourceState $state ($Operation -eq 'test') $inState
        }
        return $answer
    }
    Invoke-P2SResourceSet $answer $Type $targets $plans (Get-P2SBackupKey $sid) $WhatIf
}

function Invoke-P2SResourceSet($Answer, [string]$Type, $Targets, $Plans, [string]$BackupKey, [bool]$WhatIf) {
    foreach ($plan in $Plans) {
        if ($plan.State -eq 'managed') {
            return Set-P2SResourceError $Answer 'Managed' ($plan.Id + ' is managed by ' + $plan.By +
                ': nothing is written.')
        }
    }
    if ($WhatIf) {
        $blobs = @(for ($i = 0; $i -lt $Plans.Count; $i++) {
                $now = if ($null -ne $Plans[$i].Now) { $Plans[$i].Now } else { New-P2SBlob $Targets[$i]['api'] }
                if ($Plans[$i].State -eq 'drift') {
                    Get-P2SChangedBlob $now $Targets[$i]['change'] $Targets[$i]['api']
                }
                else {
                    $now
                }
            })
        $Answer.Json = Format-P2SResourceState (Get-P2SResourceState $Type $Plans $blobs) $false $false
        return $Answer
    }
    $done = Invoke-P2SAlign $Targets $BackupKey
    if ($done.State -eq 'failed') {
        $kind = if ($done.Why -eq 'denied') { 'Denied' } else { 'NotTaken' }
        return Set-P2SResourceError $Answer $kind ('Nothing was changed: ' + $done.Why)
    }
    if ($done.State -notin 'repaired', 'aligned') {
        return Set-P2SResourceError $Answer 'NotTaken' ($done.State + ': ' + $done.Why)
    }
    if ($Type -eq 'WinHttpProxy') {
        $Answer.Warning = 'A WinHTTP proxy applies to every service on this computer, and stays set on other networks.'
    }
    $after = @(foreach ($plan in $done.Plans) { $plan.Now })
    $Answer.Json = Format-P2SResourceState (Get-P2SResourceState $Type $done.Plans $after) $false $false
    $Answer
}

# Only the properties that set accepts, so that an export can be applied elsewhere.
function Format-P2SResourceExport($State) {
    $fields = @('"proxy":' + (ConvertTo-P2SJsonText $State['proxy']))
    if ($null -ne $State['proxy']) { $fields += '"bypass":' + (ConvertTo-P2SJsonText $State['bypass']) }
    if ($State.ContainsKey('pac')) {
        $fields += '"pac":' + (ConvertTo-P2SJsonText $State['pac'])
        $fields += '"autoDetect":' + (ConvertTo-P2SJsonFlag $State['autoDetect'])
    }
    '{' + ($fields -join ',') + '}'
}

function Restore-P2SResource($Answer, [string]$BackupKey) {
    $done = Restore-P2SOriginal $BackupKey
    if ($done.State -in 'undone', 'nothing-kept') { $Answer.Json = '{"state":"' + $done.State + '"}' }
    else {
        $kind = if ($done.State -eq 'failed' -and $done.Why -eq 'denied') { 'Denied' } else { 'NotTaken' }
        $Answer = Set-P2SResourceError $Answer $kind ($done.State + ': ' + $done.Why)
    }
    $Answer
}

function Set-P2SResourceError($Answer, [string]$Kind, [string]$Message) {
    $Answer.Code = $script:P2SExit[$Kind]
    $Answer.Error = $Message
    $Answer
}

# A line for the engine's trace, on standard error. If the language mode forbids that, as a PowerShell error.
function Write-P2STrace([string]$Level, $Message) {
    if ($null -eq $Message) { return }
    $line = '{"' + $Level + '":' + (ConvertTo-P2SJsonText $Message) + '}'
    if ($script:P2SFullLanguage) { [System.Console]::Error.WriteLine($line) }
    else { Write-Error -Message $line -ErrorAction Continue }
}
