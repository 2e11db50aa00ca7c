# The account that runs this script.

# Name, SID, elevated; null if this language mode cannot read it.
function Get-P2SUser {
    if (-not $script:P2SFullLanguage) { return Get-P2SUserByProfile }
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $administrator = [System.Security.Principal.WindowsBuiltInRole]::Administrator
    $elevated = ([System.Security.Principal.WindowsPrincipal]::new($identity)).IsInRole($administrator)
    @{ Name = $identity.Name; Sid = $identity.User.Value; Elevated = $elevated }
}

function Get-P2SUserByProfile {
    $sid = $null
    # A repaired profile can have left an entry for the same folder (SID.bak): only the one in use has a hive.
    $profiles = 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList'
    foreach ($name in @(Get-ChildItem -LiteralPath $profiles -Name -ErrorAction SilentlyContinue)) {
        $entry = Get-ItemProperty -LiteralPath ($profiles + '\' + $name) -ErrorAction SilentlyContinue
        if ($null -ne $entry -and $entry.PSObject.Properties.Name -contains 'ProfileImagePath' -and
            $entry.ProfileImagePath -eq $env:USERPROFILE -and
            (Test-Path -LiteralPath ('Registry::HKEY_USERS\' + $name))) {
            $sid = $name
        }
    }
    @{ Name = [Environment]::UserDomainName + '\' + [Environment]::UserName; Sid = $sid; Elevated = $null }
}
