# Whether a folder is safe to work in; needs Folder.ps1 and AccessList.ps1.

# True for a folder, not a link, that only administrators and the current account can change.
function Test-P2SFolderClosed([string]$Path) {
    if ((Get-P2SKind $Path) -cne 'folder') { return $false }
    $sddl = Get-P2SSddl $Path $true
    # The list of a link is that of its target, and the owner of a folder can have made it a link since.
    if ((Get-P2SKind $Path) -cne 'folder') { return $false }
    Test-P2SClosed $sddl @((Get-P2SUser).Sid)
}
