#Requires -Version 5.1

<#
.SYNOPSIS
Runs one of the bundled scripts on many computers with PowerShell Remoting over WinRM and streams their output.
.DESCRIPTION
Runs on the administrator's computer; nothing has to be installed on the others. Computers with the same call share
one job of Invoke-Command, with its own throttle; at most the number in the request run at once. Every computer has a
deadline. Passes on a computer's output line by line without reading it. A computer that cannot be reached, refuses,
hangs or is lost affects only itself: the end of its job is reported with the available codes. Credentials are
PowerShell's own: the current account, or a file that Export-Clixml wrote of a PSCredential.
.PARAMETER RequestBase64
The request, base64 of JSON.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
Get-Content request.json | pwsh -NoProfile -File Invoke-P2SFleet.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/FleetJob.ps1
# include: lib/machine/Fleet.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ computers = @(); calls = @() } } else { ConvertFrom-P2SJson $json }
    if ($request['computers'] -isnot [array] -or $request['calls'] -isnot [array]) {
        throw 'The request has no list of computers and calls.'
    }
    $code = 'failed'
    Invoke-P2SFleet $nonce $request
    Format-P2SResult $nonce '{}'
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
