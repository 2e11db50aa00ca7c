# Compiles the C# declarations of Windows functions. Optional everywhere: Constrained Language Mode, application
# control and virus scanners refuse it, and the caller has another way.

# 'ready', or why not: 'language-mode', 'add-type-refused'.
function Initialize-P2SNative([string]$Source) {
    if (-not $script:P2SFullLanguage) { return 'language-mode' }
    if (-not $script:P2SWindows) { return 'not-windows' }
    try {
        Add-Type -TypeDefinition $Source
        'ready'
    }
    catch { 'add-type-refused' }
}

# The Win32 code inside a Win32Exception, whatever it was wrapped in.
function Get-P2SNativeError($ErrorRecord) {
    $inner = $ErrorRecord.Exception
    while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
    if ($inner -isnot [System.ComponentModel.Win32Exception]) { throw $ErrorRecord }
    $inner.NativeErrorCode
}
