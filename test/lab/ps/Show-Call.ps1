<#
.SYNOPSIS
    Prints how it was called: version, arguments, standard input, and a registry value that the caller names.
.DESCRIPTION
    Exits with the given code, after a garbage collection (which ends a PowerShell whose environment is not the
    lab's).
#>
param([string]$Text = '', [int]$Code = 0, [string]$Key = '', [string]$Name = '', [switch]$ReadInput)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$value = if ($Key -ne '') { (Get-ItemProperty -LiteralPath "Registry::$Key").$Name } else { $null }
$read = if ($ReadInput) { [Console]::In.ReadToEnd() } else { $null }
ConvertTo-Json -Compress -InputObject ([ordered]@{
    temp    = [IO.Path]::GetTempPath()
    version = $PSVersionTable.PSVersion.ToString()
    home    = $PSHOME
    text    = $Text
    value   = $value
    read    = $read
})
[Console]::Error.WriteLine('a line of errors')
for ($i = 0; $i -lt 2; $i++) {
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
}
exit $Code
