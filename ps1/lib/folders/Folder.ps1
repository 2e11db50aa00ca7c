# Reads folders and their access lists, and creates a folder with its list. Uses the .NET classes in Full Language,
# Get-Acl and icacls.exe in Constrained Language Mode. Needs AccessList.ps1.

# The folder of programs, the 64-bit one also for a 32-bit process: from the registry of the computer, because the
# environment of an elevated run can have variables of its user.
function Get-P2SPrograms {
    $key = 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion'
    # A cmdlet would load its module, which takes longer than all the rest.
    $version = if (-not $script:P2SFullLanguage) { Get-ItemProperty -LiteralPath ('Registry::' + $key) }
    foreach ($name in 'ProgramW6432Dir', 'ProgramFilesDir') {
        $folder = if ($script:P2SFullLanguage) { [Microsoft.Win32.Registry]::GetValue($key, $name, $null) }
        elseif ($version.PSObject.Properties.Name -contains $name) { $version.$name }
        if ($null -ne $folder) { return [string]$folder }
    }
    throw 'This Windows does not name the folder of programs.'
}

# The folder of administrators' runs. Users can create nothing above it.
function Get-P2SStateFolder { (Get-P2SPrograms) + '\p2s-fix\state' }

# The names of the attributes, in one text; throws if there is no such entry. Of the entry itself, not of a link's
# target.
function Get-P2SAttributes([string]$Path) {
    if ($script:P2SFullLanguage) { return [string][System.IO.File]::GetAttributes($Path) }
    [string](Get-Item -LiteralPath $Path -Force).Attributes
}

# link, folder or file; throws if there is no such entry.
function Get-P2SKind([string]$Path) {
    $attributes = Get-P2SAttributes $Path
    if ($attributes -cmatch 'ReparsePoint') { 'link' }
    elseif ($attributes -cmatch 'Directory') { 'folder' }
    else { 'file' }
}

# Owner and access list of a folder or a file as SDDL.
function Get-P2SSddl([string]$Path, [bool]$IsFolder) {
    if (-not $script:P2SFullLanguage) { return [string](Get-Acl -LiteralPath $Path).Sddl }
    $security = if ($IsFolder) { [System.Security.AccessControl.DirectorySecurity]::new($Path, 'Owner, Access') }
    else { [System.Security.AccessControl.FileSecurity]::new($Path, 'Owner, Access') }
    $security.GetSecurityDescriptorSddlForm('Owner, Access')
}

# Full Language only: a folder for administrators alone, or one that all users can read. Has its access list from the
# moment of creation; an existing folder stays unchanged.
function New-P2SListedFolder([string]$Path, [bool]$Readable) {
    $security = [System.Security.AccessControl.DirectorySecurity]::new()
    $readers = if ($Readable) { '(A;OICI;0x1200a9;;;BU)' }
    $security.SetSecurityDescriptorSddlForm('O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' + $readers, 'Owner, Access')
    $folder = [System.IO.DirectoryInfo]::new($Path)
    # In PowerShell 7, the method of .NET Framework is in a separate class.
    $extensions = 'System.IO.FileSystemAclExtensions' -as [type]
    if ($null -eq $extensions) { $folder.Create($security) } else { $extensions::Create($folder, $security) }
}

# Creates a folder that only administrators can read and write, and its missing parents, which all users can read; an
# existing folder stays unchanged.
function New-P2SClosedFolder([string]$Path) {
    $missing = @()
    for ($at = $Path; $at -match '[\\/]' -and -not (Test-Path -LiteralPath $at); $at = $at -replace '[\\/][^\\/]*\z') {
        $missing = @($at) + $missing
    }
    foreach ($folder in $missing) {
        if ($script:P2SFullLanguage) { New-P2SListedFolder $folder ($folder -ne $Path) }
        else { New-P2SFolderByIcacls $folder ($folder -ne $Path) }
    }
}

# In two steps, which is safe where others can create nothing: the caller checks the folder, and those above it.
function New-P2SFolderByIcacls([string]$Path, [bool]$Readable) {
    $icacls = $env:SystemRoot + '\System32\icacls.exe'
    $null = New-Item -Path $Path -ItemType Directory
    $grants = @('*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F') + $(if ($Readable) { '*S-1-5-32-545:(OI)(CI)RX' })
    $null = & $icacls $Path '/inheritance:r' '/grant:r' @grants
    $null = & $icacls $Path '/setowner' '*S-1-5-32-544'
}

# True if an error means that nothing exists: file, path, drive, network path or network name not found.
function Test-P2SNothingThere($ErrorRecord, $Failure) {
    if ($ErrorRecord.CategoryInfo.Category -eq 'ObjectNotFound') { return $true }
    $Failure.Win32 -in 2, 3, 15, 53, 67
}

# Kind: folder, file, link, absent or unseen. Other: of a folder or file, the account of Find-P2SOther.
function Get-P2SEntry([string]$Path, [string]$Own, $Rights = $script:P2SReadRights) {
    $entry = @{ Kind = 'unseen'; Other = $null }
    try {
        $entry.Kind = Get-P2SKind $Path
        $isFolder = $entry.Kind -ceq 'folder'
        if ($entry.Kind -cne 'link') { $entry.Other = Find-P2SOther (Get-P2SSddl $Path $isFolder) $Own $Rights }
    }
    catch {
        if ($entry.Kind -cne 'unseen') { $entry.Other = 'unknown' }
        elseif (Test-P2SNothingThere $_ (Get-P2SFailure $_)) { $entry.Kind = 'absent' }
    }
    $entry
}
