<#
.SYNOPSIS
Only for tests: runs the action in "do" of the request on the wire format.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/Registry.ps1
# include: lib/change/RegistryWrite.ps1
# include: lib/machine/Machine.ps1

function ConvertTo-TestJson($Value) {
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [bool]) { return ConvertTo-P2SJsonFlag $Value }
    if ($Value -is [decimal]) { return ConvertTo-P2SJsonNumber $Value }
    if ($Value -is [array]) { return '[' + (@(foreach ($item in $Value) { ConvertTo-TestJson $item }) -join ',') + ']' }
    if ($Value -is [hashtable]) {
        return '{' + (@(foreach ($name in $Value.Keys) { (ConvertTo-P2SJsonText $name) + ':' +
            (ConvertTo-TestJson $Value[$name]) }) -join ',') + '}'
    }
    ConvertTo-P2SJsonText $Value
}

# A registry key from the request that replaces the real one, in the form of the .NET class and of the provider.
$script:names = @()
$script:data = ''
function Open-P2SKey([string]$Path, [bool]$Writable) {
    $key = New-Object -TypeName PSObject -Property @{ ValueCount = $script:names.Count }
    $kind = if ($script:data -is [byte[]]) {
        'Binary'
    }
    elseif ($script:data -is [string[]]) {
        'MultiString'
    }
    else {
        'String'
    }
    $members = @{
        GetValueNames = { $script:names }
        GetValue = { , $script:data }
        GetValueKind = { $kind }.GetNewClosure()
        Dispose = { }
    }
    foreach ($name in $members.Keys) {
        Add-Member -InputObject $key -MemberType ScriptMethod -Name $name -Value $members[$name]
    }
    $key
}
function Get-Item([string]$LiteralPath) { @{ Property = $script:names } }
function Get-ItemProperty([string]$LiteralPath) {
    $bag = @{}
    foreach ($name in $script:names) { $bag[$name] = $script:data }
    $bag
}

# Many values with the same data; names and data repeat one character. Asked: the requested values.
function Read-FilledKey($Filled) {
    $char = [string][char][int]$Filled['char']
    $script:names = @(for ($i = 0; $i -lt $Filled['values']; $i++) { ($char * $Filled['nameLength']) + $i })
    $script:data = switch ($Filled['kind']) {
        'string' { $char * $Filled['length'] }
        'multi-string' { , ([string[]]@('') * $Filled['length']) }
        'binary' { , ([byte[]]@(1) * $Filled['length']) }
    }
    $visibility, $values = Read-P2SKey 'HKEY_USERS\X' @(if ($null -eq $Filled['asked']) {
            '*'
        }
        else {
            $Filled['asked']
        })
    # As in a capture.
    $entry = 'X|' + $(if ($null -eq $Filled['asked']) { '*' } else { $Filled['asked'] -join '|' })
    $reason = (Format-P2SKey 'HKEY_USERS\' $entry).Contains('"visibility":"unseen","reason":"too-large"')
    if (($visibility -eq 'unseen') -ne $reason) { throw 'A capture has another reason.' }
    $failure = if ($visibility -eq 'unseen') { $script:P2SReadFailure.Id + ' ' + $script:P2SReadFailure.Win32 }
    '{"visibility":"' + $visibility + '","values":' + @(foreach ($one in $values) { $one }).Count +
        ',"failure":' + (ConvertTo-P2SJsonText $failure) + '}'
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    switch ($request['do']) {
        'echo' { Format-P2SResult $nonce (ConvertTo-TestJson $request['value']) }
        'parse' {
            $read = foreach ($text in $request['texts']) {
                try {
                    $value = ConvertFrom-P2SJson $text
                    ConvertTo-TestJson $value
                }
                catch { '"refused"' }
            }
            Format-P2SResult $nonce ('[' + ($read -join ',') + ']')
        }
        'values' {
            $texts = foreach ($value in $request['values']) { '{' + (ConvertTo-P2SRequestText $value) + '}' }
            Format-P2SResult $nonce ('[' + ($texts -join ',') + ']')
        }
        'filled' {
            $read = foreach ($filled in $request['keys']) { Read-FilledKey $filled }
            Format-P2SResult $nonce ('[' + (@($read) -join ',') + ']')
        }
        'list' {
            $list = [string[]]@('') * $request['texts']
            $clock = [datetime]::UtcNow
            $size = Get-P2SDataSize $list
            $ms = [int]([datetime]::UtcNow - $clock).TotalMilliseconds
            Format-P2SResult $nonce ('{"size":' + $size + ',"ms":' + $ms + '}')
        }
        'targets' {
            $allowed = foreach ($target in $request['targets']) {
                ConvertTo-P2SJsonFlag (Test-P2STarget $target['key'] $target['name'])
            }
            Format-P2SResult $nonce ('[' + ($allowed -join ',') + ']')
        }
        'kinds' {
            $thread = $null
            if ($null -ne $request['culture']) {
                $thread = [System.Threading.Thread]::CurrentThread
                $callers = $thread.CurrentCulture
                $thread.CurrentCulture = [cultureinfo]::new($request['culture'])
            }
            $failure = @{ HResult = -2147024891; Win32 = 5; Id = 'A,B'; Message = 'm' }
            $parts = @(
                ConvertTo-P2SJsonText Continue
                ConvertTo-P2SJsonText $ErrorActionPreference
                ConvertTo-P2SJsonNumber ([System.DayOfWeek]'Friday')
                ConvertTo-P2SJsonText ([System.DayOfWeek]'Friday')
                ConvertTo-P2SJsonText ([version]'5.1.0')
                ConvertTo-P2SJsonText ([datetime]'2026-01-02T03:04:05')
                ConvertTo-P2SJsonText 1234567.5
                ConvertTo-P2SJsonNumber (-2147483648)
                ConvertTo-P2SJsonNumber ([decimal]9007199254740991)
                ConvertTo-P2SJsonText ('I' + [char]0x130 + [char]0x131).ToLowerInvariant()
                Format-P2SFailure 'code' 'target' $failure
                '{' + (ConvertTo-P2SValueText ([int]-1) 'DWord') + '}'
                '{' + (ConvertTo-P2SValueText ([long]-1) 'QWord') + '}'
                '{' + (ConvertTo-P2SValueText ([string[]]@('one')) 'MultiString') + '}'
                '{' + (ConvertTo-P2SValueText ([byte[]]@(255)) 'Binary') + '}'
                ConvertTo-TestJson $request['value']
                ConvertTo-P2SJsonText (ConvertTo-P2STime ([datetime]::UtcNow))
            )
            # A session keeps it for the next script.
            if ($null -ne $thread) { $thread.CurrentCulture = $callers }
            Format-P2SResult $nonce ('[' + ($parts -join ',') + ']')
        }
        'mode' { Format-P2SResult $nonce (ConvertTo-P2SJsonText $ExecutionContext.SessionState.LanguageMode) }
        'noise' {
            'stray output'
            Write-Warning 'a warning'
            Write-Error 'an error' -ErrorAction Continue
            Write-Verbose 'verbose' -Verbose
            Format-P2SResult $nonce '1'
        }
        'throw' { throw 'thrown' }
        'exit' { exit 5 }
        'die' { [System.Environment]::Exit(5) }
        'sleep' { /bin/sleep $request['seconds'] }
        'pid' { Format-P2SResult $nonce (ConvertTo-P2SJsonNumber $PID) }
        'spin' { while ($true) { $null = 1 } }
        'long' { Format-P2SResult $nonce ('"' + ('x' * 300000) + '"') }
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
