<#
.SYNOPSIS
Only for tests: related writes on a registry of the request; the visible view; REG_EXPAND_SZ.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/Registry.ps1
# include: lib/change/RegistryWrite.ps1
# include: lib/change/Write.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/SameSetting.ps1
# include: lib/change/WriteAll.ps1

# A registry in memory: key -> wire form.
$script:values = @{}
# The value that Windows' own setter writes in both views; null: there is no setter.
$script:setter = $null

function Read-P2SValue([string]$Key, [string]$Name) {
    @{ Text = $script:values[$Key]; Present = $script:values.ContainsKey($Key); Failure = $null }
}

function Write-P2SNext($Write, $Before, $Outcome) {
    if ($null -ne $Write['winHttp'] -and $null -ne $script:setter) {
        foreach ($key in @($script:values.Keys) -like '*Microsoft*') {
            $script:values[$key] = ConvertTo-P2SRequestText $script:setter
        }
        return 'winhttp-api'
    }
    if ($Write['refused']) { throw 'refused' }
    $script:values[$Write['key']] = ConvertTo-P2SRequestText $Write['next']
    'registry'
}

function Send-P2SNotification { $true }

function Invoke-Writes($Case) {
    $script:values = @{}
    foreach ($write in $Case['writes']) { $script:values[$write['key']] = ConvertTo-P2SRequestText $write['expected'] }
    $script:setter = $Case['setter']
    $before = @{}
    foreach ($key in $script:values.Keys) { $before[$key] = $script:values[$key] }
    $result = Invoke-P2SWriteAll $Case['writes']
    $same = $true
    foreach ($key in $before.Keys) { if (-not (Test-P2SSame $script:values[$key] $before[$key])) { $same = $false } }
    '{"stopped":' + (ConvertTo-P2SJsonFlag $result.Stopped) + ',"stuck":' + (ConvertTo-P2SJsonFlag $result.Stuck) +
        ',"same":' + (ConvertTo-P2SJsonFlag $same) + '}'
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    $answers = if ($null -ne $request['cases']) { foreach ($case in $request['cases']) { Invoke-Writes $case } }
    elseif ($null -ne $request['processors']) {
        foreach ($one in $request['processors']) {
            $env:PROCESSOR_ARCHITECTURE = $one['own']
            $env:PROCESSOR_ARCHITEW6432 = $one['machine']
            ConvertTo-P2SJsonFlag (Test-P2SWrongView)
        }
    }
    else {
        $env:SystemRoot = $request['systemRoot']
        foreach ($data in $request['expanded']) {
            '{' + (ConvertTo-P2SProviderText 'HKEY_USERS\x' 'ProxyServer' $data) + '}'
        }
    }
    Format-P2SResult $nonce ('[' + (@($answers) -join ',') + ']')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
