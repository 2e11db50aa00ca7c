#Requires -Version 5.1

<#
.SYNOPSIS
The output of Get-P2SMachine.ps1, and the state of p2s-fix on this computer: an interrupted change, backups.
.DESCRIPTION
For runs over PowerShell Remoting. Besides the capture, it returns the files in the state folder of administrators
(%ProgramData%\p2s-fix) about an interrupted or unconfirmed change; on request also the newest backups and, before
a change, the access lists of that folder, its parents and its content. Decides nothing and writes nothing. In
Constrained Language Mode it returns only the capture.
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

# include: lib/Wire.ps1
# include: lib/Registry.ps1
# include: lib/User.ps1
# include: lib/AdvProxy.ps1
# include: lib/SafePath.ps1
# include: lib/ProfileSecret.ps1
# include: lib/Phonebook.ps1
# include: lib/Machine.ps1
# include: lib/Folder.ps1
# include: lib/AccessList.ps1
# include: lib/ClosedFolder.ps1
# include: lib/StateFiles.ps1

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    Format-P2SResult $nonce ('{"capture":' + (Get-P2SCapture '') + ',"state":' + (Read-P2SState ($json -cmatch '"backups"\s*:\s*true') ($json -cmatch '"access"\s*:\s*true')) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
