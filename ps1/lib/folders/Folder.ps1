# Reads folders and their access lists, and creates a folder with its list. Uses the .NET classes in Full Language,
# Get-Acl in Constrained Language Mode. Other code decides who is trusted.

# The folder of administrators' runs.
function Get-P2SStateFolder { [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($env:ProgramData, 'p2s-fix')) }

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

# Full Language only. Has its access list from the moment of creation; an existing folder stays unchanged.
function New-P2SListedFolder([string]$Path, [string]$Owner, $Full, [bool]$Readable) {
    $entries = @(foreach ($sid in $Full) { '(A;OICI;FA;;;' + $sid + ')' }) +
        $(if ($Readable) { '(A;OICI;0x1200a9;;;BU)' })
    $security = [System.Security.AccessControl.DirectorySecurity]::new()
    $security.SetSecurityDescriptorSddlForm('O:' + $Owner + 'D:P' + (-join $entries), 'Owner, Access')
    $folder = [System.IO.DirectoryInfo]::new($Path)
    # In PowerShell 7, the method of .NET Framework is in a separate class.
    $extensions = 'System.IO.FileSystemAclExtensions' -as [type]
    if ($null -eq $extensions) { $folder.Create($security) } else { $extensions::Create($folder, $security) }
}

# True if an error means that nothing exists: file, path, drive, network path or network name not found.
function Test-P2SNothingThere($ErrorRecord, $Failure) {
    if ($ErrorRecord.CategoryInfo.Category -eq 'ObjectNotFound') { return $true }
    $Failure.Win32 -in 2, 3, 15, 53, 67
}

# One path as JSON: folder, file, link, absent or unseen, and the access list of a folder or file.
function Format-P2SFolder([string]$Path) {
    $kind = 'unseen'
    $sddl = $null
    $hresult = $null
    try {
        $kind = Get-P2SKind $Path
        if ($kind -ne 'link') {
            $read = Get-P2SSddl $Path ($kind -eq 'folder')
            # The list of a link is that of its target, and the owner of a folder can have made it a link since.
            $kind = Get-P2SKind $Path
            if ($kind -ne 'link') { $sddl = $read }
        }
    }
    catch {
        $failure = Get-P2SFailure $_
        $hresult = $failure.HResult
        if ($kind -eq 'unseen' -and (Test-P2SNothingThere $_ $failure)) { $kind = 'absent' }
    }
    '{"path":' + (ConvertTo-P2SJsonText $Path) + ',"kind":"' + $kind + '","sddl":' + (ConvertTo-P2SJsonText $sddl) +
        ',"hresult":' + (ConvertTo-P2SJsonNumber $hresult) + '}'
}
