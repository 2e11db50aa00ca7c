# Compiles C# for Windows functions that need a thread or COM. Always optional: Constrained Language Mode, application
# control and virus scanners can block it, and the caller has a fallback.

# In Windows PowerShell, csc.exe writes a library to the folder for temporary files, from where it is loaded.
# PowerShell 7 compiles in memory.
$script:P2SCompilesOnDisk = $PSVersionTable.PSVersion.Major -lt 6

# 'ready', or why not: 'language-mode', 'not-windows', 'add-type-refused'.
function Initialize-P2SCompiled([string]$Source) {
    if (-not $script:P2SFullLanguage) { return 'language-mode' }
    if (-not $script:P2SWindows) { return 'not-windows' }
    try {
        if ($script:P2SCompilesOnDisk -and (Get-P2SUser).Elevated) { Add-P2SCompiledApart $Source }
        else { Add-Type -TypeDefinition $Source }
        'ready'
    }
    catch { 'add-type-refused' }
}

# In an elevated run, the folder for temporary files belongs to the user, so any program of that user could replace
# the library before it is loaded. This compiles in a separate folder, which only administrators can write and
# which is deleted afterwards; without such a folder, it does not compile. Users can create entries in its parent
# folder, but not rename or delete others' there; its name is unpredictable, and its path does not come from the
# environment.
function Add-P2SCompiledApart([string]$Source) {
    $windows = [System.IO.Path]::GetDirectoryName([Environment]::SystemDirectory)
    $path = [System.IO.Path]::Combine($windows, 'Temp', 'p2s-fix.' + [guid]::NewGuid().ToString('n'))
    $tmp, $temp = $env:TMP, $env:TEMP
    New-P2SListedFolder $path $false
    try {
        $other = Find-P2SOther (Get-P2SSddl $path $true) (Get-P2SUser).Sid
        if ($null -ne $other) { throw 'The folder did not keep its access list.' }
        $env:TMP = $path
        $env:TEMP = $path
        Add-Type -TypeDefinition $Source
    }
    finally {
        $env:TMP = $tmp
        $env:TEMP = $temp
        # A file that a virus scanner holds open remains, inaccessible to others.
        try { [System.IO.Directory]::Delete($path, $true) } catch { $null = $_ }
    }
}
