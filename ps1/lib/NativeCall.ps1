# Compiles the C# declarations of Windows functions. Optional everywhere: Constrained Language Mode, application
# control and virus scanners refuse it, and the caller has another way.

# Windows PowerShell has csc.exe write a library into the folder for temporary files, and loads it from there.
# PowerShell 7 compiles in memory.
$script:P2SCompilesOnDisk = $PSVersionTable.PSVersion.Major -lt 6

# 'ready', or why not: 'language-mode', 'not-windows', 'add-type-refused'.
function Initialize-P2SNative([string]$Source) {
    if (-not $script:P2SFullLanguage) { return 'language-mode' }
    if (-not $script:P2SWindows) { return 'not-windows' }
    try {
        if ($script:P2SCompilesOnDisk -and (Get-P2SUser).Elevated) { Add-P2SNativeApart $Source }
        else { Add-Type -TypeDefinition $Source }
        'ready'
    }
    catch { 'add-type-refused' }
}

# The folder for temporary files of an elevated run is its user's, so any program of that user could exchange the
# library before it is loaded. This compiles in a folder of its own, which only administrators can write and which is
# gone afterwards; where none is to be had, not at all. Users may make entries where it lies, but not rename or delete
# others' there; its name cannot be foretold, and its place does not come from the environment.
function Add-P2SNativeApart([string]$Source) {
    $windows = [System.IO.Path]::GetDirectoryName([Environment]::SystemDirectory)
    $path = [System.IO.Path]::Combine($windows, 'Temp', 'p2s-fix.' + [guid]::NewGuid().ToString('n'))
    $tmp, $temp = $env:TMP, $env:TEMP
    New-P2SListedFolder $path $script:P2SAdministrators @($script:P2SSystem, $script:P2SAdministrators) $false
    try {
        $sddl = Get-P2SSddl $path $true
        if (-not (Test-P2SClosed $sddl @((Get-P2SUser).Sid))) { throw 'The folder did not keep its access list.' }
        $env:TMP = $path
        $env:TEMP = $path
        Add-Type -TypeDefinition $Source
    }
    finally {
        $env:TMP = $tmp
        $env:TEMP = $temp
        # What a virus scanner still holds in it stays, out of reach of everybody else.
        try { [System.IO.Directory]::Delete($path, $true) } catch { $null = $_ }
    }
}

# The Win32 code inside a Win32Exception, whatever it was wrapped in.
function Get-P2SNativeError($ErrorRecord) {
    $inner = $ErrorRecord.Exception
    while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
    if ($inner -isnot [System.ComponentModel.Win32Exception]) { throw $ErrorRecord }
    $inner.NativeErrorCode
}
