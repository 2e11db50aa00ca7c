# Folders and their access lists: looks. By the .NET classes in Full Language, by Get-Acl in Constrained Language Mode.
# Who may be trusted is decided elsewhere.

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
