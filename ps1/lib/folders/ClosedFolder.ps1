# Whether a folder is safe to work in; needs Folder.ps1 and AccessList.ps1.

# True for a folder, not a link, that only administrators and the current account can change.
function Test-P2SFolderClosed([string]$Path) {
    $attributes = Get-P2SAttributes $Path
    if ($attributes -cnotmatch 'Directory' -or $attributes -cmatch 'ReparsePoint') { return $false }
    Test-P2SClosed (Get-P2SSddl $Path $true) @((Get-P2SUser).Sid)
}
