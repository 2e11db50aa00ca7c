<#
.SYNOPSIS
Only for tests: a file that is held open while it is replaced, and who may change what has an access list.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/folders/Patience.ps1
# include: lib/change/StateWrite.ps1

# Releases the file after some attempts.
$script:held = $null
$script:sleeps = 0
function Start-Sleep {
    $script:sleeps++
    if ($script:sleeps -eq 3) { $script:held.Dispose() }
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    if ($null -ne $request['lists']) {
        $rights = @{ '' = $script:P2SReadRights; 'above' = $script:P2SAddRights; 'root' = $script:P2SRootRights }
        $others = foreach ($sddl in $request['lists']) {
            ConvertTo-P2SJsonText (Find-P2SOther $sddl $request['own'] $rights[$request['place']])
        }
        return Format-P2SResult $nonce ('[' + (@($others) -join ',') + ']')
    }
    $path = $request['replace']
    Write-P2SStateFile $path ([byte[]]@(1))
    $script:held = [System.IO.FileStream]::new($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read,
        [System.IO.FileShare]::None)
    Write-P2SStateFile $path ([byte[]]@(2, 3))
    Format-P2SResult $nonce ('{"sleeps":' + $script:sleeps +
        ',"length":' + [System.IO.File]::ReadAllBytes($path).Length + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
