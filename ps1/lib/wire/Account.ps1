# SID of the current account; null off Windows.
function Get-P2SAccount {
    if (-not $script:P2SWindows) { return $null }
    [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
}
