#Requires -Version 5.1

<#
.SYNOPSIS
Applies the changes that p2s-fix planned from a recording of this computer, or undoes them.
.DESCRIPTION
Reads repair.json, which p2s-fix export repair wrote, and checks whether every value is still as in the recording.
Without -Apply and -Undo, it only checks. With one of them, and only if no value differs: saves the current values
in a new backup file, writes each value, verifies it, and restores everything if one of them does not take effect.
Accepts only the registry keys of the proxy settings. HKEY_CURRENT_USER is the hive of the current user, unless
-User names another account.
Exit code 0: done. 1: refused or restored; the output has the reason.
.PARAMETER Plan
The plan file; default: repair.json beside this script.
.PARAMETER User
SID of the account for HKEY_CURRENT_USER.
.PARAMETER Apply
Applies the changes.
.PARAMETER Undo
Restores the values from before the changes.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1 -Apply
#>
param([string]$Plan = '', [string]$User = '', [switch]$Apply, [switch]$Undo)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/Registry.ps1
# include: lib/change/RegistryWrite.ps1
# include: lib/wire/NativeCall.ps1
# include: lib/settings/NativeWrite.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/change/WriteLock.ps1
# include: lib/machine/User.ps1
# include: lib/change/Write.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/SameSetting.ps1
# include: lib/change/WriteAll.ps1
# include: lib/change/Repair.ps1

$lock = $null
$failed = $true
try {
    Assert-P2SNoOtherArgument $args
    if ($Plan -eq '') { $Plan = $PSScriptRoot + '\repair.json' }
    $writes = @(Read-P2SRepair $Plan $User ([bool]$Undo))
    $refusal = Get-P2SRequestRefusal @{ writes = $writes }
    if ($null -ne $refusal) { $refusal }
    elseif ($Apply -and $Undo) { 'Give -Apply or -Undo, not both.' }
    elseif (-not ($Apply -or $Undo)) { $failed = Show-P2SRepair $writes }
    else {
        $lock = Enter-P2SWriteLock 10000
        if ($lock.State -eq 'refused') { $lock.Why }
        elseif (Show-P2SRepair $writes) { 'Nothing was written.' }
        else {
            Save-P2SRepairBackup $Plan $writes
            $failed = Invoke-P2SRepair $writes
        }
    }
}
catch { 'Failed: ' + (Format-P2SRepairText $_.Exception.Message) }
finally {
    Exit-P2SWriteLock $lock
    $env:PSModulePath = $script:P2SCallersModulePath
}
if ($failed) { exit 1 }
