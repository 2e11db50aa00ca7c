<#
.SYNOPSIS
Only for tests: a folder that another user creates between check and creation, one that becomes a link while it is
checked, a file that is held open while it is replaced, and the access lists that count as closed.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/User.ps1
# include: lib/folders/Patience.ps1
# include: lib/folders/Folder.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/ClosedFolder.ps1
# include: lib/folders/NewFolder.ps1
# include: lib/change/StateWrite.ps1

$script:planted = ''
$script:formatFolder = ${function:Format-P2SFolder}
function Format-P2SFolder([string]$Path) {
    $found = & $script:formatFolder $Path
    if ($Path -eq $script:planted) {
        $script:planted = ''
        $null = [System.IO.Directory]::CreateDirectory($Path + '\theirs')
    }
    $found
}

# Releases the file after some attempts.
$script:held = $null
$script:sleeps = 0
function Start-Sleep {
    $script:sleeps++
    if ($script:sleeps -eq 3) { $script:held.Dispose() }
}

# Where to: before its list is read, a folder becomes a link to that one, which is of administrators.
$script:swap = $null
$script:readSddl = ${function:Get-P2SSddl}
$script:readUser = ${function:Get-P2SUser}
function Get-P2SSddl([string]$Path, [bool]$IsFolder) {
    if ($null -eq $script:swap) { return & $script:readSddl $Path $IsFolder }
    if ($script:swap -ne '') {
        Remove-Item -LiteralPath $Path
        $null = New-Item -ItemType SymbolicLink -Path $Path -Target $script:swap
    }
    'O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
}
function Get-P2SUser {
    if ($null -eq $script:swap) { & $script:readUser } else { @{ Sid = 'S-1-5-21-1-2-3-1002' } }
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    if ($null -ne $request['lists']) {
        $closed = foreach ($sddl in $request['lists']) {
            ConvertTo-P2SJsonFlag (Test-P2SClosed $sddl $request['trusted'])
        }
        return Format-P2SResult $nonce ('[' + (@($closed) -join ',') + ']')
    }
    if ($null -ne $request['replace']) {
        $path = $request['replace']
        Write-P2SStateFile $path ([byte[]]@(1))
        $script:held = [System.IO.FileStream]::new($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read,
            [System.IO.FileShare]::None)
        Write-P2SStateFile $path ([byte[]]@(2, 3))
        return Format-P2SResult $nonce ('{"sleeps":' + $script:sleeps +
            ',"length":' + [System.IO.File]::ReadAllBytes($path).Length + '}')
    }
    if ($null -ne $request['swap']) {
        $script:swap = $request['swap']
        $closed = ConvertTo-P2SJsonFlag (Test-P2SFolderClosed $request['closed'])
        return Format-P2SResult $nonce ('{"closed":' + $closed + ',"seen":' + (Format-P2SFolder $request['seen']) + '}')
    }
    $script:planted = $request['path']
    $made = New-P2SFolder $request['path'] 'S-1-5-32-544' @('S-1-5-18', 'S-1-5-32-544')
    $beside = foreach ($name in [System.IO.Directory]::GetFileSystemEntries($request['above'])) {
        ConvertTo-P2SJsonText $name
    }
    Format-P2SResult $nonce ('{"made":' + (ConvertTo-P2SJsonFlag $made) + ',"beside":[' + (@($beside) -join ',') + ']}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
