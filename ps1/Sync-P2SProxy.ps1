#Requires -Version 5.1

<#
.SYNOPSIS
Looks whether the proxy settings are as they were asked for, brings them there, or puts back what was there before.
.DESCRIPTION
What p2s-fix export intune makes its packages of: each is this script with a state and one of three jobs filled in, to be
signed and given to Intune as it is. Detection writes nothing. Remediation keeps what is there, writes, reads back, and
puts everything back where a value does not take effect; what is there already or belongs to a policy stays. Undo puts
back what was there before the first remediation.

Prints one line of JSON, at most 2,048 characters, and ends with 0 or 1: detection with 1 where remediation is needed,
the others with 1 where it was not done. This copy names no state and does nothing.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Detect_P2SWinHttp.ps1
#>

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# What the export fills in: data, in which nothing can end the text.
$mode = 'none'
$settings = '{}'

# include: lib/WinHttpProxy.cs
# include: lib/WinInetNotify.cs
# include: lib/Wire.ps1
# include: lib/Json.ps1
# include: lib/Registry.ps1
# include: lib/RegistryWrite.ps1
# include: lib/NativeCall.ps1
# include: lib/Patience.ps1
# include: lib/Folder.ps1
# include: lib/AccessList.ps1
# include: lib/ClosedFolder.ps1
# include: lib/NewFolder.ps1
# include: lib/WriteLock.ps1
# include: lib/User.ps1
# include: lib/Write.ps1
# include: lib/WriteAll.ps1
# include: lib/Blob.ps1
# include: lib/Lists.ps1
# include: lib/BlobChange.ps1
# include: lib/Policy.ps1
# include: lib/Mirror.ps1
# include: lib/StorePlan.ps1
# include: lib/SameSetting.ps1
# include: lib/Kept.ps1
# include: lib/Align.ps1
# include: lib/Intune.ps1
# path: begin
# include: lib/JsonWrite.ps1
# include: lib/Talk.ps1
# include: lib/Pump.ps1
# include: lib/Dial.ps1
# include: lib/HttpHead.ps1
# include: lib/TlsFlight.ps1
# include: lib/Tls.ps1
# include: lib/Sstp.ps1
# include: lib/Again.ps1
# include: lib/Connect.ps1
# include: lib/Tunnel.ps1
# include: lib/Der.ps1
# include: lib/Chain.ps1
# include: lib/RevocationFetch.ps1
# include: lib/PathRequest.ps1
# include: lib/PathProbe.ps1
# include: lib/Fetch.ps1
# include: lib/CertificateChain.ps1
# include: lib/PathByHand.ps1

# One of the five words of Test-P2SPath, or not-tested.
function Get-P2SPathWord([string]$Gateway) {
    if (-not $script:P2SFullLanguage) { return 'not-tested' }
    try {
        $request = New-P2SHandRequest $Gateway '' $false '' 15 $true
        Assert-P2SPathRequest $request
        (Get-P2SHandVerdict $request).Word
    }
    catch { 'not-tested' }
}
# path: end

# Intune starts the 32-bit PowerShell unless it is told otherwise.
$powershell64 = $env:SystemRoot + '\Sysnative\WindowsPowerShell\v1.0\powershell.exe'
if ($null -ne $env:PROCESSOR_ARCHITEW6432 -and $null -ne (Get-Item -LiteralPath $powershell64 -ErrorAction SilentlyContinue)) {
    $env:PSModulePath = $script:P2SCallersModulePath
    # Windows takes it away as well; without it nothing can start itself over and over.
    $env:PROCESSOR_ARCHITEW6432 = ''
    & $powershell64 -NoProfile -NonInteractive -File $PSCommandPath
    exit $LASTEXITCODE
}
if ($mode -eq 'none') {
    'This copy names no state: p2s-fix export intune makes those that do.'
    exit 1
}
$exitCode = 1
try {
    $outcome = Invoke-P2SPackage $mode (ConvertFrom-P2SJson $settings)
    $outcome.Line
    $exitCode = $outcome.ExitCode
}
finally { $env:PSModulePath = $script:P2SCallersModulePath }
exit $exitCode
