# Folders and their access lists: looks, and makes one that nobody else can write. By the .NET classes in Full
# Language, by Get-Acl and icacls.exe in Constrained Language Mode. Who may be trusted is decided elsewhere.

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

function Test-P2SSid($Text) { $Text -is [string] -and $Text -cmatch '\AS-1-[0-9]+(?:-[0-9]+)+\z' }

# Makes the folder, and those above it that are missing, with an access list of its own: full control for the SIDs,
# inherited by what is made in it, nothing for anybody else. False when there is something already.
function New-P2SFolder([string]$Path, [string]$Owner, $Full) {
    if ((Format-P2SFolder $Path) -cnotmatch '"kind":"absent"') { return $false }
    if (-not $script:P2SFullLanguage) { return New-P2SFolderByIcacls $Path $Owner $Full }
    $entries = foreach ($sid in $Full) { '(A;OICI;FA;;;' + $sid + ')' }
    $security = [System.Security.AccessControl.DirectorySecurity]::new()
    $security.SetSecurityDescriptorSddlForm('O:' + $Owner + 'D:P' + (-join $entries), 'Owner, Access')
    $folder = [System.IO.DirectoryInfo]::new($Path)
    # PowerShell 7 has the method of .NET Framework as one of a class of its own.
    $extensions = 'System.IO.FileSystemAclExtensions' -as [type]
    if ($null -eq $extensions) { $folder.Create($security) } else { $extensions::Create($folder, $security) }
    $true
}

# Two steps, so somebody may have been quicker: then the folder is not empty, and not ours.
function New-P2SFolderByIcacls([string]$Path, [string]$Owner, $Full) {
    $icacls = $env:SystemRoot + '\System32\icacls.exe'
    $null = New-Item -Path $Path -ItemType Directory
    $grants = foreach ($sid in $Full) { '*' + $sid + ':(OI)(CI)F' }
    $null = & $icacls $Path '/inheritance:r' '/grant:r' @grants
    if ($LASTEXITCODE -ne 0) { throw 'icacls.exe could not set the access list.' }
    $null = & $icacls $Path '/setowner' ('*' + $Owner)
    if ($LASTEXITCODE -ne 0) { throw 'icacls.exe could not set the owner.' }
    if (@(Get-ChildItem -LiteralPath $Path -Force).Count -ne 0) { throw 'Somebody put something into the folder while it was made.' }
    $true
}
