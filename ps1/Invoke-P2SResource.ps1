#Requires -Version 5.1

<#
.SYNOPSIS
The DSC v3 resources P2SFix/WinHttpProxy and P2SFix/WinInetProxy, called through their manifests.
.DESCRIPTION
Reads an instance as JSON on standard input, and writes one line of JSON on standard output; messages are JSON on
standard error, one line each. WinHttpProxy is the computer's WinHTTP proxy in both registry views, and set needs an
administrator; WinInetProxy is the LAN setting of the current user. Set saves the values from before its first
change, writes, verifies, and restores everything if a value does not take effect. A setting that a policy manages
is reported, and never written.

Exit codes: 0 done (also test outside of the desired state), 1 failed, 2 input, 3 denied, 4 managed by a policy, 5
a write did not take effect and was restored.
.PARAMETER Operation
get, test, set or export; undo restores the values from before the first set.
.PARAMETER Type
WinHttpProxy or WinInetProxy.
.PARAMETER WhatIf
With set: reports the resulting state, and writes nothing.
.EXAMPLE
'{"proxy":"proxy.contoso.example:8080","bypass":"<local>"}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Invoke-P2SResource.ps1 test WinHttpProxy
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Invoke-P2SResource.ps1 undo WinHttpProxy
#>
param([string]$Operation = '', [string]$Type = '', [switch]$WhatIf)

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
# include: lib/change/WriteAll.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/BlobChange.ps1
# include: lib/settings/Policy.ps1
# include: lib/settings/Mirror.ps1
# include: lib/settings/StorePlan.ps1
# include: lib/settings/SameSetting.ps1
# include: lib/change/Backup.ps1
# include: lib/settings/Align.ps1
# include: lib/wire/Typed.ps1
# include: lib/change/Resource.ps1

$lock = $null
$exitCode = 1
try {
    if ($Operation -cnotin 'get', 'test', 'set', 'export', 'undo' -or $Type -cnotin 'WinHttpProxy', 'WinInetProxy' -or
        $args.Count -gt 0) {
        $answer = Set-P2SResourceError @{ Json = $null; Warning = $null } 'Input' (
            'Give only an operation (get, test, set, export, undo) and a type (WinHttpProxy, WinInetProxy).'
        )
    }
    elseif ($WhatIf -and $Operation -eq 'undo') {
        $answer = Set-P2SResourceError @{ Json = $null; Warning = $null } 'Input' 'Only set has -WhatIf, not undo.'
    }
    else {
        $json = if ($Operation -in 'test', 'set') { -join @($input) } else { '{}' }
        $instance = try { ConvertFrom-P2SJson $json } catch { $null }
        if ($Operation -in 'set', 'undo' -and -not $WhatIf) { $lock = Enter-P2SWriteLock 10000 }
        $answer = if ($null -ne $lock -and $lock.State -eq 'refused') {
            Set-P2SResourceError @{ Json = $null; Warning = $null } 'Failed' $lock.Why
        }
        else { Invoke-P2SResource $Operation $Type $instance ([bool]$WhatIf) }
    }
    Write-P2STrace 'warn' $answer.Warning
    Write-P2STrace 'error' $answer.Error
    if ($null -ne $answer.Json) { $answer.Json }
    $exitCode = $answer.Code
}
catch {
    $failure = Get-P2SFailure $_
    Write-P2STrace 'error' $failure.Message
    $exitCode = if ($failure.Win32 -eq 5) { 3 } else { 1 }
}
finally {
    Exit-P2SWriteLock $lock
    $env:PSModulePath = $script:P2SCallersModulePath
}
exit $exitCode
