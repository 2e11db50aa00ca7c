#Requires -Version 5.1

<#
.SYNOPSIS
Detects whether the proxy settings are in the desired state, applies it, or restores the earlier values.
.DESCRIPTION
The template of the packages of p2s-fix export intune: each package is this script with a desired state and one of
three jobs filled in, and with the functions of that job only, to be signed and uploaded to Intune unmodified.
Detection has nothing that writes. Remediation saves the current values, writes, verifies, and restores everything if
a value does not take effect; values that are correct or managed by a policy stay. Undo restores the values from
before the first remediation.

Prints one line of JSON, at most 2,048 characters, and ends with 0 or 1: detection with 1 if remediation is needed,
the others with 1 if they failed. This copy has no desired state and does nothing.
.EXAMPLE
powershell.exe -NoProfile -ExecutionPolicy Bypass -File Detect_P2SWinHttp.ps1
#>

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# PowerShell ignores them: with -WhatIf, the script would write.
if ($args.Count -gt 0) { throw "This script has no parameter for: $args" }

# Filled in by the export: data that cannot end the string.
$mode = 'none'
$settings = '{}'

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
# include: lib/change/Intune.ps1
# path: begin
# include: lib/path/transport/Talk.ps1
# include: lib/path/transport/Pump.ps1
# include: lib/path/transport/Dial.ps1
# include: lib/path/transport/HttpHead.ps1
# include: lib/path/transport/TlsFlight.ps1
# include: lib/path/transport/Tls.ps1
# include: lib/path/Sstp.ps1
# include: lib/change/Again.ps1
# include: lib/path/transport/Connect.ps1
# include: lib/path/Tunnel.ps1
# include: lib/path/revocation/Der.ps1
# include: lib/path/revocation/Chain.ps1
# include: lib/path/revocation/RevocationFetch.ps1
# include: lib/path/PathRequest.ps1
# include: lib/path/PathProbe.ps1
# include: lib/path/revocation/Fetch.ps1
# include: lib/path/revocation/CertificateChain.ps1
# include: lib/path/PathByHand.ps1

# A verdict word of Test-P2SPath, or not-tested.
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

# The export keeps one of the three, and the functions that it needs.
# detect: begin
$work = { param($Targets) Get-P2SDetection $Targets }
# detect: end
# remediate: begin
$work = {
    param($Targets, [string]$Sid)
    Use-P2SPackageLock { Invoke-P2SAlign $Targets (Get-P2SBackupKey $Sid) }
}
# remediate: end
# undo: begin
$work = {
    param($Targets, [string]$Sid)
    Use-P2SPackageLock { Restore-P2SOriginal (Get-P2SBackupKey $Sid) }
}
# undo: end

# By default, Intune starts the 32-bit PowerShell.
$powershell64 = $env:SystemRoot + '\Sysnative\WindowsPowerShell\v1.0\powershell.exe'
if ($null -ne $env:PROCESSOR_ARCHITEW6432 -and
    $null -ne (Get-Item -LiteralPath $powershell64 -ErrorAction SilentlyContinue)) {
    $env:PSModulePath = $script:P2SCallersModulePath
    # Windows removes this variable as well; without it the script cannot start itself in a loop.
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
    $outcome = Invoke-P2SPackage $mode (ConvertFrom-P2SJson $settings) $work
    $outcome.Line
    $exitCode = $outcome.ExitCode
}
finally { $env:PSModulePath = $script:P2SCallersModulePath }
exit $exitCode
