<#
.SYNOPSIS
Only for tests: the result of Invoke-P2SChange for a request, in a folder of this computer and on values of the
request; or the state of that folder, as Get-P2STarget reads it.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/Registry.ps1
# include: lib/change/RegistryWrite.ps1
# include: lib/machine/User.ps1
# include: lib/folders/Patience.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/change/WriteLock.ps1
# include: lib/change/Write.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/SameSetting.ps1
# include: lib/change/StateFiles.ps1
# include: lib/change/StateWrite.ps1
# include: lib/change/ConfirmFiles.ps1
# include: lib/folders/TaskFolder.ps1
# include: lib/change/Change.ps1

# Values from the request that replace the registry: key\name -> value, null if there is none.
$script:values = @{}
$script:denied = @()
$script:how = 'denied'
$script:tasks = @()
function Read-P2SValue([string]$Path, [string]$Name) {
    @{ Failure = $null; Present = $true; Text = (ConvertTo-P2SRequestText $script:values[$Path + '\' + $Name]) }
}
function Set-P2SValue([string]$Path, [string]$Name, $Value) {
    if ($script:denied -ccontains ($Path + '\' + $Name)) {
        # Its user sets it again at once, or to another value, or the hive is gone.
        if ($script:how -eq 'again') { return }
        if ($script:how -eq 'other') {
            $script:values[$Path + '\' + $Name] = @{ kind = 'string'; text = 'theirs:3128' }
            return
        }
        if ($script:how -eq 'gone') { throw 'The hive is not loaded.' }
        throw [System.UnauthorizedAccessException]::new()
    }
    $script:values[$Path + '\' + $Name] = $Value
}
function Remove-P2SValue([string]$Path, [string]$Name) { Set-P2SValue $Path $Name $null }
function Remove-P2SEmptyKey([string]$Path) { $false }
function Send-P2SNotification { $true }
function Invoke-P2STask($Arguments) {
    $script:tasks += $Arguments[0]
    $true
}
function Get-P2SStateFolder { $script:folder }
$script:id = $null
function Get-P2SMachineId { $script:id }
# Whether the folder is closed at each check; true when the list is empty.
$script:closedAt = @()
function Get-P2SFolderOther([string]$Path) {
    $closed, $script:closedAt = $script:closedAt
    if ($closed -eq $false) { 'BU' }
}
function New-P2SClosedFolder([string]$Path) { $null = [System.IO.Directory]::CreateDirectory($Path) }
# The names that each list of files refuses.
function Find-Refused($Names) {
    $refused = foreach ($list in 'seen', 'before', 'after', 'rolledBack') {
        foreach ($name in $Names) {
            $change = @{ writes = @(); seen = @(); before = @(); after = @(); rolledBack = @() }
            $change[$list] = @(@{ path = $name; base64 = 'eA==' })
            $refusal = Get-P2SChangeRefusal $change
            if ($refusal -cmatch '"target-not-allowed"') {
                '{"list":"' + $list + '","name":' + (ConvertTo-P2SJsonText $name) + '}'
            }
        }
    }
    '{"refused":[' + (@($refused) -join ',') + ']}'
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    $script:folder = $request['folder']
    if ($null -ne $request['names']) { return Format-P2SResult $nonce (Find-Refused $request['names']) }
    if ($request.ContainsKey('id')) {
        $script:id = $request['id']
        return Format-P2SResult $nonce (Read-P2SStateFolder $script:folder $true $request['backups'])
    }
    $script:values = $request['values']
    $script:denied = $request['denied']
    $script:how = $request['how']
    $script:closedAt = @($request['closedAt'])
    $refusal = Get-P2SChangeRefusal $request['change']
    if ($null -ne $refusal) { Format-P2SError $nonce $refusal }
    else {
        $reply = @(Invoke-P2SChange $nonce $request['change'])[-1]
        $texts = foreach ($name in $script:values.Keys) {
            $text = ConvertTo-P2SRequestText $script:values[$name]
            (ConvertTo-P2SJsonText $name) + ':' + $(if ($null -eq $text) { 'null' } else { '{' + $text + '}' })
        }
        $tasks = foreach ($task in $script:tasks) { ConvertTo-P2SJsonText $task }
        Format-P2SResult $nonce ('{"reply":' + (ConvertTo-P2SJsonText $reply) + ',"values":{' + (@($texts) -join ',') +
            '},"tasks":[' + (@($tasks) -join ',') + ']}')
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
