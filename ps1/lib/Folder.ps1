# Folders and their access lists: looks, and makes one with its list. By the .NET classes in Full Language, by Get-Acl in
# Constrained Language Mode. Who may be trusted is decided elsewhere.

# Of administrators' runs.
function Get-P2SStateFolder { [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($env:ProgramData, 'p2s-fix')) }

# The names of its attributes, in one text; throws where there is nothing. The entry itself, not what a link points to.
function Get-P2SAttributes([string]$Path) {
    if ($script:P2SFullLanguage) { return [string][System.IO.File]::GetAttributes($Path) }
    [string](Get-Item -LiteralPath $Path -Force).Attributes
}

# Owner and access list of a folder or a file as SDDL.
function Get-P2SSddl([string]$Path, [bool]$IsFolder) {
    if (-not $script:P2SFullLanguage) { return [string](Get-Acl -LiteralPath $Path).Sddl }
    $security = if ($IsFolder) { [System.Security.AccessControl.DirectorySecurity]::new($Path, 'Owner, Access') }
    else { [System.Security.AccessControl.FileSecurity]::new($Path, 'Owner, Access') }
    $security.GetSecurityDescriptorSddlForm('Owner, Access')
}

# Full Language only. With its access list in the moment it is made; one that is there already is left as it is.
function New-P2SListedFolder([string]$Path, [string]$Owner, $Full, [bool]$Readable) {
    $entries = @(foreach ($sid in $Full) { '(A;OICI;FA;;;' + $sid + ')' }) + $(if ($Readable) { '(A;OICI;0x1200a9;;;BU)' })
    $security = [System.Security.AccessControl.DirectorySecurity]::new()
    $security.SetSecurityDescriptorSddlForm('O:' + $Owner + 'D:P' + (-join $entries), 'Owner, Access')
    $folder = [System.IO.DirectoryInfo]::new($Path)
    # PowerShell 7 has the method of .NET Framework as one of a class of its own.
    $extensions = 'System.IO.FileSystemAclExtensions' -as [type]
    if ($null -eq $extensions) { $folder.Create($security) } else { $extensions::Create($folder, $security) }
}

# True when an error says that there is nothing: file, path, drive, network path or network name not found.
function Test-P2SNothingThere($ErrorRecord, $Failure) {
    if ($ErrorRecord.CategoryInfo.Category -eq 'ObjectNotFound') { return $true }
    $Failure.Win32 -in 2, 3, 15, 53, 67
}

# One place as JSON: folder, file, link, absent or unseen, and the access list of a folder or file.
function Format-P2SFolder([string]$Path) {
    $kind = 'unseen'
    $sddl = $null
    $hresult = $null
    try {
        $attributes = Get-P2SAttributes $Path
        $kind = if ($attributes -cmatch 'ReparsePoint') { 'link' } elseif ($attributes -cmatch 'Directory') { 'folder' } else { 'file' }
        if ($kind -ne 'link') { $sddl = Get-P2SSddl $Path ($kind -eq 'folder') }
    }
    catch {
        $failure = Get-P2SFailure $_
        $hresult = $failure.HResult
        if ($kind -eq 'unseen' -and (Test-P2SNothingThere $_ $failure)) { $kind = 'absent' }
    }
    '{"path":' + (ConvertTo-P2SJsonText $Path) + ',"kind":"' + $kind + '","sddl":' + (ConvertTo-P2SJsonText $sddl) +
        ',"hresult":' + (ConvertTo-P2SJsonNumber $hresult) + '}'
}
