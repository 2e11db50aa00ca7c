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
