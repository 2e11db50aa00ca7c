# The data of Get-P2SMachine: identity and keys. Returns one line of JSON.

# The values of WinINET beside its own binary one.
$script:P2SProxyNames = '|ProxyEnable|ProxyServer|ProxyOverride|AutoConfigURL|MigrateProxy|AutoDetect'

# A key and its value names, separated by bars: '*' is all of them, '?name' only whether it exists. Keys of every
# user's hive.
$script:P2SUserKeys =
    ('Software\Microsoft\Windows\CurrentVersion\Internet Settings' + $script:P2SProxyNames),
    'Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections|*',
    ('Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings|ProxySettingsPerUser' +
        $script:P2SProxyNames),
    'Software\Policies\Microsoft\Internet Explorer\Control Panel|Proxy|Autoconfig|Connection Settings|ConnectionsTab',
    'Volatile Environment|USERNAME|USERDOMAIN' # there while the user is signed in interactively

# Keys of HKEY_LOCAL_MACHINE.
$script:P2SMachineKeys =
    ('SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings' + $script:P2SProxyNames),
    'SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\Connections|*',
    ('SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Internet Settings' + $script:P2SProxyNames),
    'SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Internet Settings\Connections|*',
    'SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings|*',
    'SOFTWARE\Policies\Microsoft\Internet Explorer\Control Panel|Proxy|Autoconfig|Connection Settings|ConnectionsTab',
    'SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate|WUServer|UpdateServiceUrlAlternate', # http or https
    'SOFTWARE\Microsoft\PolicyManager\current\device\Update|UpdateServiceUrl|UpdateServiceUrlAlternate', # by MDM
    'SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\WinHttp|DisableWpad|DefaultSecureProtocols',
    'SOFTWARE\Microsoft\Cryptography|MachineGuid',
    'SOFTWARE\Microsoft\Windows NT\CurrentVersion|ProductName|CurrentBuild|CurrentBuildNumber|UBR|DisplayVersion',
    'SYSTEM\CurrentControlSet\Services\SstpSvc|Start|NoCertRevocationCheck',
    'SYSTEM\CurrentControlSet\Services\RasMan|Start',
    'SYSTEM\CurrentControlSet\Services\WinHttpAutoProxySvc|Start',
    'SYSTEM\CurrentControlSet\Services\CryptSvc|Start',
    'SYSTEM\CurrentControlSet\Services\EapHost|Start',
    'SYSTEM\CurrentControlSet\Services\RasSstp|Start', # the driver, and the one below it
    'SYSTEM\CurrentControlSet\Services\NdisWan|Start',
    'SYSTEM\CurrentControlSet\Services\SstpSvc\Parameters|NoCertRevocationCheck',
    # Web articles recommend this place, but it has no effect.
    'SYSTEM\CurrentControlSet\Services\SstpSvc\Parameter|NoCertRevocationCheck',
    'SYSTEM\CurrentControlSet\Services\RasMan\Parameters|NoCertRevocationCheck',
    'SYSTEM\CurrentControlSet\Services\CmBatt\Enum|Count', # batteries and their chargers: a portable machine
    'SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending',
    'SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired',
    'SYSTEM\CurrentControlSet\Control\Session Manager|?PendingFileRenameOperations',
    # Proxies that a service may use instead: only whether there are any, because they may hold a password.
    'SYSTEM\CurrentControlSet\Control\Session Manager\Environment|?HTTP_PROXY|?HTTPS_PROXY|?ALL_PROXY',
    'SOFTWARE\Policies\Microsoft\Windows Defender|?ProxyServer|?ProxyPacUrl',
    'SOFTWARE\Policies\Microsoft\Windows\DataCollection|?TelemetryProxyServer',
    'SYSTEM\CurrentControlSet\Services\Tcpip\Parameters|Domain'

function Get-P2SUserSids {
    $names = if ($script:P2SFullLanguage) { (Open-P2SHive 'HKEY_USERS').GetSubKeyNames() }
    else { Get-ChildItem -LiteralPath 'Registry::HKEY_USERS' -Name }
    foreach ($name in $names) { if ($name -cmatch ('\A' + $script:P2SSidPattern + '\z')) { $name } }
}

# One entry of the tables above as JSON. Joins the texts in one operation, which is faster at every start.
function Format-P2SKey([string]$Hive, [string]$Entry) {
    $below, $names = $Entry -split '\|'
    $path = $Hive + $below
    $visibility, $values = Read-P2SKey $path @($names)
    $full = $visibility -eq 'unseen' -and $script:P2SReadFailure['Id'] -eq $script:P2STooLarge['Id']
    -join ('{"path":"', ($path -replace '\\', '\\'), '","visibility":"', $visibility,
        $(if ($full) { '","reason":"too-large' }), '","values":[', ($values -join ','), ']}')
}

# Evidence: JSON to include; '' for none.
function Get-P2SCapture([string]$Evidence) {
    $version = [Environment]::OSVersion.Version
    if ($script:P2SWindows) {
        $platform = 'win32'
        $build = $version.Build
        $advProxy = if ($build -ge $script:P2SAdvProxyBuild) { Read-P2SAdvProxy } else { $null }
        $user = Get-P2SUser
        $sids = @(Get-P2SUserSids)
        $phonebooks = @(Get-P2SPhonebooks $sids)
        $keys = @(
            foreach ($sid in $sids) {
                foreach ($entry in $script:P2SUserKeys) { Format-P2SKey ('HKEY_USERS\' + $sid + '\') $entry }
            }
            foreach ($entry in $script:P2SMachineKeys) { Format-P2SKey 'HKEY_LOCAL_MACHINE\' $entry }
        )
    }
    else {
        $platform = if ($PSVersionTable['OS'] -like 'Darwin*') { 'darwin' } else { 'linux' }
        $build = 'null'
        $advProxy = $null
        $user = @{ Name = [Environment]::UserName; Sid = $null; Elevated = $null }
        $phonebooks = @()
        $keys = @()
    }
    -join (
        '{"schemaVersion":"1.0","kind":"p2s-fix-capture","collectedAt":"', (ConvertTo-P2STime ([datetime]::UtcNow)),
        '","name":', (ConvertTo-P2SJsonText ([Environment]::MachineName)),
        ',"os":{"platform":"', $platform, '","version":"',
        ([string]$version -creplace '\A([0-9]+\.[0-9]+\.[0-9]+)\.[0-9]+\z', '$1'), '","build":', $build,
        '},"powershell":{"version":', (ConvertTo-P2SJsonText $PSVersionTable['PSVersion']),
        ',"edition":"', $PSVersionTable['PSEdition'], '","languageMode":"', $script:P2SLanguageMode,
        '"},"user":{"name":', (ConvertTo-P2SJsonText $user['Name']), ',"sid":', (ConvertTo-P2SJsonText $user['Sid']),
        ',"elevated":', (ConvertTo-P2SJsonFlag $user['Elevated']),
        '},"advProxy":', (ConvertTo-P2SJsonText $advProxy), ',"phonebooks":[', ($phonebooks -join ','), ']',
        $(if ($Evidence -ne '') { ',"evidence":' + $Evidence }),
        ',"keys":[', ($keys -join ','), ']}'
    )
}
