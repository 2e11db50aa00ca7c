#Requires -Version 5.1

<#
.SYNOPSIS
The output of Get-P2SMachine.ps1, and the state of p2s-fix on this computer: an interrupted change, backups.
.DESCRIPTION
For runs over PowerShell Remoting. Besides the capture, it returns the files in the state folder of administrators
(%ProgramFiles%\p2s-fix\state) about an interrupted or unconfirmed change; on request also the newest backups, the
record of the last apply or rollback with its backup, and, before a change, who else may change that folder. Decides
nothing and writes nothing. In Constrained Language Mode it returns only the capture.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON.
.PARAMETER RequestFromStdin
For p2s-fix itself: the request is on standard input.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2STarget.ps1
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/machine/Registry.ps1
# include: lib/machine/User.ps1
# include: lib/settings/AdvProxy.ps1
# include: lib/evidence/ProfileSecret.ps1
# include: lib/settings/Phonebook.ps1
# include: lib/machine/Machine.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/change/StateFiles.ps1

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    Format-P2SResult $nonce ('{"capture":' + (Get-P2SCapture '') +
        ',"state":' + (Read-P2SState ($json -cmatch '"backups"\s*:\s*true') ($json -cmatch '"access"\s*:\s*true')) +
        '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
