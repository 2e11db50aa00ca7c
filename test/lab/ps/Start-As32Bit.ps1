<#
.SYNOPSIS
Only for tests: runs a script as if this were the 32-bit PowerShell of a 64-bit Windows. Wine drops these variables.
#>
param([string]$Script)

$env:PROCESSOR_ARCHITEW6432 = 'AMD64'
$env:PROCESSOR_ARCHITECTURE = 'x86'
& $Script
exit $LASTEXITCODE
