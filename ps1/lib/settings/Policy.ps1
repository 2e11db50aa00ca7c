# Who manages the WinINET settings: the rules of src/core/stores/policy.ts. Settings of a policy are reported, never
# overwritten.

$script:P2SPolicyKey = 'Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings'
$script:P2SLockdownKey = 'Software\Policies\Microsoft\Internet Explorer\Control Panel'

# The value in its request form (a hashtable with its kind); null if it is absent or cannot be read.
function Get-P2SStored([string]$Key, [string]$Name) {
    $text = (Read-P2SValue $Key $Name).Text
    if ($null -ne $text) { ConvertFrom-P2SJson ('{' + $text + '}') }
}

# True if each user's own setting is disabled and the machine's applies to all users.
function Test-P2SPerMachine {
    $value = Get-P2SStored ('HKEY_LOCAL_MACHINE\' + $script:P2SPolicyKey) 'ProxySettingsPerUser'
    $null -ne $value -and $value['kind'] -eq 'dword' -and $value['number'] -eq 0
}

# The machine's setting, if it names a proxy or a PAC file and the policy that may apply it to all users cannot be
# read; null otherwise. The rule of unseenPolicy in src/core/stores/visibility.ts.
function Get-P2SUnclearMachine {
    if (@(Read-P2SKey ('HKEY_LOCAL_MACHINE\' + $script:P2SPolicyKey) @())[0] -ne 'unseen') { return }
    $key = 'HKEY_LOCAL_MACHINE\Software\Microsoft\Windows\CurrentVersion\Internet Settings'
    $value = Get-P2SStored ($key + '\Connections') 'DefaultConnectionSettings'
    $blob = $null
    if ($null -ne $value -and $value['kind'] -eq 'binary') {
        $blob = ConvertFrom-P2SBlob (ConvertFrom-P2SHex $value['hex']) 'wininet'
    }
    if ($null -eq $blob -or $null -ne $blob.Failure) {
        $mirror = Read-P2SMirror $key
        if ($null -eq $mirror) { return }
        $blob = Get-P2SMirrorMeaning $mirror
    }
    if (($blob.Flags -band 6) -ne 0) { $blob }
}

# Whether both WinINET settings have the same effect. A is not null.
function Test-P2SSameWinInet($A, $B) {
    if ($null -eq $B -or (($A.Flags -bxor $B.Flags) -band 12) -ne 0) { return $false }
    (Test-P2SSameWinHttp $A $B) -and (($A.Flags -band 4) -eq 0 -or $A.Pac.Equals($B.Pac))
}

# The policy that manages the setting of a hive (HKEY_USERS\SID), or of the machine (HKEY_LOCAL_MACHINE); null:
# none.
function Get-P2SManager([string]$Hive) {
    if ($Hive -ne 'HKEY_LOCAL_MACHINE' -and (Test-P2SPerMachine)) { return 'policy:ProxySettingsPerUser' }
    foreach ($root in @($Hive) + $(if ($Hive -ne 'HKEY_LOCAL_MACHINE') { 'HKEY_LOCAL_MACHINE' })) {
        foreach ($name in 'Proxy', 'Autoconfig') {
            $value = Get-P2SStored ($root + '\' + $script:P2SLockdownKey) $name
            if ($null -ne $value -and $value['kind'] -eq 'dword' -and $value['number'] -ne 0) {
                return 'policy:ControlPanel\' + $name
            }
        }
        foreach ($name in 'ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL') {
            if ($null -ne (Get-P2SStored ($root + '\' + $script:P2SPolicyKey) $name)) { return 'policy:' + $name }
        }
    }
}
