<#
.SYNOPSIS
Only for tests: gives one value after another of the user's hive a type and bytes that only Windows' own functions
can write, and reports the result: how a package plans its store, and how the value reads, also in Constrained
Language Mode.
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
# include: lib/machine/User.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/SameSetting.ps1
# include: lib/settings/BlobChange.ps1
# include: lib/settings/Policy.ps1
# include: lib/settings/Mirror.ps1
# include: lib/settings/StorePlan.ps1

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    Add-Type -Namespace P2STest -Name Values -MemberDefinition @'
[DllImport("advapi32.dll", CharSet = CharSet.Unicode)]
public static extern int RegSetValueExW(Microsoft.Win32.SafeHandles.SafeRegistryHandle key, string name,
    int reserved, uint type, byte[] data, int size);
'@
    $hive = 'HKEY_USERS\' + (Get-P2SUser).Sid + '\'
    $target = $request['target']
    $target['key'] = $hive + $target['key']
    $answers = foreach ($case in $request['cases']) {
        $path = $hive + $case['key']
        $before = Get-P2SStored $path $case['name']
        $bytes = ConvertFrom-P2SHex $case['hex']
        if ($null -ne $case['size']) { $bytes = [byte[]]::new($case['size']) }
        $key = Open-P2SKey $path $true
        $code = [P2STest.Values]::RegSetValueExW($key.Handle, $case['name'], 0, [uint32]$case['type'], $bytes,
            $bytes.Length)
        $key.Dispose()
        if ($code -ne 0) { throw "RegSetValueExW: $code" }
        $plan = Get-P2SStorePlan $target
        $read = @(Read-P2SKey $path @($case['name']))
        $limited = @(if ($case['limited']) { Read-P2SKeyByProvider $path @($case['name']) } else { '' })
        '{"state":' + (ConvertTo-P2SJsonText $plan.State) + ',"by":' + (ConvertTo-P2SJsonText $plan.By) +
            ',"read":["' + $read[0] + '"' + $(if ($read.Count -gt 1) { ',' + $read[1] }) +
            '],"limited":["' + $limited[0] + '"' + $(if ($limited.Count -gt 1) { ',' + $limited[1] }) + ']}'
        if ($null -eq $before) { Remove-P2SValue $path $case['name'] } else { Set-P2SValue $path $case['name'] $before }
    }
    Format-P2SResult $nonce ('[' + (@($answers) -join ',') + ']')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
