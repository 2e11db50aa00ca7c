<#
.SYNOPSIS
Only for tests: the compiler's input in an elevated run whose PowerShell compiles on disk, like Windows PowerShell,
and the files that are left.
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
# include: lib/wire/Compile.ps1

# A compiler that leaves a file in the folder for temporary files, and fails for the definition 'fails'.
$script:given = $null
function Add-Type([string]$TypeDefinition) {
    $script:given = [System.IO.Path]::GetTempPath()
    [System.IO.File]::WriteAllText($script:given + 'left.dll', '')
    $script:listed = $null -eq (Find-P2SOther (Get-P2SSddl $script:given $true) (Get-P2SUser).Sid)
    if ($TypeDefinition -eq 'fails') { throw 'does not compile' }
    if ($TypeDefinition -eq 'real') {
        Microsoft.PowerShell.Utility\Add-Type -TypeDefinition 'public class P2STestReal { }'
    }
}

# A file system that keeps no access lists.
$script:keepsLists = $true
$script:sddlAsItIs = ${function:Get-P2SSddl}
function Get-P2SSddl([string]$Path, [bool]$IsFolder) {
    if ($script:keepsLists) { & $script:sddlAsItIs $Path $IsFolder } else { 'O:BAD:(A;;FA;;;WD)' }
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    $script:P2SCompilesOnDisk = $request['onDisk']
    $script:keepsLists = $request['keepsLists']
    $script:listed = $null
    $before = $env:TMP + '|' + $env:TEMP
    $state = Initialize-P2SCompiled $request['source']
    $same = $before -ceq ($env:TMP + '|' + $env:TEMP)
    $here = [System.IO.Path]::GetTempPath()
    $left = @([System.IO.Directory]::GetFileSystemEntries('C:\windows\Temp', 'p2s-fix.*')).Count
    Format-P2SResult $nonce ('{"state":"' + $state + '","given":' + (ConvertTo-P2SJsonText $script:given) +
        ',"closed":' + (ConvertTo-P2SJsonFlag $script:listed) +
        ',"users":' + (ConvertTo-P2SJsonFlag ($script:given -ceq $here)) +
        ',"same":' + (ConvertTo-P2SJsonFlag $same) + ',"left":' + $left +
        ',"folder":' + (ConvertTo-P2SJsonText ([Environment]::CurrentDirectory)) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
