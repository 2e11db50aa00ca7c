<#
.SYNOPSIS
Only for tests: the changes that the exported scripts make, on blobs and registries of the request.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/Registry.ps1
# include: lib/change/RegistryWrite.ps1
# include: lib/change/Write.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/BlobChange.ps1
# include: lib/settings/Policy.ps1
# include: lib/settings/Mirror.ps1
# include: lib/settings/StorePlan.ps1
# include: lib/wire/Typed.ps1
# include: lib/settings/SameSetting.ps1

# One blob: whether and how it is read, its bytes written again, and the result of a change.
function Get-BlobAnswer($Case) {
    $blob = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $Case['hex']) $Case['api']
    if ($null -ne $blob.Failure) { return '{"failure":"' + $blob.Failure + '"}' }
    $same = ConvertTo-P2SHex (ConvertTo-P2SBlob $blob $Case['api'])
    $changed = Get-P2SChangedBlob $blob $Case['change'] $Case['api']
    '{"failure":null,"same":"' + $same + '","changed":"' +
        (ConvertTo-P2SHex (ConvertTo-P2SBlob $changed $Case['api'])) +
        '","after":' + (ConvertTo-P2SJsonFlag (Test-P2SStoredAs $changed $Case['change'] $Case['api'])) + '}'
}

# A registry from the request that replaces the real one: path (lower case) -> visibility and values.
$script:keys = @{}
function Read-P2SKey([string]$Path, $Names) {
    $key = $script:keys[$Path.ToLowerInvariant()]
    if ($null -eq $key) {
        $script:P2SReadFailure = @{ HResult = 0; Win32 = $null; Id = ''; Message = '' }
        return 'unseen'
    }
    $key['visibility']
    foreach ($value in $key['values']) {
        if ($Names -contains $value['name']) {
            '{"name":' + (ConvertTo-P2SJsonText $value['name']) + ',' + (ConvertTo-P2SRequestText $value) + '}'
        }
    }
}

function Get-PlanAnswer($Target) {
    $plan = Get-P2SStorePlan $Target
    $writes = foreach ($write in $plan.Writes) {
        $text = {
            param($Value) if ($null -eq $Value) { 'null' } else { '{' + (ConvertTo-P2SRequestText $Value) + '}' }
        }
        '{"key":' + (ConvertTo-P2SJsonText $write['key']) + ',"name":' + (ConvertTo-P2SJsonText $write['name']) +
            ',"expected":' + (& $text $write['expected']) + ',"next":' + (& $text $write['next']) + '}'
    }
    '{"id":' + (ConvertTo-P2SJsonText $plan.Id) +
        ',"state":"' + $plan.State + '","by":' + (ConvertTo-P2SJsonText $plan.By) +
        ',"writes":[' + (@($writes) -join ',') + ']}'
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    $answers = if ($null -ne $request['blobs']) { foreach ($case in $request['blobs']) { Get-BlobAnswer $case } }
    elseif ($null -ne $request['typed']) {
        foreach ($case in $request['typed']) {
            ConvertTo-P2SJsonFlag ($null -eq (Get-P2SChangeProblem $case['change'] $case['api']))
        }
    }
    elseif ($null -ne $request['pairs']) {
        foreach ($pair in $request['pairs']) {
            ConvertTo-P2SJsonFlag (Test-P2SStillOurs $pair['found'] @{ name = $pair['name']; expected = $pair['ours'] })
        }
    }
    else {
        foreach ($machine in $request['machines']) {
            $script:keys = $machine['keys']
            '[' + (@(foreach ($target in $machine['targets']) { Get-PlanAnswer $target }) -join ',') + ']'
        }
    }
    Format-P2SResult $nonce ('[' + (@($answers) -join ',') + ']')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
